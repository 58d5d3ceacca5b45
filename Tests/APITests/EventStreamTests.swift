@testable import API
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
@testable import Jobs
import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
import Stores
import Testing

@Suite("Streams of events", .timeLimit(.minutes(5)))
struct EventStreamTests {
    private func names(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("event: ") || $0.hasPrefix("id: ") }.map(String.init)
    }

    @Test(
        "every change is an event with its revision, and the last one is done",
        arguments: [TestingSetup.router, .live])
    func wholeStream(_ setup: TestingSetup) async throws {
        let fixture = APIFixture()
        let store = try fixture.addStore()
        fixture.setJob(.running, percent: 10, revision: 3)
        try await fixture.test(setup) { client in
            async let answer = client.execute(
                uri: "/api/stores/\(store.id)/provisioning/events", method: .get, headers: APIFixture.bearer)
            await fixture.watched()
            fixture.setJob(.succeeded, percent: 100, revision: 9)
            let stream = try await answer
            let text = String(buffer: stream.body)
            #expect(stream.headers[.contentType] == "text/event-stream")
            #expect(stream.headers[.cacheControl] == "no-store")
            #expect(stream.headers[.accelBuffering] == "no")
            #expect(text.hasPrefix("retry: 3000\n\n"))
            let end = ["id: 9", "event: progress", "id: 9", "event: done"]
            #expect(names(text) == ["id: 3", "event: progress"] + end || names(text) == end)
            #expect(text.contains(#""percent":100"#))
        }
    }

    @Test("a client that comes back is sent what is newer than its last event, and nothing twice")
    func resumption() async throws {
        let fixture = APIFixture()
        try fixture.addStore()
        fixture.setJob(.failed, revision: 7)
        let job = try #require(fixture.job)
        try await fixture.test { client async throws in
            func events(after last: String) async throws -> [String] {
                let headers = APIFixture.bearer.with(.lastEventID, last)
                let answer = try await client.execute(uri: "/api/jobs/\(job.id)/events", method: .get, headers: headers)
                return names(String(buffer: answer.body))
            }
            let whole = ["id: 7", "event: progress", "id: 7", "event: done"]
            #expect(try await events(after: "6") == whole)
            #expect(try await events(after: "7") == ["id: 7", "event: done"])
            for other in ["8", "99999999999999999999999", "nonsense", "-"] {
                #expect(try await events(after: other) == whole, "\(other)")
            }
        }
    }

    @Test("a session that was ended sees no more")
    func permit() async throws {
        let fixture = APIFixture()
        try fixture.addStore()
        fixture.setJob(.running, revision: 3)
        let job = try #require(fixture.job)
        let heartbeats = NIOLockedValueBox(0)
        let events = EventSequence(
            feed: ProgressFeed(changes: fixture.jobs.changes) { JobReport(job) }, job: job.id, known: nil,
            permit: {
                let count = heartbeats.withLockedValue { count in
                    count += 1
                    return count
                }
                if count == 3 { throw CancellationError() }
            }, heartbeat: .milliseconds(5))
        let written = NIOLockedValueBox<[ServerSentEvent]>([])
        try await events.write { event in written.withLockedValue { $0.append(event) } }
        let all = written.withLockedValue { $0 }
        #expect(all.count == 4)
        #expect(all.suffix(2) == [.comment, .comment])
    }

    @Test("a report that is gone ends the stream quietly")
    func gone() async throws {
        let fixture = APIFixture()
        fixture.setJob(.running, revision: 3)
        let job = try #require(fixture.job)
        let feed = ProgressFeed<JobReport>(changes: fixture.jobs.changes) { throw RequestError.noSuchJob }
        let written = NIOLockedValueBox<[ServerSentEvent]>([])
        try await EventSequence(feed: feed, job: job.id, known: nil, permit: {}).write { event in
            written.withLockedValue { $0.append(event) }
        }
        #expect(written.withLockedValue { $0 } == [.retry(.seconds(3))])
    }

    @Test("a graceful shutdown ends the waiting for changes")
    func shutdown() async throws {
        let (changes, source) = AsyncStream<Void>.makeStream()
        defer { source.finish() }
        struct Waiting: Service {
            let changes: AsyncStream<Void>
            func run() async throws {
                try await Wakeups.merging(changes) { wakeups in
                    for await wakeup in wakeups { #expect(wakeup == .changed) }
                }
            }
        }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let group = ServiceGroup(
            services: [Waiting(changes: changes)], gracefulShutdownSignals: [], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await group.run() }
            source.yield()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("cancelling whoever waits ends the waiting")
    func cancellation() async throws {
        let (changes, source) = AsyncStream<Void>.makeStream()
        defer { source.finish() }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await Wakeups.merging(changes) { for await _ in $0 {} } }
            tasks.cancelAll()
        }
    }

    @Test("silence is broken by heartbeats")
    func heartbeat() async throws {
        let (changes, source) = AsyncStream<Void>.makeStream()
        defer { source.finish() }
        let first = try await Wakeups.merging(changes, heartbeat: .milliseconds(5)) { wakeups in
            var iterator = wakeups.makeAsyncIterator()
            return await iterator.next()
        }
        #expect(first == .heartbeat)
    }
}
