import Credits
import Domain

/// What an operator sends to correct a balance.
struct AdjustmentRequest: RequestFields {
    let adjustment: CreditAdjustment

    /// Reads `storeId`, `amount` and `reason`.
    init(from fields: inout FieldReader) throws {
        let store = fields.text("storeId").flatMap { Store.ID($0) }
        if store == nil, fields.has("storeId") { fields.note("storeId", "This is the id of a store.") }
        let amount = fields.required("amount", CreditAmount.init(parsing:))
        if amount == .zero { fields.note("amount", "It is not zero.") }
        let reason = fields.line("reason", upTo: 400)
        if !fields.has("reason") { fields.note("reason", "This is needed.") }
        guard let store, let amount, let reason, fields.isSound else { throw fields.failure }
        adjustment = CreditAdjustment(store: store, amount: amount, reason: reason)
    }
}
