package import Foundation

/// Where a page of a store's transactions ended.
package struct CreditCursor: Sendable, Equatable {
    /// The journal's line that ended it, or the one after which the purchase that ended it was asked for.
    package let seq: Int64
    /// The purchase without a line that ended it; `nil` when it was a line.
    package let purchase: UUID?

    /// - Parameter seq: 0 or more; 1 or more without a purchase.
    package init(seq: Int64, purchase: UUID? = nil) {
        self.seq = seq
        self.purchase = purchase
    }
}
