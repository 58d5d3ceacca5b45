import Foundation

/// The file a server writes its log to, read without the secrets.
struct ServerLog: Sendable {
    let path: String
    /// Texts that are blacked out wherever they stand.
    let secrets: [String]

    /// The last lines of the last 16 KiB.
    func tail(lines: Int = 15) -> [String] {
        let text = secrets.reduce(end(of: 16 * 1024)) { $0.replacing($1, with: "•••") }
        return text.split(separator: "\n").suffix(lines).map(String.init)
    }

    /// Whether the log has this text by now. Looks at the last 16 KiB.
    func contains(_ text: String) -> Bool {
        end(of: 16 * 1024).contains(text)
    }

    private func end(of size: UInt64) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? file.close() }
        guard let length = try? file.seekToEnd() else { return "" }
        try? file.seek(toOffset: length > size ? length - size : 0)
        return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    }
}
