public import Foundation

/// The place a sealed value belongs to. A ciphertext opens nowhere else.
///
/// Moved to another row, column or table, or put back after its row has moved on to a newer version, it fails to open
/// like any forgery.
public struct SealingContext: Hashable, Sendable {
    /// The table that holds the ciphertext, at most 65,535 bytes of UTF-8.
    public var table: String
    /// The column that holds the ciphertext, at most 65,535 bytes of UTF-8.
    public var column: String
    /// Whose row it is: the store, or the row's own id where no store is concerned.
    public var owner: UUID
    /// Counts the values this place has had; a new secret takes the next number.
    public var version: UInt32

    /// One version of one column of one row.
    public init(table: String, column: String, owner: UUID, version: UInt32) {
        self.table = table
        self.column = column
        self.owner = owner
        self.version = version
    }

    /// What is authenticated with the ciphertext: `cpaad1`, then table, column and owner, each behind its length in two
    /// bytes, then the version in four; numbers most significant byte first.
    var authenticatedBytes: [UInt8] {
        let owner = withUnsafeBytes(of: self.owner.uuid) { Array($0) }
        var bytes = Array("cpaad1".utf8)
        for part in [Array(table.utf8), Array(column.utf8), owner] {
            precondition(part.count <= UInt16.max, "table and column are names out of our own source")
            bytes += [UInt8(part.count >> 8), UInt8(part.count & 0xFF)] + part
        }
        return bytes + (0..<4).map { UInt8(truncatingIfNeeded: version >> (24 - 8 * $0)) }
    }
}
