/// Lets a `Decodable` value read a row: keyed by column name, or the only column as a single value.
struct RowDecoder: Decoder {
    let row: PostgresRow
    let columns: ColumnIndex
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowContainer<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw PostgresError.decoding("A row is not a list.")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        CellDecoder(cell: row.result.cell(row: row.index, column: 0))
    }
}

/// The columns of one row under the names of a type's properties.
struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: RowDecoder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] {
        (0..<decoder.row.result.columnCount).compactMap { Key(stringValue: decoder.row.result.name(ofColumn: $0)) }
    }

    func contains(_ key: Key) -> Bool { decoder.columns.column(for: key.stringValue) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try cell(for: key).isNull }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try CellDecoder(cell: cell(for: key)).decode(type)
    }

    private func cell(for key: Key) throws(PostgresError) -> PostgresCell {
        guard let column = decoder.columns.column(for: key.stringValue) else {
            throw .decoding("There is no column for \"\(key.stringValue)\".", column: key.stringValue)
        }
        return decoder.row.result.cell(row: decoder.row.index, column: column)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw PostgresError.decoding("A column is read as one value; PostgresJSON reads documents.")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw PostgresError.decoding("A column is read as one value; PostgresJSON reads documents.")
    }

    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { CellDecoder(cell: try cell(for: key)) }
}
