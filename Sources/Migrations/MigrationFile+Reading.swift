extension MigrationFile {
    /// Checks and takes in one file.
    ///
    /// - Parameters:
    ///   - fileName: `NNNN_name.sql`; the name is ASCII letters, digits, `_` and `-`.
    ///   - bytes: its content in UTF-8, with or without a byte order mark, with LF or CRLF.
    /// - Throws: ``MigrationDirectoryError``: `misnamed`, `notText`, or `refused` with all that is wrong in it.
    public init(fileName: String, bytes: [UInt8]) throws(MigrationDirectoryError) {
        guard let (version, name) = Self.parse(fileName) else { throw .misnamed(file: fileName) }
        guard !bytes.contains(0) else { throw .notText(file: fileName, reason: "holds a NUL byte") }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: Self.withoutCarriageReturns(content), as: UTF8.self) else {
            throw .notText(file: fileName, reason: "is not UTF-8")
        }
        let statements = SQLStatementSplitter.split(text)
        let findings = MigrationLint.findings(in: statements, file: fileName)
        guard findings.isEmpty else { throw .refused(findings) }
        let exception = statements.first(where: \.needsNoTransaction)
        self.init(
            version: version, name: name, text: text, checksum: MigrationChecksum(of: text),
            kind: exception.map { .nonTransactional(line: $0.line, statement: $0.head) } ?? .transactional,
            statements: statements)
    }

    /// `NNNN_name.sql` taken apart; `nil` for anything else.
    private static func parse(_ fileName: String) -> (version: String, name: String)? {
        guard fileName.hasSuffix(".sql") else { return nil }
        let parts = fileName.dropLast(4).split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[0].utf8.allSatisfy(\.isASCIIDigit), !parts[1].isEmpty,
            parts[1].utf8.allSatisfy({ $0 < 0x80 && ($0.isSQLNameStart || $0.isASCIIDigit || $0 == .dash) })
        else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    /// A carriage return alone stays: it is the author's.
    private static func withoutCarriageReturns(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == .newline, result.last == UInt8(ascii: "\r") { result.removeLast() }
            result.append(byte)
        }
        return result
    }
}
