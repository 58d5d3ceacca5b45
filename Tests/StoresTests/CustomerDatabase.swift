import Domain
import Foundation
import Logging
import Postgres
import Stores
import Tenancy
import TestSupport

/// A customer's empty database, owned by a user that is nothing more than its owner.
struct CustomerDatabase: Sendable {
    /// The same database, as the server's superuser reaches it.
    let administrator: PostgresEndpoint
    /// As its owner would give it to the platform.
    let address: DatabaseAddress

    /// A password that is looked for where it must not be.
    static let canary = #"Canary-9f2 p@ss/w?rd#%:'"\[1]&+é"#

    var target: ConnectionTarget { .database(address) }

    /// The same database with something else to reach it by.
    func target(_ change: (inout DatabaseAddress) -> Void) -> ConnectionTarget {
        var changed = address
        change(&changed)
        return .database(changed)
    }

    /// Does something in the database as the superuser.
    func administer<Value>(_ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        let connection = try await PostgresConnection.connect(to: administrator, logger: Logger(label: "test"))
        defer { connection.close() }
        return try await body(connection)
    }

    func execute(_ statement: SQL) async throws {
        _ = try await administer { try await $0.execute(statement) }
    }

    /// Does something in the database as its owner.
    func asOwner<Value>(_ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        var endpoint = administrator
        endpoint.user = address.user
        endpoint.password = address.password
        let connection = try await PostgresConnection.connect(to: endpoint, logger: Logger(label: "test"))
        defer { connection.close() }
        return try await body(connection)
    }

    /// How many rows each table has, the platform's own included.
    func rowCounts() async throws -> [String: Int64] {
        try await administer { connection in
            let tables = try await connection.all(
                """
                select n.nspname || '.' || c.relname,
                       (xpath('/row/n/text()', query_to_xml(format(
                           'select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text::bigint
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('public', '_tenantry') and c.relkind in ('r', 'p')
                """, as: (String, Int64).self)
            return Dictionary(uniqueKeysWithValues: tables)
        }
    }
}

/// Lends a test a customer's database on the shared server.
func withCustomerDatabase(_ body: (CustomerDatabase) async throws -> Void) async throws {
    try await withDatabase { endpoint in
        let owner = endpoint.database + "_owner"
        let address = DatabaseAddress(
            host: endpoint.host, port: endpoint.port, user: owner, password: CustomerDatabase.canary,
            database: endpoint.database)
        let database = CustomerDatabase(administrator: endpoint, address: address)
        try await database.execute(
            "create role \(identifier: owner) login password \(literal: CustomerDatabase.canary)")
        try await database.execute("alter database \(identifier: endpoint.database) owner to \(identifier: owner)")
        try await body(database)
    }
}
