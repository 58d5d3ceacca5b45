import Domain
import Foundation
import Postgres
import Tenancy

/// The SQL that sets credits aside.
enum HoldQueries {
    /// A hold as `credit_hold` reads it.
    struct Request: Codable, Sendable {
        let id: UUID
        let service: String
        let unitPrice: Int64
        let quantity: Int64
        let amount: Int64
        let key: String
        let fingerprint: String
        let description: String
        let reference: String?
        let actor: UUID?
        let expires: Timestamp

        private enum CodingKeys: String, CodingKey {
            case id, service, quantity, amount, key, fingerprint, description, reference, actor, expires
            case unitPrice = "unit_price"
        }
    }

    private static let columns: SQL = """
        (hold).id, (hold).service_key, (hold).quantity, (hold).amount, (hold).captured, (hold).state as status,
        (hold).reference_id, (hold).created_at, (hold).expires_at
        """

    /// `nil` when there is no such store.
    static func hold(
        _ request: Request, in store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> HeldRow? {
        try await master.first(
            """
            select outcome, available, \(fragment: columns)
            from credit_hold(\(store), \(PostgresJSON(request))::jsonb)
            """, decoding: HeldRow.self)
    }

    /// `nil` when there is no such hold in the store.
    static func settle(
        _ hold: UUID, of store: Store.ID, quantity: Int64, by actor: Account.ID?, on master: Session<Master>
    ) async throws(PostgresError) -> SettledRow? {
        try await master.first(
            """
            select outcome, \(fragment: columns) from credit_settle(\(store), \(hold), \(quantity), \(actor))
            """, decoding: SettledRow.self)
    }

    static func find(
        _ hold: UUID, of store: Store.ID, on master: Session<Master>
    ) async throws(PostgresError) -> HoldRow? {
        try await master.first(
            """
            select \(fragment: columns)
            from credit_holds hold where (hold).id = \(hold) and (hold).store_id = \(store)
            """, decoding: HoldRow.self)
    }

    static func store(
        of hold: UUID, owner: Account.ID, on master: Session<Master>
    ) async throws(PostgresError) -> Store.ID? {
        try await master.first(
            """
            select h.store_id from credit_holds h join stores s on s.id = h.store_id
            where h.id = \(hold) and s.owner_id = \(owner)
            """, as: Store.ID.self)
    }

    static func list(
        of store: Store.ID, status: CreditHold.Status?, limit: Int, on master: Session<Master>
    ) async throws(PostgresError) -> [HoldRow] {
        try await master.all(
            """
            select \(fragment: columns)
            from credit_holds hold
            where (hold).store_id = \(store) and (hold).state = coalesce(\(status?.rawValue), (hold).state)
            order by (hold).created_at desc, (hold).id desc limit \(Int64(limit))
            """, decoding: HoldRow.self)
    }

    struct HoldRow: Decodable {
        let id: UUID
        let serviceKey: String
        let quantity: Int64
        let amount: Int64
        let captured: Int64
        let status: CreditHold.Status
        let referenceId: String?
        let createdAt: Timestamp
        let expiresAt: Timestamp

        var hold: CreditHold {
            CreditHold(
                id: id, serviceKey: serviceKey, quantity: quantity, amount: CreditAmount(units: amount),
                captured: CreditAmount(units: captured), status: status, referenceId: referenceId,
                createdAt: createdAt, expiresAt: expiresAt)
        }
    }

    /// The answer of `credit_hold`: without a hold when it was refused.
    struct HeldRow: Decodable {
        let outcome: String
        let available: Int64
        let hold: CreditHold?

        private enum CodingKeys: String, CodingKey { case outcome, available, id }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            outcome = try container.decode(String.self, forKey: .outcome)
            available = try container.decode(Int64.self, forKey: .available)
            let isThere = outcome == "applied" || outcome == "replayed"
            hold = isThere ? try HoldRow(from: decoder).hold : nil
        }
    }

    /// The answer of `credit_settle`.
    struct SettledRow: Decodable {
        let outcome: String
        let settled: CreditHold

        private enum CodingKeys: String, CodingKey { case outcome }

        init(from decoder: any Decoder) throws {
            outcome = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .outcome)
            settled = try HoldRow(from: decoder).hold
        }
    }
}
