package import Domain

/// What a store's own database says of its credits.
package struct CachedCredits: Sendable, Equatable {
    package let balance: CreditAmount
    package let held: CreditAmount
    /// Number of the newest line of the journal that is in it.
    package let seq: Int64
    /// Number of the newest change that is in it.
    package let revision: Int64
}
