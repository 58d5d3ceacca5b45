public import Foundation

/// `bytea`.
extension Data: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.bytea }

    public var postgresValue: PostgresValue {
        PostgresValue(oid: Self.postgresType, format: .binary, bytes: [UInt8](self))
    }

    public init(postgres cell: PostgresCell) throws(PostgresError) {
        guard cell.type == PostgresType.bytea else { throw cell.mismatch(Self.self) }
        self = try unsafe cell.withBytes(Data.self) { bytes in unsafe Data(bytes) }
    }
}
