/// Where a page of a store's journal ended.
package struct CreditCursor: Sendable, Equatable {
    /// The last line of the page.
    package let seq: Int64

    /// - Parameter seq: 1 or more.
    package init(seq: Int64) { self.seq = seq }
}
