import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL on `idempotency_keys`.
enum IdempotencyQueries {
    /// Takes a key that is nobody's, or whose time is over.
    ///
    /// - Returns: the id of what the request is to make; `nil` when the key is another request's.
    static func take(
        principal: String, route: String, key: String, sealedRequest: [UInt8], on master: Session<Master>
    ) async throws(PostgresError) -> UUID? {
        try await master.first(
            """
            insert into idempotency_keys as k (principal, route, key, sealed_request, locked_until, effect_id)
            values (\(principal), \(route), \(key), \(sealedRequest), now() + interval '60 seconds', \(UUID.version7()))
            on conflict (principal, route, key) do update
            set sealed_request = excluded.sealed_request, sealed_response = null, effect_id = excluded.effect_id,
                locked_until = excluded.locked_until, created_at = now(), expires_at = excluded.expires_at
            where k.expires_at < now()
            returning effect_id
            """, as: UUID.self)
    }

    /// Takes the key over from the same request, which died without an answer.
    ///
    /// - Returns: the id of what that one was to make, and may have made; `nil` while it may still be running.
    static func takeOver(
        principal: String, route: String, key: String, on master: Session<Master>
    ) async throws(PostgresError) -> UUID? {
        try await master.first(
            """
            update idempotency_keys set locked_until = now() + interval '60 seconds'
            where principal = \(principal) and route = \(route) and key = \(key)
              and sealed_response is null and locked_until <= now()
            returning effect_id
            """, as: UUID.self)
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

    static func release(
        principal: String, route: String, key: String, on master: Session<Master>
    ) async throws(PostgresError) {
        try await master.execute(
            """
            update idempotency_keys set locked_until = now()
            where principal = \(principal) and route = \(route) and key = \(key) and sealed_response is null
            """)
    }

    /// Deletes keys that are not valid any more, with the answers they hold, at most so many.
    static func prune(limit: Int, on master: Session<Master>) async throws(PostgresError) -> Int {
        try await master.execute(
            """
            delete from idempotency_keys where (principal, route, key) in (
                select principal, route, key from idempotency_keys
                where expires_at < now() and locked_until < now()
                limit \(Int64(limit)) for update skip locked)
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
