/// Lets a `Decodable` value read one column.
///
/// What is ``PostgresDecodable`` is read as such; anything else, such as an enum over `String`, asks for the single
/// value it is made of.
struct CellDecoder: Decoder, SingleValueDecodingContainer {
    let cell: PostgresCell
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw PostgresError.decoding("Column \"\(cell.column)\" is one value; PostgresJSON reads documents.")
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw PostgresError.decoding("Column \"\(cell.column)\" is one value; PostgresJSON reads documents.")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { cell.isNull }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard let known = type as? any PostgresDecodable.Type else { return try Value(from: self) }
        guard let value = try known.init(postgres: cell) as? Value else { throw cell.mismatch(type) }
        return value
    }
}
