package import Foundation
import Domain
import Jobs

/// The job that sees a purchase through: makes sure of the payment, and credits it. Everything about it stands in rows.
package struct PurchaseCredits: JobPayload {
    package static let kind = "purchase-credits"

    package let purchaseID: UUID

    package init(purchaseID: UUID) { self.purchaseID = purchaseID }

    /// One such job per purchase is wanted at a time.
    static func uniqueKey(_ purchase: UUID) -> String { "purchase:\(purchase.canonical)" }
}
