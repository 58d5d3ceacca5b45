import Domain
import Foundation
import Logging
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Credits

/// A master database with stores that have nothing, and shorthands for what is posted to them.
struct JournalBench: Sendable {
    let endpoint: PostgresEndpoint
    let master: Database<Master>
    let stores: [Store.ID]

    var journal: CreditJournal { CreditJournal(master: master) }
    var store: Store.ID { stores[0] }

    func post(_ entries: CreditEntry...) async throws -> [CreditPosting] { try await journal.post(entries, to: store) }

    /// What the table of balances says of a store.
    func balance() async throws -> Int64 {
        try await master.session.first(
            "select balance from credit_balances where store_id = \(store)", as: Int64.self) ?? -1
    }

    /// The journal of a store in order: amount and balance after it.
    func lines(of store: Store.ID) async throws -> [Line] {
        try await master.session.all(
            """
            select seq, type, amount, balance_after from credit_transactions where store_id = \(store) order by seq
            """, decoding: Line.self)
    }

    /// Waits until so many statements wait for a lock.
    func untilBlocked(on count: Int64) async throws {
        try await eventually {
            try await master.session.first(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%credit_apply%'
                """, as: Int64.self) == count
        }
    }

    struct Line: Decodable, Equatable {
        let seq: Int64
        let type: String
        let amount: Int64
        let balanceAfter: Int64
    }
}

/// Lends a test so many stores.
func withJournal(stores count: Int = 1, _ body: (JournalBench) async throws -> Void) async throws {
    try await withJournalDatabase { endpoint, master in
        let owner = Account.ID.make()
        try await master.session.execute(
            "insert into users (id, email, first_name, last_name) values (\(owner), 'a@example.com', 'A', 'B')")
        let stores = (0..<count).map { _ in Store.ID.make() }
        for (number, store) in stores.enumerated() {
            try await master.session.execute(
                """
                insert into stores (id, owner_id, name, slug) values (\(store), \(owner), 'S', \("shop-\(number)"))
                """)
            try await master.session.execute("insert into credit_balances (store_id) values (\(store))")
        }
        try await body(JournalBench(endpoint: endpoint, master: master, stores: stores))
    }
}

private func withJournalDatabase(_ body: (PostgresEndpoint, Database<Master>) async throws -> Void) async throws {
    try await withDatabase(.master) { endpoint in
        try await withMaster(at: endpoint) { try await body(endpoint, $0) }
    }
}

/// Lends a test another process's way to the same database.
func withMaster(at endpoint: PostgresEndpoint, _ body: (Database<Master>) async throws -> Void) async throws {
    let pool = PostgresPool(
        endpoint: endpoint, configuration: PostgresPoolConfiguration(maximumConnections: 12, name: "test"),
        logger: quiet)
    do { try await body(Database(pool)) } catch {
        await pool.close()
        throw error
    }
    await pool.close()
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension CreditEntry {
    /// An entry whose fingerprint is that of its kind and amount.
    static func of(
        _ kind: CreditTransaction.Kind, _ units: Int64, key: String = UUID().uuidString, reverses: UUID? = nil
    ) -> CreditEntry {
        CreditEntry(
            id: UUID(), kind: kind, amount: CreditAmount(units: units), key: key,
            fingerprint: Array("\(kind) \(units)".utf8), reverses: reverses)
    }
}

extension CreditPosting {
    /// One word for what happened.
    var word: String {
        switch self {
        case .applied: "applied"
        case .replayed: "replayed"
        case .refused(let refusal): refusal.reason.rawValue
        }
    }
}
