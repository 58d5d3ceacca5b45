/// One row; keeps the whole result it came in alive.
public struct PostgresRow: Sendable {
    let result: ResultHandle
    let index: Int

    /// Reads the columns in order, as many as there are types.
    ///
    /// - Throws: kind `decoding` when the number of columns differs or one does not fit its type.
    public func decode<each Column: PostgresDecodable>(
        _ type: (repeat each Column).Type = (repeat each Column).self
    ) throws(PostgresError) -> (repeat each Column) {
        var wanted = 0
        for _ in repeat (each Column).self { wanted += 1 }
        guard wanted == result.columnCount else {
            throw .decoding("\(wanted) columns were expected, \(result.columnCount) returned.")
        }
        var cells = Cells(row: self)
        return (repeat try cells.next((each Column).self))
    }

    /// Reads one column.
    ///
    /// - Throws: kind `decoding` when there is no such column or it does not fit.
    public subscript<Value: PostgresDecodable>(_ column: Int) -> Value {
        get throws(PostgresError) {
            guard 0..<result.columnCount ~= column else { throw .decoding("There is no column \(column).") }
            return try Value(postgres: result.cell(row: index, column: column))
        }
    }

    private struct Cells {
        let row: PostgresRow
        var column = 0

        mutating func next<Value: PostgresDecodable>(_ type: Value.Type) throws(PostgresError) -> Value {
            defer { column += 1 }
            return try Value(postgres: row.result.cell(row: row.index, column: column))
        }
    }
}
