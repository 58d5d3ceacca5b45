extension PostgresRow {
    /// Reads the row as a `Decodable` value: each property from the column of its name, exactly or as snake case
    /// (`storeID` from `store_id`), or the only column as a single value.
    ///
    /// - Throws: kind `decoding`, naming the column and the types.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws(PostgresError) -> Value {
        try decode(type, with: ColumnIndex(result))
    }

    func decode<Value: Decodable>(_ type: Value.Type, with columns: ColumnIndex) throws(PostgresError) -> Value {
        do {
            let decoder = RowDecoder(row: self, columns: columns)
            guard type is any PostgresDecodable.Type else { return try Value(from: decoder) }
            guard result.columnCount == 1 else { throw PostgresError.decoding("One column was expected.") }
            return try CellDecoder(cell: result.cell(row: index, column: 0)).decode(type)
        } catch let error as PostgresError {
            throw error
        } catch {
            throw .decoding("A row is no \(type).")
        }
    }
}
