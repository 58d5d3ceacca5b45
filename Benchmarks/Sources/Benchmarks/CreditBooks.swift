import Foundation
import Postgres

/// A master database whose stores have more credits than can be spent, and `credit-load`, which spends them.
struct CreditBooks: Sendable {
    private let settings: Settings
    private let database: String
    private let url: String

    /// Migrated by the measured program; the credits are bought through the journal.
    static func make(_ settings: Settings, stores: Int) async throws -> CreditBooks {
        let database = "credits_\(UUID().uuidString.lowercased().prefix(8))"
        try await settings.withConnection { connection in
            _ = try await connection.execute("create database \(identifier: database)")
        }
        let books = CreditBooks(
            settings: settings, database: database,
            url: "postgres://\(Settings.superuser)@localhost:\(settings.postgresPort)/\(database)"
                + "?host=\(settings.postgresSocket)")
        try await books.tenantry("migrate", "master")
        let bought = try await settings.withConnection(to: database) { connection in
            try await connection.execute(
                "insert into users (id, email, first_name, last_name) values (gen_random_uuid(), 'a@example.com', 'A', 'B')"
            )
            try await connection.execute(
                """
                insert into stores (id, owner_id, name, slug)
                select gen_random_uuid(), u.id, 'Shop', 'shop-' || n from users u, generate_series(1, \(Int32(stores))) n
                """)
            try await connection.execute("insert into credit_balances (store_id) select id from stores")
            return try await connection.first(
                """
                select count(*) from credit_balances b cross join lateral credit_apply(b.store_id, jsonb_build_array(
                    jsonb_build_object('id', gen_random_uuid(), 'type', 'purchase', 'amount', 1000000000000000,
                        'key', 'bought', 'fingerprint', 'aa'))) p
                where p.outcome = 'applied'
                """, as: Int64.self)
        }
        guard bought == Int64(stores) else { throw WrongAnswer(to: "credit_apply") }
        return books
    }

    /// Spends credits from so many processes at once, the callers shared out among them.
    ///
    /// - Returns: their rates added up, and the latencies of whichever was slowest.
    func load(callers: Int, stores: Int, processes: Int) async throws -> [Figure: Double] {
        try await settings.withConnection(to: database) { connection in
            try await connection.execute("vacuum credit_balances")
            try await connection.execute("checkpoint")
        }
        let command = Command(
            settings.creditLoad,
            [
                "--database-url", url, "--callers", "\(callers / processes)", "--stores", "\(stores)",
                "--seconds", "\(settings.seconds)",
            ])
        let all = try await withThrowingTaskGroup(of: [String: Double].self) { group in
            for _ in 0..<processes {
                group.addTask { [scratch = settings.scratch] in
                    let output = try await command.run(in: scratch).output
                    return try JSONDecoder().decode([String: Double].self, from: Data(output.utf8))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        func values(_ figure: Figure) -> [Double] { all.compactMap { $0[figure.rawValue] } }
        guard values(.operations).count == processes else { throw WrongAnswer(to: "credit-load") }
        return [
            .operations: values(.operations).reduce(0, +), .median: values(.median).max() ?? 0,
            .tail: values(.tail).max() ?? 0,
        ]
    }

    /// - Throws: when the balances are not what the journal says: then nothing was measured.
    func verify() async throws { try await tenantry("credits", "verify") }

    private func tenantry(_ arguments: String...) async throws {
        let environment = [
            "TENANTRY_MASTER_DATABASE_URL": url, "TENANTRY_MASTER_MIGRATIONS": "\(settings.migrations)/master",
            "TENANTRY_LOG_LEVEL": "error",
        ]
        _ = try await Command(settings.tenantry, arguments, environment: environment).run(in: settings.scratch)
    }
}
