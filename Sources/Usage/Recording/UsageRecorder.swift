package import Logging
import NIOConcurrencyHelpers
import Postgres
import ServiceLifecycle
package import Tenancy

/// Takes note of requests, some for many (``RequestSampling``), and writes them to `api_usage_logs`.
///
/// A request pays for one lock, and for a second one if it is kept. ``run()`` writes when ``batch`` records wait, or
/// after two seconds. What a full queue or a batch of unknown fate costs is counted and logged, never waited for; what
/// waits when the process shuts down is written then, and lost when it is killed.
package final class UsageRecorder: Service {
    /// Records that wait at most, while the master database is away for one.
    static let capacity = 4_096
    /// Records written by one statement.
    static let batch = 500

    private struct State: Sendable {
        var sampling: RequestSampling
        var queue: RecordQueue
        var isFailing = false
    }

    private let master: Database<Master>
    private let interval: Duration
    private let logger: Logger
    private let state: NIOLockedValueBox<State>
    private let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// - Parameter interval: how long a record waits for others.
    package init(master: Database<Master>, interval: Duration = .seconds(2), logger: Logger) {
        self.master = master
        self.interval = interval
        self.logger = logger
        state = NIOLockedValueBox(
            State(
                sampling: RequestSampling(seed: .random(in: 0 ... .max)), queue: RecordQueue(capacity: Self.capacity)))
    }

    /// Offers a request. Never waits and never fails.
    ///
    /// - Parameter record: called at once, with the weight, if the request is to be kept.
    package func offer(status: Int, _ record: (_ weight: Int) -> RequestRecord) {
        let weight = state.withLockedValue { state -> Int? in
            guard let weight = state.sampling.weight(ofStatus: status) else { return nil }
            guard !state.queue.isFull else {
                state.queue.lose(weight)
                return nil
            }
            return weight
        }
        guard let weight else { return }
        let kept = record(weight)
        let isEnough = state.withLockedValue { state in
            state.queue.append(kept)
            return state.queue.count == Self.batch
        }
        if isEnough { wake.yield() }
    }

    /// Writes what was kept, until shutdown.
    package func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { [interval, wake] in
                while (try? await Task.sleep(for: interval)) != nil { wake.yield() }
            }
            for await _ in wakes.cancelOnGracefulShutdown() { await write(downTo: Self.batch - 1) }
            group.cancelAll()
        }
        await write(downTo: 0)
    }

    /// Writes a batch, and more while more than `rest` records wait. Stops when the master database is away.
    private func write(downTo rest: Int) async {
        repeat {
            let records = state.withLockedValue { state in
                state.sampling.wasWritten()
                return state.queue.first(Self.batch)
            }
            if !records.isEmpty {
                guard await isSettled(records) else { return }
                state.withLockedValue { $0.queue.removeFirst(records.count) }
            }
            reportLoss()
        } while state.withLockedValue { $0.queue.count } > rest
    }

    /// - Returns: whether the records are done with: written, or given up.
    private func isSettled(_ records: [RequestRecord]) async -> Bool {
        do {
            try await RequestLogQueries.append(records, on: master)
            if state.withLockedValue({ state in state.isFailing.take() }) { logger.info("usage log is written again") }
            return true
        } catch {
            // Counted too low is better than counted twice, and one bad line must not stop all others.
            let isGivenUp = (error as? PostgresError).map { $0.isCommitAmbiguous || $0.isAboutData } ?? false
            let isNews = state.withLockedValue { state in
                if isGivenUp { state.queue.lose(records.reduce(0) { $0 + $1.weight }) }
                defer { state.isFailing = true }
                return !state.isFailing
            }
            if isNews { logger.notice("usage log cannot be written", metadata: ["error": "\(error)"]) }
            return isGivenUp
        }
    }

    private func reportLoss() {
        let lost = state.withLockedValue { $0.queue.takeLost() }
        if lost > 0 { logger.notice("requests missing in the usage log", metadata: ["requests": "\(lost)"]) }
    }
}

extension PostgresError {
    /// The server takes these rows at no time: classes 22 and 23.
    fileprivate var isAboutData: Bool { sqlState.map { $0.hasPrefix("22") || $0.hasPrefix("23") } ?? false }
}

extension Bool {
    /// What it was; it is `false` then.
    fileprivate mutating func take() -> Bool {
        defer { self = false }
        return self
    }
}
