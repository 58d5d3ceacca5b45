import Foundation
import Postgres

/// An empty database with an owner of its own, who is no superuser and signs in with a password. Made for one
/// measurement. It stays until the servers are thrown away: a dropped one is 1,300 deleted files, which ext4 steps over
/// one by one when it looks for free inodes in the seconds that follow, and the next contestant would pay for that.
struct TenantDatabase: Sendable {
    let name: String
    let owner: String
    let password: String
    private let settings: Settings

    /// The checkpoint keeps what earlier measurements have written out of this one.
    static func make(_ settings: Settings) async throws -> TenantDatabase {
        let id = UUID().uuidString.lowercased().prefix(8)
        let database = TenantDatabase(
            name: "tenant_\(id)", owner: "owner_\(id)", password: UUID().uuidString, settings: settings)
        try await settings.withConnection { connection in
            try await connection.execute(
                "create role \(identifier: database.owner) login password \(literal: database.password)")
            try await connection.execute(
                "create database \(identifier: database.name) owner \(identifier: database.owner)")
            try await connection.execute("checkpoint")
        }
        return database
    }

    /// What a customer would paste.
    func url(port: Int) -> String {
        "postgres://\(owner):\(password)@127.0.0.1:\(port)/\(name)?sslmode=prefer"
    }

    /// Refuses a database that lacks a table of the shop's or its seeds: then there was no work to be measured.
    func check() async throws {
        let found = try await settings.withConnection(to: name) { connection in
            try await connection.first(
                """
                select (select count(*) from pg_class
                        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')),
                       (select count(*) from public.seed_marks), (select count(*) from public.store)
                """, as: (Int64, Int64, Int64).self)
        }
        guard let (tables, seeds, stores) = found, tables > 100, seeds > 300, stores == 1 else {
            throw WrongAnswer(to: "what is in the new database")
        }
    }
}
