import Domain

extension RequestRecord {
    /// The record as a line of `COPY … FROM STDIN` in text format, its columns in the order of
    /// ``RequestLogQueries/append(_:on:)``.
    ///
    /// Always a line that the table takes: texts are cut to what fits, and numbers are moved into their range.
    var copyLine: String {
        let microseconds = max(0, Int64(duration / .microseconds(1)))
        let columns = [
            at.description, Self.escaped(requestID, upTo: 200), user?.description ?? #"\N"#,
            store?.description ?? #"\N"#, Self.escaped(method, upTo: 20), Self.escaped(route, upTo: 200),
            String(min(max(status, 100), 599)), String(microseconds), String(min(max(weight, 1), Int(Int32.max))),
        ]
        return columns.joined(separator: "\t") + "\n"
    }

    /// What separates columns and lines in that format, and the backslash itself, are written with a backslash; NUL,
    /// which PostgreSQL takes in no text, is left out.
    private static func escaped(_ text: String, upTo limit: Int) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar {
            case "\0": continue
            case "\\": escaped.append(contentsOf: #"\\"#.unicodeScalars)
            case "\t": escaped.append(contentsOf: #"\t"#.unicodeScalars)
            case "\n": escaped.append(contentsOf: #"\n"#.unicodeScalars)
            case "\r": escaped.append(contentsOf: #"\r"#.unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
