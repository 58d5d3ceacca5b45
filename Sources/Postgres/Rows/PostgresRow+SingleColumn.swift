extension PostgresRow {
    /// Reads the only column.
    ///
    /// - Throws: kind `decoding` when there are more, or it does not fit.
    public func decode<Value: PostgresDecodable>(_ type: Value.Type) throws(PostgresError) -> Value {
        guard result.columnCount == 1 else {
            throw .decoding("One column was expected, \(result.columnCount) returned.")
        }
        return try Value(postgres: result.cell(row: index, column: 0))
    }
}
