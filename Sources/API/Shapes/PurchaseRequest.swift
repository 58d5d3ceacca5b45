import Credits
import Domain

/// What somebody sends to buy credits.
struct PurchaseRequest: RequestFields {
    let order: PurchaseOrder

    /// Reads `packageId` or `amount`, and `paymentMethod`.
    init(from fields: inout FieldReader) throws {
        let package = fields.optionalText("packageId")
        let amount = fields.optional("amount", CreditAmount.init(parsing:))
        if fields.has("packageId") == fields.has("amount") {
            fields.note("packageId", "Either this or amount is needed.")
        }
        if let amount, !PurchaseOrder.amounts.contains(amount) {
            let limits = PurchaseOrder.amounts
            fields.note("amount", "This is from \(limits.lowerBound) to \(limits.upperBound).")
        }
        let method = fields.text("paymentMethod").flatMap { PaymentMethod(rawValue: $0) }
        if method == nil, fields.has("paymentMethod") { fields.note("paymentMethod", "This is manual or stripe.") }
        let item = package.map { PurchaseOrder.Item.package($0) } ?? amount.map { .amount($0) }
        guard let item, let method, fields.isSound else { throw fields.failure }
        order = PurchaseOrder(item, method: method)
    }
}
