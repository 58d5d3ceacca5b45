package import Domain

/// The frame of a store's statement: which lines of the journal are in it, and what they lead from and to.
///
/// Decided once: lines that are written while it is sent are not in it.
package struct CreditStatement: Sendable, Equatable {
    package let store: Store.ID
    /// The beginning of the time it is about.
    package let from: Timestamp
    /// The moment before which it ends.
    package let to: Timestamp
    /// The balance before its first line.
    package let opening: CreditAmount
    /// The balance after its last line; the same as `opening` when there is none.
    package let closing: CreditAmount
    /// Number of the line before its first; 0 for none.
    package let seqBefore: Int64
    /// Number of its last line; the same as `seqBefore` when there is none.
    package let lastSeq: Int64

    /// How many lines it has.
    package var count: Int64 { lastSeq - seqBefore }
}
