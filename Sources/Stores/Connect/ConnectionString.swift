package import Domain
import Foundation
package import Tenancy

/// Reads the connection strings that people paste.
///
/// `postgres://user:password@host[:port]/database[?sslmode=…&application_name=…]`. The password may hold any
/// character, percent-encoded or not, as long as a lone `%` is written `%25`: the last `@` ends it.
package enum ConnectionString {
    /// - Throws: ``InvalidInput`` on field `connectionString`, saying what to do and never repeating the string.
    package static func parse(
        _ text: String, field: String = "connectionString", passwordIsOptional: Bool
    ) throws(InvalidInput) -> DatabaseAddress {
        do throws(Problem) {
            var address = try read(text)
            if address.password?.isEmpty == true { address.password = nil }
            guard passwordIsOptional || address.password != nil else { throw Problem.noPassword }
            return address
        } catch {
            throw InvalidInput(field, error)
        }
    }

    private static func read(_ text: String) throws(Problem) -> DatabaseAddress {
        guard text.utf8.count <= 4_096 else { throw .tooLong }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else { throw .controlCharacter }
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        guard let scheme = ["postgres://", "postgresql://"].first(where: { trimmed.lowercased().hasPrefix($0) }) else {
            throw trimmed.contains("://") ? .scheme : .notAURL
        }
        let rest = trimmed.dropFirst(scheme.count)
        guard let at = rest.lastIndex(of: "@") else { throw .noUser }
        let (user, password) = try credentials(rest[..<at])
        guard password.map(isPlaceholder) != true else { throw .placeholder }
        let place = rest[rest.index(after: at)...]
        let path = place.firstIndex { $0 == "/" || $0 == "?" } ?? place.endIndex
        let query = place[path...].firstIndex(of: "?") ?? place.endIndex
        if path == place.startIndex, place[query...].lowercased().contains("host=/") { throw .unixSocket }
        let (host, port) = try hostAndPort(place[..<path])
        let name = try decode(place[path..<query].drop { $0 == "/" }, .database)
        guard !name.isEmpty else { throw .noDatabase }
        guard name.utf8.count <= 63, !name.contains("/") else { throw .database }
        var address = DatabaseAddress(host: host, port: port, user: user, password: password, database: name)
        try apply(place[query...].dropFirst(), to: &address)
        return address
    }

    private static func credentials(_ text: Substring) throws(Problem) -> (String, String?) {
        let colon = text.firstIndex(of: ":")
        let user = try decode(text[..<(colon ?? text.endIndex)], .user)
        guard !user.isEmpty, user.utf8.count <= 128 else { throw .noUser }
        guard let colon else { return (user, nil) }
        return (user, try decode(text[text.index(after: colon)...], .password))
    }

    private static func hostAndPort(_ text: Substring) throws(Problem) -> (String, Int) {
        guard !text.contains(",") else { throw .severalHosts }
        guard !text.isEmpty else { throw .noHost }
        guard !text.hasPrefix("%2F"), !text.hasPrefix("%2f") else { throw .unixSocket }
        var host = text[...]
        var port: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            guard NetworkAddress(String(host))?.bytes.count == 16 else { throw .host }
            let tail = text[text.index(after: end)...]
            guard tail.isEmpty || tail.hasPrefix(":") else { throw .host }
            port = tail.isEmpty ? nil : tail.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            guard !host.contains(":") else { throw .host }
            port = text[text.index(after: colon)...]
        }
        let name = host.lowercased()
        let allowed = name.utf8.allSatisfy { byte in
            byte >= 0x80 || "abcdefghijklmnopqrstuvwxyz0123456789-._:".utf8.contains(byte)
        }
        guard allowed, !name.isEmpty, name.utf8.count <= 253 else { throw .host }
        guard let port, !port.isEmpty else { return (name, 5432) }
        guard let number = Int(port), port.allSatisfy(\.isNumber), 1...65_535 ~= number else { throw .port }
        return (name, number)
    }

    private static func apply(_ query: Substring, to address: inout DatabaseAddress) throws(Problem) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try decode(parts[0], .parameter("")).lowercased()
            let value = try decode(parts.count > 1 ? parts[1] : "", .parameter(name))
            switch name {
            case "sslmode":
                guard let mode = DatabaseAddress.TLS(rawValue: value == "allow" ? "prefer" : value) else { throw .tls }
                address.tls = mode
            case "application_name": address.applicationName = String(value.prefix(63))
            case "connect_timeout", "channel_binding", "gssencmode", "pgbouncer", "target_session_attrs":
                continue  // harmless, and the platform has its own rules for them
            case "host", "hostaddr", "port", "user", "password", "dbname", "service": throw .override(name)
            default: throw .parameter(name)
            }
        }
    }

    private static func decode(_ text: Substring, _ problem: Problem) throws(Problem) -> String {
        guard let decoded = String(text).removingPercentEncoding else {
            if case .password = problem { throw .percent }
            throw problem
        }
        guard !decoded.contains("\0") else { throw .controlCharacter }
        return decoded
    }

    /// What providers' consoles put where the password belongs: `[YOUR-PASSWORD]`, `<password>`, `${DB_PASSWORD}`.
    private static func isPlaceholder(_ password: String) -> Bool {
        let words = password.lowercased().split { !$0.isLetter }
        let isBracketed = [("[", "]"), ("<", ">"), ("{", "}")].contains { opening, closing in
            password.drop { $0 == "$" }.hasPrefix(opening) && password.hasSuffix(closing)
        }
        guard words.contains("password"), words.allSatisfy(placeholderWords.contains) else { return false }
        return isBracketed || words.first == "your"
    }

    private static let placeholderWords: Set<Substring> = [
        "your", "my", "the", "db", "database", "postgres", "user", "password", "here",
    ]
}
