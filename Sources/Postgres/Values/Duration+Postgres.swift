/// Sent as `interval`, in microseconds without days or months; finer parts are cut off.
extension Duration: PostgresEncodable {
    public static var postgresType: UInt32 { PostgresType.interval }

    public var postgresValue: PostgresValue {
        let (seconds, attoseconds) = components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let bytes = PostgresValue.bigEndianBytes(microseconds) + [UInt8](repeating: 0, count: 8)  // no days, no months
        return PostgresValue(oid: Self.postgresType, format: .binary, bytes: bytes)
    }
}
