import Domain
import Foundation
import Postgres

/// The SQL that finds a store by name and tells how its database is reached.
enum TenantRouteQueries {
    /// Everything needed to serve a request for a store.
    struct Entry: Decodable, Sendable {
        let id: Store.ID
        let status: Store.Status
        let generation: Int64
        let kind: Store.Database.Kind?
        let sealedCredentials: Data?
        let credentialVersion: Int?
    }

    private static let columns: SQL =
        "s.id, s.status, s.generation::int8, d.kind, d.sealed_credentials, d.credential_version"

    static func entry(
        hostname: String, on master: Session<Master>
    ) async throws(PostgresError) -> Entry? {
        try await master.first(
            """
            select \(fragment: columns)
            from store_hostnames h
            join stores s on s.id = h.store_id
            left join store_databases d on d.store_id = s.id
            where h.hostname = \(hostname)
            """, decoding: Entry.self)
    }

    static func entry(_ id: Store.ID, on master: Session<Master>) async throws(PostgresError) -> Entry? {
        try await master.first(
            """
            select \(fragment: columns)
            from stores s left join store_databases d on d.store_id = s.id
            where s.id = \(id)
            """, decoding: Entry.self)
    }
}
