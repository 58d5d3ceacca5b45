package import Domain

/// What somebody wants to buy, and how they pay. What it costs is not theirs to say.
package struct PurchaseOrder: Sendable, Equatable {
    /// How many credits one purchase outside packages may be of.
    package static let amounts = CreditAmount(units: 10_000)...CreditAmount(units: 10_000_000_000)

    /// What is bought.
    package enum Item: Sendable, Equatable {
        /// One of ``CreditShop/packages()``.
        case package(String)
        /// Within ``PurchaseOrder/amounts``, at the price of a single credit.
        case amount(CreditAmount)
    }

    package let item: Item
    package let method: PaymentMethod

    package init(_ item: Item, method: PaymentMethod) {
        self.item = item
        self.method = method
    }
}

/// How a purchase is paid. The raw values are those of the API and of `billing_transactions.provider`.
package enum PaymentMethod: String, Sendable, CaseIterable, Codable {
    /// Somebody who may say so has said that it is paid.
    case manual
    case stripe
}
