/// Finds columns by the names of properties: exactly, or without regard to case and underscores, so that `store_id`
/// answers to `storeID` and `storeId`. Made once per result and reused for all its rows.
final class ColumnIndex {
    private var found: [String: Int?] = [:]
    private let columns: [String: Int]

    init(_ result: ResultHandle) {
        var columns: [String: Int] = [:]
        for column in (0..<result.columnCount).reversed() {  // the first of two equal names wins
            let name = result.name(ofColumn: column)
            columns[Self.folded(name)] = column
            found[name] = column
        }
        self.columns = columns
    }

    func column(for property: String) -> Int? {
        if let known = found[property] { return known }
        let column = columns[Self.folded(property)]
        found[property] = .some(column)
        return column
    }

    private static func folded(_ name: String) -> String {
        String(name.lowercased().filter { $0 != "_" })
    }
}
