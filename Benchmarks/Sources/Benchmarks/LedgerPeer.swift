import Foundation
import Postgres

/// A ledger as one would write it by hand: an account with a balance that a check keeps above nothing, a line with a
/// unique key, one row a purchase. pgbench runs the scripts.
struct LedgerPeer: Sendable {
    /// Files in the peer's folder: a transaction of two statements, and one statement.
    static let scripts = ["purchase_tx", "purchase_cte"]

    private let settings: Settings
    private let folder: String
    private let database: String

    static func make(_ settings: Settings, folder: String, accounts: Int) async throws -> LedgerPeer {
        let database = "ledger_\(UUID().uuidString.lowercased().prefix(8))"
        try await settings.withConnection { connection in
            _ = try await connection.execute("create database \(identifier: database)")
        }
        try await settings.withConnection(to: database) { connection in
            try await connection.execute(
                """
                create table accounts (id bigint primary key, balance bigint not null check (balance >= 0))
                with (fillfactor = 50)
                """)
            try await connection.execute(
                """
                create table ledger (
                    id bigint generated always as identity primary key, account_id bigint not null references accounts,
                    idem_key bigint not null unique, amount bigint not null,
                    created_at timestamptz not null default now())
                """)
            try await connection.execute("create index on ledger (account_id, id)")
            try await connection.execute(
                "insert into accounts select n, 0 from generate_series(1, \(Int32(accounts))) n")
        }
        return LedgerPeer(settings: settings, folder: folder, database: database)
    }

    /// One load from an empty ledger.
    func run(_ script: String, accounts: Int, clients: Int) async throws -> [Figure: Double] {
        try await settings.withConnection(to: database) { connection in
            try await connection.execute("truncate ledger")
            try await connection.execute("update accounts set balance = 1000000000000")
            try await connection.execute("vacuum accounts")
            try await connection.execute("checkpoint")
        }
        let pgbench = Pgbench(
            settings: settings, script: "\(folder)/\(script).sql", database: database,
            variables: ["accounts": accounts])
        let figures = try await pgbench.run(clients: clients)
        try await check()
        return figures
    }

    /// Every line is matched by the balance of its account.
    private func check() async throws {
        let isRight = try await settings.withConnection(to: database) { connection in
            try await connection.first(
                """
                select (select coalesce(sum(amount), 0) from ledger)
                     = (select sum(balance - 1000000000000) from accounts)
                """, as: Bool.self)
        }
        guard isRight == true else { throw WrongAnswer(to: "the peer's ledger") }
    }
}
