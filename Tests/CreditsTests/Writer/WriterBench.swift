import Domain
import Logging
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing

@testable import Credits

/// What a caller heard.
typealias Heard = Result<CreditPosting, any Error>

/// A writer that runs on a journal's database.
struct WriterBench: Sendable {
    let journal: JournalBench
    let writer: CreditWriter
    let group: ServiceGroup

    var store: Store.ID { journal.store }
    var stores: [Store.ID] { journal.stores }

    /// Posts everything at the same moment, and returns what each caller heard, in their order.
    func race(_ entries: [(CreditEntry, Store.ID)]) async -> [Heard] {
        await withTaskGroup(of: (Int, Heard).self) { tasks in
            for (number, (entry, store)) in entries.enumerated() {
                tasks.addTask { (number, await heard { try await writer.post(entry, to: store) }) }
            }
            return await tasks.reduce(into: [Int: Heard]()) { $0[$1.0] = $1.1 }.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// Keeps the bench's last store locked and the only writer busy with it, lets entries join their lanes in order,
    /// and then lets go: they are one batch, if they are not too many for one.
    func inOneBatch(_ entries: [(CreditEntry, Store.ID)]) async throws -> [Heard] {
        try await withThrowingTaskGroup(of: (Int, Heard).self) { tasks in
            try await busy {
                for (number, (entry, store)) in entries.enumerated() {
                    tasks.addTask { (number, await heard { try await writer.post(entry, to: store) }) }
                    try await eventually { writer.waiting == number + 1 }
                }
            }
            return try await tasks.reduce(into: [Int: Heard]()) { $0[$1.0] = $1.1 }
                .sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// The only writer waits for the lock of the bench's last store as long as `body` runs.
    func busy(_ body: () async throws -> Void) async throws {
        let gate = try #require(stores.last)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            try await journal.master.transaction { master in
                try await master.execute("select from credit_balances where store_id = \(gate) for update")
                tasks.addTask { _ = try await writer.post(.of(.grant, 1), to: gate) }
                try await journal.untilBlocked(on: 1)
                try await body()
            }
            try await tasks.waitForAll()
        }
    }

    /// The books are right.
    func verify() async throws {
        let report = try await CreditLedger(master: journal.master).verify()
        #expect(report.isClean, "\(report.findings)")
    }
}

/// The outcome of a call, as a value.
func heard(_ call: () async throws -> CreditPosting) async -> Heard {
    do { return .success(try await call()) } catch { return .failure(error) }
}

extension Heard {
    /// One word for what happened.
    var word: String {
        switch self {
        case .success(let posting): posting.word
        case .failure(let error): "\(error)"
        }
    }
}

extension [Heard] {
    /// How often each word was heard.
    var words: [String: Int] { reduce(into: [:]) { $0[$1.word, default: 0] += 1 } }
}

/// Lends a test a writer that runs until the test is over, and then is shut down in an orderly way.
func withWriter(
    stores: Int = 1, writers: Int = CreditWriter.writers, capacity: Int = CreditWriter.capacity,
    patience: Duration = .seconds(30), _ body: (WriterBench) async throws -> Void
) async throws {
    try await withJournal(stores: stores) { journal in
        let writer = CreditWriter(
            master: journal.master, logger: quiet, patience: patience, writers: writers, capacity: capacity)
        try await running(writer) { group in
            try await body(WriterBench(journal: journal, writer: writer, group: group))
        }
    }
}

/// Runs a writer as a process does.
func running(_ writer: CreditWriter, _ body: (ServiceGroup) async throws -> Void) async throws {
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(services: [.init(service: writer)], logger: quiet))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        defer { tasks.cancelAll() }
        try await eventually { writer.isRunning }
        try await body(group)
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}
