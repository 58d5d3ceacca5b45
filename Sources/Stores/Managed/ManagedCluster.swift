import Crypto
import Domain
import Foundation
package import Logging
package import Postgres
import Tenancy

/// The operator's own PostgreSQL cluster, on which stores without a database of their own get one.
///
/// Names are made of the store's id, so that asking twice finds what was made before.
package struct ManagedCluster: Sendable {
    /// A user that may create databases and roles.
    let administrator: PostgresEndpoint
    let logger: Logger

    package init(administrator: PostgresEndpoint, logger: Logger) {
        self.administrator = administrator
        self.logger = logger
    }

    /// Where the store's database will be, with a fresh password of 256 random bits.
    func newAddress(for store: Store.ID) -> DatabaseAddress {
        let name = Self.name(of: store)
        let password = SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            bytes.map { String(format: "%02x", $0) }.joined()
        }
        return DatabaseAddress(
            host: administrator.host, port: administrator.port, user: name, password: password, database: name)
    }

    /// Makes role and database as far as they are not there, and sets the password.
    ///
    /// Nobody but its owner may connect to the database. A crash in between leaves what the next call completes.
    func ensureDatabase(_ address: DatabaseAddress) async throws {
        let connection = try await PostgresConnection.connect(to: administrator, logger: logger)
        defer { connection.close() }
        let found = try await ManagedClusterQueries.find(address.database, on: connection)
        try await ManagedClusterQueries.saveRole(
            address.user, password: address.password ?? "", exists: found.role, on: connection)
        if !found.database {
            try await ManagedClusterQueries.createDatabase(address.database, owner: address.user, on: connection)
        }
        try await ManagedClusterQueries.closeToOthers(address.database, on: connection)
    }

    private static func name(of store: Store.ID) -> String {
        "tenant_" + store.description.replacing("-", with: "")
    }
}
