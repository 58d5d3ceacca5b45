public import Foundation

extension UUID: PostgresCodable {
    public static var postgresType: UInt32 { PostgresType.uuid }

    public var postgresValue: PostgresValue {
        let bytes = unsafe withUnsafeBytes(of: uuid) { bytes in unsafe [UInt8](bytes) }
        return PostgresValue(oid: Self.postgresType, format: .binary, bytes: bytes)
    }

    public init(postgres cell: PostgresCell) throws(PostgresError) {
        guard cell.type == PostgresType.uuid else { throw cell.mismatch(Self.self) }
        self = try unsafe cell.withBytes(UUID.self) { bytes in
            guard bytes.count == 16 else { return nil }
            return unsafe UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
        }
    }
}

extension PostgresCell {
    /// A `uuid` as PostgreSQL writes it: lower case, with hyphens.
    func uuidText(_ type: String.Type) throws(PostgresError) -> String {
        try UUID(postgres: self).uuidString.lowercased()
    }
}
