extension Int16: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.int2 }
    public var postgresValue: PostgresValue { .integer(self, of: Self.postgresType) }
    public init(postgres cell: PostgresCell) throws(PostgresError) { self = try cell.narrowed(Self.self) }
}

extension Int32: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.int4 }
    public var postgresValue: PostgresValue { .integer(self, of: Self.postgresType) }
    public init(postgres cell: PostgresCell) throws(PostgresError) { self = try cell.narrowed(Self.self) }
}

extension Int64: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.int8 }
    public var postgresValue: PostgresValue { .integer(self, of: Self.postgresType) }
    public init(postgres cell: PostgresCell) throws(PostgresError) { self = try cell.narrowed(Self.self) }
}

/// Sent as `bigint`; read from `smallint`, `integer` and `bigint`.
extension Int: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.int8 }
    public var postgresValue: PostgresValue { .integer(Int64(self), of: Self.postgresType) }
    public init(postgres cell: PostgresCell) throws(PostgresError) { self = try cell.narrowed(Self.self) }
}

extension PostgresValue {
    static func integer(_ number: some FixedWidthInteger & BitwiseCopyable, of oid: UInt32) -> PostgresValue {
        PostgresValue(oid: oid, format: .binary, bytes: bigEndianBytes(number))
    }

    static func bigEndianBytes<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) -> [UInt8] {
        unsafe withUnsafeBytes(of: number.bigEndian) { bytes in unsafe [UInt8](bytes) }
    }
}

extension PostgresCell {
    /// Any of the integer types, if the number fits.
    fileprivate func narrowed<Number: FixedWidthInteger>(_ number: Number.Type) throws(PostgresError) -> Number {
        let value: Number? =
            switch type {
            case PostgresType.int8: Number(exactly: try integer(Int64.self))
            case PostgresType.int4: Number(exactly: try integer(Int32.self))
            case PostgresType.int2: Number(exactly: try integer(Int16.self))
            case PostgresType.oid: Number(exactly: try integer(UInt32.self))
            default: nil
            }
        guard let value else { throw mismatch(number) }
        return value
    }
}
