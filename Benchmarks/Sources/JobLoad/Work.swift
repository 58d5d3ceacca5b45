import ArgumentParser
import Domain
import Foundation
import Jobs
import Redis
import ServiceLifecycle
import Tenancy

/// Does jobs until it is killed.
struct Work: AsyncParsableCommand {
    @Argument var way: Way
    @Option(help: "Jobs at the same time.") var concurrency = 16

    func run() async throws {
        let surroundings = try Surroundings(way)
        let marks = try Marks()
        switch way {
        case .core:
            try await surroundings.connected {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<2 {
                        group.addTask { try await dispatch(surroundings.redis, marks, share: max(concurrency / 2, 1)) }
                    }
                    try await group.waitForAll()
                }
            }
        case .durable: try await work(surroundings, marks)
        }
    }

    /// Half of a worker without a database: what one fetch brings runs side by side, and is forgotten with the next.
    private func dispatch(_ redis: RedisClient, _ marks: Marks, share: Int) async throws {
        let index = DispatchIndex(redis: redis)
        let wake = redis.makeBlockingConnection()
        var done: [DispatchIndex.Lease] = []
        while !Task.isCancelled {
            guard let fetched = try? await index.fetch(share, from: ["default"], lease: .seconds(10), forgetting: done)
            else {
                try await Task.sleep(for: .milliseconds(10))  // not connected yet
                continue
            }
            done = fetched.leases
            if done.isEmpty {
                _ = try? await wake.send(
                    RedisCommand("BLPOP", arguments: index.wakeKeys(["default"]) + ["1"]), blockingFor: .seconds(1))
            }
            await withDiscardingTaskGroup { group in
                for lease in done { group.addTask { marks.begin(lease.id.number) } }
            }
        }
    }

    /// The worker as it is, with its relay.
    private func work(_ surroundings: Surroundings, _ marks: Marks) async throws {
        guard let master = surroundings.master, let endpoint = surroundings.endpoint else { return }
        let index = DispatchIndex(redis: surroundings.redis)
        let events = MasterEvents(endpoint: endpoint, logger: Surroundings.quiet)
        var registry = JobRegistry()
        registry.register(ErrandHandler(marks: marks))
        let runner = JobRunner(
            configuration: JobRunnerConfiguration(concurrency: concurrency), master: master, index: index,
            redis: surroundings.redis, registry: registry, subjects: JobSubjects(),
            rules: { _ in .bury(JobFailure(code: "failed", message: "It failed.", retryable: false)) },
            events: events, logger: Surroundings.quiet)
        let relay = Relay(master: master, index: index, timing: JobTiming(), logger: Surroundings.quiet)
        let group = ServiceGroup(
            services: [master.pool, surroundings.redis, events, relay, runner], logger: Surroundings.quiet)
        try await group.run()
    }
}

extension Job.ID {
    /// The number that an id was made of.
    var number: Int {
        let bytes = rawValue.uuid
        return withUnsafeBytes(of: bytes) { Int(Int64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: Int64.self))) }
    }

    /// An id that carries a number. Only for jobs without a row.
    init(number: Int) {
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0x70, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &bytes) {
            $0.storeBytes(of: Int64(number).bigEndian, toByteOffset: 8, as: Int64.self)
        }
        self.init(rawValue: UUID(uuid: bytes))
    }
}
