import Foundation
import Postgres

/// An empty database with an owner of its own, who is no superuser and signs in with a password. Made for one
/// measurement and dropped after it.
struct TenantDatabase: Sendable {
    let name: String
    let owner: String
    let password: String
    private let settings: Settings

    /// Lends a database. The checkpoint keeps what earlier measurements have written out of this one.
    static func with<Value>(
        _ settings: Settings, _ body: (TenantDatabase) async throws -> Value
    ) async throws -> Value {
        let id = UUID().uuidString.lowercased().prefix(8)
        let database = TenantDatabase(
            name: "tenant_\(id)", owner: "owner_\(id)", password: UUID().uuidString, settings: settings)
        try await settings.withConnection { try await database.make(on: $0) }
        do {
            let value = try await body(database)
            try await settings.withConnection { try await database.drop(on: $0) }
            return value
        } catch {
            try? await settings.withConnection { try await database.drop(on: $0) }
            throw error
        }
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

    private func make(on connection: PostgresConnection) async throws {
        try await connection.execute("create role \(identifier: owner) login password \(literal: password)")
        try await connection.execute("create database \(identifier: name) owner \(identifier: owner)")
        try await connection.execute("checkpoint")
    }

    private func drop(on connection: PostgresConnection) async throws {
        try await connection.execute("drop database \(identifier: name) with (force)")
        try await connection.execute("drop role \(identifier: owner)")
    }
}
