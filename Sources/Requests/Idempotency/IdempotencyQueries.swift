import Foundation
import Postgres
import Tenancy

/// The SQL on `idempotency_keys`.
enum IdempotencyQueries {
    /// Takes the key for this request, also from a request that died without an answer.
    ///
    /// - Returns: `false` when the key is another request's.
    static func take(
        principal: String, route: String, key: String, sealedRequest: [UInt8], on master: Session<Master>
    ) async throws(PostgresError) -> Bool {
        try await master.execute(
            """
            insert into idempotency_keys as k (principal, route, key, sealed_request, locked_until)
            values (\(principal), \(route), \(key), \(sealedRequest), now() + interval '60 seconds')
            on conflict (principal, route, key) do update
            set sealed_request = excluded.sealed_request, sealed_response = null,
                locked_until = excluded.locked_until, created_at = now(), expires_at = excluded.expires_at
            where k.expires_at < now() or k.sealed_response is null and k.locked_until < now()
            """) == 1
    }

    struct Row: Decodable, Sendable {
        let sealedRequest: Data
        let sealedResponse: Data?
    }

    static func find(
        principal: String, route: String, key: String, on master: Session<Master>
    ) async throws(PostgresError) -> Row? {
        try await master.first(
            """
            select sealed_request, sealed_response from idempotency_keys
            where principal = \(principal) and route = \(route) and key = \(key)
            """, decoding: Row.self)
    }

    static func finish(
        principal: String, route: String, key: String, sealedResponse: [UInt8], on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update idempotency_keys set sealed_response = \(sealedResponse)
            where principal = \(principal) and route = \(route) and key = \(key)
            """)
    }

    static func abandon(
        principal: String, route: String, key: String, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            delete from idempotency_keys
            where principal = \(principal) and route = \(route) and key = \(key) and sealed_response is null
            """)
    }
}
