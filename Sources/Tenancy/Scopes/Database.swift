package import Postgres

/// Which of the two worlds a statement belongs to.
package protocol DatabaseScope: Sendable {}

/// The platform's own database: accounts, the registry of stores, jobs, credits.
package enum Master: DatabaseScope {}

/// The database of one store. It belongs to the customer: what it says is data, never authority.
package enum Tenant: DatabaseScope {}

/// Something a statement can be sent to, which knows the world it reaches: SQL for a store cannot be sent to the master
/// database by mistake, nor the other way round.
package struct Session<Scope: DatabaseScope>: PostgresSession {
    private let base: any PostgresSession

    /// - Parameter base: a connection, transaction or pool that leads to a database of this scope.
    package init(_ base: any PostgresSession) { self.base = base }

    /// See ``PostgresSession/query(_:)``.
    package func query(_ sql: SQL) async throws(PostgresError) -> PostgresRows { try await base.query(sql) }
}

/// One database of a known world, through a bounded pool of connections.
package struct Database<Scope: DatabaseScope>: Sendable {
    /// The connections; run it as a service.
    package let pool: PostgresPool

    package init(_ pool: PostgresPool) { self.pool = pool }

    /// Single statements, each committing by itself, on whatever connection is free.
    package var session: Session<Scope> { Session(pool) }

    /// Single statements that only read, pipelined with everybody else's on a few shared connections.
    package var reading: Session<Scope> { Session(pool.shared) }

    /// Runs `body` in one transaction, which commits when it returns and rolls back when it throws.
    ///
    /// Repeated up to three times after a serialization failure or deadlock: `body` must be repeatable.
    package func transaction<Value: Sendable>(
        _ body: (Session<Scope>) async throws -> Value
    ) async throws -> Value {
        try await pool.transaction { try await body(Session($0)) }
    }
}
