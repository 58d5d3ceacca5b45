/// Columns as wide as what stands in them, two spaces apart; the last one is never padded.
struct TextTable {
    let rows: [[String]]

    init(_ heading: [String], _ rows: [[String]]) {
        self.rows = [heading] + rows
    }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return cells.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// Seconds as `0.4s`, `12s`, `3m20s`, `5h07m`, `9d04h`.
    static func duration(_ seconds: Double) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let whole = Int(max(0, seconds))
        return switch whole {
        case ..<10: "\(Double(Int(max(0, seconds) * 10)) / 10)s"
        case ..<60: "\(whole)s"
        case ..<3_600: "\(whole / 60)m\(two(whole % 60))s"
        case ..<86_400: "\(whole / 3_600)h\(two(whole % 3_600 / 60))m"
        default: "\(whole / 86_400)d\(two(whole % 86_400 / 3_600))h"
        }
    }
}
