import Crypto
import Domain
import Foundation
import Jobs

extension CreditEntry {
    /// The line of a paid purchase.
    static func credit(_ purchase: Purchase, by job: Job.ID, for buyer: Account.ID) -> CreditEntry {
        CreditEntry(
            id: purchase.id, kind: .purchase, amount: purchase.amount, key: "purchase:\(purchase.id.canonical)",
            fingerprint: sha256("purchase \(purchase.id.canonical) \(purchase.amount)"), job: job.rawValue,
            description: purchase.description, actor: buyer)
    }

    /// The line by which so much of a purchase is taken back, `total` with what was before.
    static func takingBack(_ units: Int64, upTo total: CreditAmount, of purchase: Purchase) -> CreditEntry {
        let key = "refund:\(purchase.id.canonical):\(total)"
        return CreditEntry(
            id: .version7(), kind: .reversal, amount: CreditAmount(units: -units), key: key,
            fingerprint: sha256(key), reverses: purchase.id, description: "Payment given back: \(purchase.description)")
    }

    private static func sha256(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }
}

extension Purchase {
    /// The credits that go with a part of the price that was given back; all of them with all of it.
    func credits(returned minor: Int64) -> CreditAmount {
        guard minor < price.amountMinor else { return amount }
        let (high, low) = amount.units.multipliedFullWidth(by: max(0, minor))
        return CreditAmount(units: price.amountMinor.dividingFullWidth((high, low)).quotient)
    }
}
