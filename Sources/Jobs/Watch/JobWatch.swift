import Domain
import NIOConcurrencyHelpers
import ServiceLifecycle
package import Tenancy

/// Tells those who wait for a job that it may have changed.
package final class JobWatch: Service {
    private struct Waiter: Sendable {
        let job: Job.ID
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct State {
        var next = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let events: MasterEvents
    private let state = NIOLockedValueBox(State())

    package init(events: MasterEvents) { self.events = events }

    /// Yields when the job may have changed, and every two seconds in case a notification was lost. Several changes
    /// nobody looked at yet are one. Never ends by itself.
    package func changes(of job: Job.ID) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLockedValue { state in
            state.next += 1
            state.waiters[state.next] = Waiter(job: job, continuation: continuation)
            return state.next
        }
        continuation.onTermination = { [state] _ in
            state.withLockedValue { _ = $0.waiters.removeValue(forKey: id) }
        }
        return stream
    }

    package func run() async throws {
        let events = events.events(on: .job)
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await event in events {
                        switch event {
                        case .changed(let payload):
                            let changed = Set(payload.split(separator: ",").compactMap { Job.ID(String($0)) })
                            self.tell { changed.contains($0) }
                        case .missed: self.tell { _ in true }
                        }
                    }
                }
                group.addTask { for await _ in Ticks(every: .seconds(2)) { self.tell { _ in true } } }
            }
        }
    }

    private func tell(_ concerns: (Job.ID) -> Bool) {
        for waiter in state.withLockedValue({ Array($0.waiters.values) }) where concerns(waiter.job) {
            waiter.continuation.yield()
        }
    }
}
