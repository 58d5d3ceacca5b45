import Domain
import Foundation

/// An entry as `credit_apply` reads it.
struct CreditItem: Codable, Sendable {
    let id: UUID
    let type: CreditTransaction.Kind
    let amount: Int64
    let key: String
    let fingerprint: String
    let job: UUID?
    let reverses: UUID?
    let description: String?
    let reference: String?
    let actor: UUID?
    let service: String?
    let quantity: Int64?
    let expires: Timestamp?

    init(_ entry: CreditEntry) {
        id = entry.id
        type = entry.kind
        amount = entry.amount.units
        key = entry.key
        fingerprint = entry.fingerprint.hexadecimal
        job = entry.job
        reverses = entry.reverses
        description = entry.description
        reference = entry.reference
        actor = entry.actor?.rawValue
        service = entry.use?.serviceKey
        quantity = entry.use?.quantity
        expires = entry.expiresAt
    }
}
