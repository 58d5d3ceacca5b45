import Foundation

extension ServerHome {
    /// The server's password: 192 random bits in hexadecimal, made at the first call, kept in `password` for us alone.
    func password(dataExist: Bool) throws(LocalServerError) -> String {
        let file = "\(path)/password"
        if let kept = try? String(contentsOfFile: file, encoding: .utf8), !kept.isEmpty { return kept }
        if dataExist { throw .passwordMissing(path: file) }
        var random = SystemRandomNumberGenerator()
        let password = (0..<3).map { _ in Self.hexadecimal(random.next()) }.joined()
        try write(password, to: file)
        return password
    }

    /// The port of the last start if it is still free, else another; remembered either way.
    func port() throws(LocalServerError) -> Int {
        let file = "\(path)/port"
        let kept = (try? String(contentsOfFile: file, encoding: .utf8)).flatMap { Int($0) }
        if let kept, LoopbackPort.isFree(kept) { return kept }
        let port = try LoopbackPort.unused()
        try write("\(port)", to: file)
        return port
    }

    /// Replaces a file by one only we can read (or only the server's account, with `forServer`). Whole or not at all.
    func write(_ text: String, to file: String, forServer: Bool = false) throws(LocalServerError) {
        let draft = file + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(draft) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else { throw .unusable(draft) }
        if forServer { try give(draft) }
        guard rename(draft, file) == 0 else { throw .unusable(file) }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
