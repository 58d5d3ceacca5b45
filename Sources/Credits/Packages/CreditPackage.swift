package import Domain

/// So many credits for so much money: what can be bought in one go.
package struct CreditPackage: Sendable, Encodable, Equatable {
    /// For programs: `starter`.
    package let id: String
    package let name: String
    package let credits: CreditAmount
    package let price: Money
}
