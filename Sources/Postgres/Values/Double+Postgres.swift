/// Sent as `double precision`; read from that and `real`.
extension Double: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.float8 }
    public var postgresValue: PostgresValue { .integer(bitPattern, of: Self.postgresType) }

    public init(postgres cell: PostgresCell) throws(PostgresError) {
        switch cell.type {
        case PostgresType.float8: self = Double(bitPattern: try cell.integer(UInt64.self))
        case PostgresType.float4: self = Double(Float(bitPattern: try cell.integer(UInt32.self)))
        default: throw cell.mismatch(Self.self)
        }
    }
}
