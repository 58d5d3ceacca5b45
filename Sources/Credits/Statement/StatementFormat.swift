import Domain

/// How a statement is written down: one record a line, the opening first, the closing last.
package enum StatementFormat: String, Sendable, CaseIterable {
    /// Comma-separated values (RFC 4180) with a row of names; in UTF-8, lines ended by CR LF.
    case csv
    /// A JSON object in each line.
    case jsonl

    /// The media type of a file in it.
    package var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .jsonl: "application/x-ndjson"
        }
    }
}

/// One record of a statement.
struct StatementRecord: Encodable {
    enum Kind: String, Encodable { case opening, line, closing }

    var record: Kind
    /// Of the line; of the last one in the closing.
    var seq: Int64?
    var id: String?
    var type: CreditTransaction.Kind?
    var amount: CreditAmount?
    /// With the line; before the first in the opening, after the last in the closing.
    var balance: CreditAmount
    var description: String?
    var referenceId: String?
    /// Of the line; the ends of the statement's time in the opening and the closing.
    var at: Timestamp
    /// How many lines there are; in the closing only.
    var count: Int64?
    /// Over every byte before the closing; in the closing only.
    var sha256: String?

    static let names = "record,seq,id,type,amount,balance,description,referenceId,at,count,sha256"

    /// The fields as a row, in the order of ``names``.
    var row: String {
        let fields = [
            record.rawValue, seq.map(String.init), id, type?.rawValue, amount?.description, balance.description,
            description.map(Self.harmless), referenceId.map(Self.harmless), at.description, count.map(String.init),
            sha256,
        ]
        return fields.map { $0.map(Self.quoted) ?? "" }.joined(separator: ",")
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Text that a spreadsheet does not take for a formula: an apostrophe goes before one that would be.
    private static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return text }
        return "'" + text
    }
}
