internal import CLibpq

/// Owns one `PGresult`.
///
/// libpq documents a result as read-only once made and usable from any thread; nothing here changes it, and it is
/// cleared when the last reference goes. That is what makes `@unchecked Sendable` true.
@safe final class ResultHandle: @unchecked Sendable {
    private let raw: OpaquePointer
    let rowCount: Int
    let columnCount: Int

    /// Takes ownership.
    init(owning raw: OpaquePointer) {
        unsafe self.raw = raw
        rowCount = unsafe Int(PQntuples(raw))
        columnCount = unsafe Int(PQnfields(raw))
    }

    deinit {
        unsafe PQclear(raw)
    }

    /// Rows inserted, changed, deleted or selected; 0 for statements that count none.
    var affected: Int {
        guard let text = unsafe PQcmdTuples(raw) else { return 0 }
        return unsafe Int(String(cString: text)) ?? 0
    }

    /// The command tag, such as `COMMIT` or `INSERT 0 1`.
    var tag: String {
        guard let text = unsafe PQcmdStatus(raw) else { return "" }
        return unsafe String(cString: text)
    }

    func name(ofColumn column: Int) -> String {
        guard let name = unsafe PQfname(raw, Int32(column)) else { return "" }
        return unsafe String(cString: name)
    }

    /// Both indexes must be in range; libpq answers an out-of-range one with NULL, never with foreign memory.
    func cell(row: Int, column: Int) -> PostgresCell {
        let row = Int32(truncatingIfNeeded: row)
        let index = Int32(truncatingIfNeeded: column)
        let type = unsafe PQftype(raw, index)
        guard unsafe PQgetisnull(raw, row, index) == 0, let start = unsafe PQgetvalue(raw, row, index) else {
            return unsafe PostgresCell(result: self, columnIndex: column, type: type, bytes: nil)
        }
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(raw, row, index)))
        return unsafe PostgresCell(result: self, columnIndex: column, type: type, bytes: bytes)
    }
}
