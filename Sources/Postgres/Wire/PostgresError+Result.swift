internal import CLibpq

extension PostgresError {
    /// Reads an error the server sent.
    init(result: OpaquePointer, completedStatements: Int? = nil) {
        func field(_ code: Int32) -> String? {
            unsafe PQresultErrorField(result, code).map { text in unsafe String(cString: text) }
        }
        let severity = field(DiagnosticField.severity)
        let isFinal = severity == "FATAL" || severity == "PANIC"
        let sqlState = field(DiagnosticField.sqlState)
        self.init(
            isFinal || sqlState == nil ? .connectionLost : .server,
            Report(
                sqlState: sqlState,
                message: field(DiagnosticField.message)
                    ?? (unsafe PQresultErrorMessage(result).map { text in unsafe String(cString: text) }),
                detail: field(DiagnosticField.detail), hint: field(DiagnosticField.hint),
                constraint: field(DiagnosticField.constraint), table: field(DiagnosticField.table),
                column: field(DiagnosticField.column), position: field(DiagnosticField.position).flatMap { Int($0) },
                completedStatements: completedStatements))
    }
}

/// The fields of an error or notice: libpq's `PG_DIAG_…`, which are macros over characters and do not come across.
enum DiagnosticField {
    static let severity = code("V")
    static let sqlState = code("C")
    static let message = code("M")
    static let detail = code("D")
    static let hint = code("H")
    static let position = code("P")
    static let table = code("t")
    static let column = code("c")
    static let constraint = code("n")

    private static func code(_ letter: Unicode.Scalar) -> Int32 { Int32(letter.value) }
}
