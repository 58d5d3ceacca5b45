internal import CLibpq

/// Why an attempt to connect failed, read from libpq's text: while connecting there is nothing else to read it from.
struct ConnectReport {
    let message: String

    init(_ connection: OpaquePointer) {
        message = unsafe PQerrorMessage(connection).map { text in unsafe String(cString: text) } ?? ""
    }

    init(message: String) {
        self.message = message
    }

    var error: PostgresError {
        var report = PostgresError.Report(sqlState: sqlState, message: message)
        // The server asked for a password and there is none to give: as good as a wrong one.
        if message.contains("no password supplied") { report.sqlState = "28P01" }
        report.connectFailure =
            if report.sqlState != nil {
                .refused
            } else if message.contains("SSL") || message.contains("certificate") {
                .tls
            } else {
                .unreachable
            }
        return PostgresError(.connectionFailed, report)
    }

    /// Verbose text reads `FATAL:  28P01: password …`: the first five-character code between two colons.
    private var sqlState: String? {
        let text = Array(message.utf8)
        let space = UInt8(ascii: " ")
        let colon = UInt8(ascii: ":")
        for start in text.indices.dropLast(9)
        where text[start] == colon && text[start + 1] == space && text[start + 2] == space && text[start + 8] == colon {
            let code = text[(start + 3)...(start + 7)]
            let isCode = code.allSatisfy {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
            }
            if isCode { return String(decoding: code, as: UTF8.self) }
        }
        return nil
    }
}
