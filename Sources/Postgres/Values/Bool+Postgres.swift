extension Bool: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.bool }

    public var postgresValue: PostgresValue {
        PostgresValue(oid: Self.postgresType, format: .binary, bytes: [self ? 1 : 0])
    }

    public init(postgres cell: PostgresCell) throws(PostgresError) {
        guard cell.type == PostgresType.bool else { throw cell.mismatch(Self.self) }
        self = try cell.integer(UInt8.self) != 0
    }
}
