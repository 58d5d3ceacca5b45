import Credits
import Domain

/// What an operator sends to give credits.
struct GrantRequest: RequestFields {
    let grant: CreditGrant

    /// Reads `storeId`, `amount`, `reason` and `expiresAt`.
    init(from fields: inout FieldReader) throws {
        let store = fields.text("storeId").flatMap { Store.ID($0) }
        if store == nil, fields.has("storeId") { fields.note("storeId", "This is the id of a store.") }
        let amount = fields.required("amount", CreditAmount.init(parsing:))
        if let amount, amount <= .zero { fields.note("amount", "It is more than zero.") }
        let reason = fields.line("reason", upTo: 400)
        if !fields.has("reason") { fields.note("reason", "This is needed.") }
        let expiry = fields.optionalText("expiresAt").map { Timestamp($0) }
        if let expiry, expiry.map({ $0 <= .now }) ?? true {
            fields.note("expiresAt", "This is a time in the future, like 2027-03-01T08:00:00.000Z.")
        }
        guard let store, let amount, let reason, fields.isSound else { throw fields.failure }
        grant = CreditGrant(store: store, amount: amount, reason: reason, expiresAt: expiry ?? nil)
    }
}
