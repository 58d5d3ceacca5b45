/// One value of a result in PostgreSQL's binary format, valid while its ``PostgresDecodable`` initialiser runs.
@safe public struct PostgresCell {
    /// The type's object identifier, as the server sent it.
    public let type: UInt32
    /// The column's name.
    public var column: String { result.name(ofColumn: columnIndex) }

    let result: ResultHandle
    let columnIndex: Int
    /// Points into `result`, which this value keeps alive; `nil` for NULL.
    private let start: UnsafeRawPointer?
    private let count: Int

    init(result: ResultHandle, columnIndex: Int, type: UInt32, bytes: UnsafeRawBufferPointer?) {
        self.result = result
        self.columnIndex = columnIndex
        self.type = type
        unsafe start = bytes?.baseAddress
        count = unsafe bytes?.count ?? 0
    }

    /// Whether there is no value.
    public var isNull: Bool { unsafe start == nil }

    /// A copy of the value's bytes.
    /// - Throws: kind `decoding` when the value is NULL.
    public var bytes: [UInt8] {
        get throws(PostgresError) {
            try unsafe withBytes([UInt8].self) { bytes in unsafe [UInt8](bytes) }
        }
    }

    /// Runs `body` on the value's bytes; the buffer must not leave it. `nil` from `body` means "not a `Value`".
    func withBytes<Value>(
        _ type: Value.Type, _ body: (UnsafeRawBufferPointer) throws(PostgresError) -> Value?
    ) throws(PostgresError) -> Value {
        guard let start = unsafe start else { throw mismatch(type) }
        let value = unsafe try body(UnsafeRawBufferPointer(start: start, count: count))
        guard let value else { throw mismatch(type) }
        return value
    }

    /// The value as a big-endian integer of exactly that width.
    func integer<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number.Type) throws(PostgresError) -> Number {
        try unsafe withBytes(number) { bytes in
            guard bytes.count == MemoryLayout<Number>.size else { return nil }
            return unsafe Number(bigEndian: bytes.loadUnaligned(as: Number.self))
        }
    }

    /// The error for a value that is not a `wanted`: names the column and both types, never the value.
    public func mismatch(_ wanted: Any.Type) -> PostgresError {
        let found = isNull ? "NULL" : "type \(type)"
        return .decoding("Column \"\(column)\" holds \(found), which is no \(wanted).", column: column)
    }
}
