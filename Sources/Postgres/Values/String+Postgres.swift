/// Sent as text whose type the server infers, so it fits `uuid`, `jsonb`, `numeric`, enum and `inet` places as well.
///
/// Read from the character types, `json`, `jsonb`, `uuid`, enum labels and, for types made by an extension or
/// `CREATE TYPE`, anything that is UTF-8. Numbers and booleans are not strings.
extension String: PostgresCodable {
    public var postgresValue: PostgresValue { PostgresValue(text: self) }

    public init(postgres cell: PostgresCell) throws(PostgresError) {
        switch cell.type {
        case PostgresType.uuid:
            self = try cell.uuidText(String.self)
        case PostgresType.jsonb:
            self = try unsafe cell.withBytes(String.self) { bytes in
                guard unsafe bytes.first == 1 else { return nil }
                return unsafe String(validating: bytes.dropFirst(), as: UTF8.self)
            }
        case PostgresType.text, PostgresType.varchar, PostgresType.name, PostgresType.bpchar, PostgresType.unknown,
            PostgresType.json, PostgresType.xml, PostgresType.firstUserDefined...:
            self = try unsafe cell.withBytes(String.self) { bytes in
                unsafe String(validating: bytes, as: UTF8.self)
            }
        default:
            throw cell.mismatch(String.self)
        }
    }
}
