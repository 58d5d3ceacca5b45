extension CreditAmount: Comparable {
    /// Orders by value.
    package static func < (left: Self, right: Self) -> Bool { left.units < right.units }
}

extension CreditAmount {
    /// A sum past what 64 bits of ten-thousandths can hold (about 922 million million credits).
    package struct Overflow: InputError, Equatable {
        /// Nothing to say but that it happened.
        package init() {}

        /// A sentence for whoever asked for the sum.
        package var message: String { "The amount is too large." }
    }

    /// The sum of both.
    package func adding(_ other: Self) throws(Overflow) -> Self {
        try Self.exact(units.addingReportingOverflow(other.units))
    }

    /// What is left after taking the other away; may be negative.
    package func subtracting(_ other: Self) throws(Overflow) -> Self {
        try Self.exact(units.subtractingReportingOverflow(other.units))
    }

    /// This many times the amount, as for a price and a quantity.
    package func multiplied(by count: Int64) throws(Overflow) -> Self {
        try Self.exact(units.multipliedReportingOverflow(by: count))
    }

    /// The same amount the other way round.
    package func negated() throws(Overflow) -> Self {
        try Self.zero.subtracting(self)
    }

    private static func exact(_ result: (partialValue: Int64, overflow: Bool)) throws(Overflow) -> Self {
        guard !result.overflow else { throw Overflow() }
        return Self(units: result.partialValue)
    }
}
