import ArgumentParser
import Domain
import Foundation
import Jobs
import Postgres
import Tenancy

/// Asks for jobs, and prints how long that took or when each was asked for, as the harness wants it.
struct Produce: AsyncParsableCommand {
    @Argument var way: Way
    @Argument(help: "one, bulk, latency, quiet or noisy.") var operation: String
    @Argument var count: Int
    @Argument(help: "noop.") var function: String

    func run() async throws {
        let surroundings = try Surroundings(way)
        let producer = Producer(surroundings: surroundings)
        let line = try await surroundings.connected {
            try await producer.ask([0])
            switch operation {
            case "one": return try await timed { for number in 1..<count { try await producer.ask([number]) } }
            case "bulk":
                return try await timed {
                    for start in stride(from: 1, to: count, by: 1_000) {
                        try await producer.ask(Array(start..<min(start + 1_000, count)))
                    }
                }
            case "latency": return try await latency(producer)
            case "quiet", "noisy":
                return try await TwoStores(producer: producer, count: count, isNoisy: operation == "noisy").measure()
            default: throw ValidationError("\(operation) is none of one, bulk, latency, quiet, noisy.")
            }
        }
        print(line)
        await surroundings.master?.pool.close()
    }

    private func timed(_ work: () async throws -> Void) async throws -> String {
        let start = Marks.now
        try await work()
        return #"{"n": \#(count - 1), "secs": \#(Double(Marks.now - start) / 1e9)}"#
    }

    /// A job every ten milliseconds, after three that make sure the worker is warm.
    private func latency(_ producer: Producer) async throws -> String {
        try await producer.warmUp()
        let start = Marks.now
        var sent: [String] = []
        for number in 0..<count {
            let wait = start + Int64(number) * 10_000_000 - Marks.now
            if wait > 0 { try await Task.sleep(for: .nanoseconds(wait)) }
            sent.append("\(Marks.now)")
            try await producer.ask([number])
        }
        try await Task.sleep(for: .seconds(2))
        return #"{"sent": [\#(sent.joined(separator: ","))]}"#
    }
}

/// Asks for jobs in the way that is measured.
struct Producer: Sendable {
    let surroundings: Surroundings

    /// - Parameters:
    ///   - store: whom the jobs are for; nobody without it. Durable jobs need its row.
    ///   - milliseconds: how long each takes.
    func ask(_ numbers: [Int], for store: Store.ID? = nil, taking milliseconds: Int? = nil) async throws {
        let index = DispatchIndex(redis: surroundings.redis)
        guard let master = surroundings.master else {
            let tenant = store?.description ?? DispatchEntry.platform
            _ = try await index.enqueue(numbers.map { DispatchEntry(id: Job.ID(number: $0), tenant: tenant) })
            return
        }
        let queue = JobQueue(index: index, logger: Surroundings.quiet)
        let jobs = try await master.transaction { master in
            try await queue.enqueue(
                numbers.map { JobRequest(Errand(number: $0, milliseconds: milliseconds), storeID: store) }, on: master)
        }
        await queue.publish(jobs)
    }

    /// Three jobs one after another, and a second for all to be quiet again.
    func warmUp() async throws {
        for number in [-1, -2, -3] {
            try await ask([number])
            let limit = Marks.now + 30_000_000_000
            while try !Marks.contains(number), Marks.now < limit { try await Task.sleep(for: .milliseconds(50)) }
        }
        try await Task.sleep(for: .seconds(1))
    }
}
