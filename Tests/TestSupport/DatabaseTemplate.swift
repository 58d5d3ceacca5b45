package import Postgres

/// A database that is built once for all tests of a process, and copied for each.
package struct DatabaseTemplate: Sendable {
    /// Names the template: equal names are one template, whoever asks. Lower-case letters, digits and `_`.
    package let name: String
    /// Fills the empty database at the endpoint. All its connections must be closing when it returns.
    package let build: @Sendable (PostgresEndpoint) async throws -> Void

    /// Names a template and says how it is built.
    package init(_ name: String, build: @escaping @Sendable (PostgresEndpoint) async throws -> Void) {
        self.name = name
        self.build = build
    }

    /// Nothing but what PostgreSQL itself puts into a database.
    package static let empty = DatabaseTemplate("empty") { _ in }
}
