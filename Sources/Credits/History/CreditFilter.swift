package import Domain

/// Which of a store's transactions somebody wants to see; all that are `nil` are no condition.
package struct CreditFilter: Sendable, Equatable {
    package var kind: CreditTransaction.Kind?
    package var status: CreditTransaction.Status?
    /// Those of this moment and later.
    package var from: Timestamp?
    /// Those before this moment.
    package var to: Timestamp?

    package init(
        kind: CreditTransaction.Kind? = nil, status: CreditTransaction.Status? = nil, from: Timestamp? = nil,
        to: Timestamp? = nil
    ) {
        self.kind = kind
        self.status = status
        self.from = from
        self.to = to
    }
}
