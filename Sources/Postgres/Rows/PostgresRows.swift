/// The rows a statement returned, all of them, in memory.
public struct PostgresRows: RandomAccessCollection, Sendable {
    let result: ResultHandle

    /// Rows inserted, changed, deleted or selected; 0 for statements that count none.
    public var affected: Int { result.affected }

    /// The columns' names in order.
    public var columns: [String] { (0..<result.columnCount).map(result.name(ofColumn:)) }

    public var startIndex: Int { 0 }
    public var endIndex: Int { result.rowCount }

    public subscript(position: Int) -> PostgresRow {
        precondition(indices.contains(position), "row \(position) of \(count)")
        return PostgresRow(result: result, index: position)
    }
}
