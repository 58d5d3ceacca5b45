package import HTTPTypes
package import Secrets

/// A cookie of exactly one host, out of reach for scripts and for sibling hosts.
///
/// The prefix `__Host-` makes browsers take it only over TLS, for `/`, from the host itself (RFC 6265bis §4.1.3.2), so
/// that no store can plant one for another. `SameSite=Strict` keeps it off requests that other sites cause.
package struct HostCookie: Hashable, Sendable {
    /// The name, prefix included.
    package let name: String

    /// Holds the refresh token of a browser's session.
    package static let refresh = HostCookie(name: "__Host-tenantry_refresh")
    /// Holds the device cookie of the account that logged in last on this browser.
    package static let device = HostCookie(name: "__Host-tenantry_device")

    /// The value a browser sent.
    ///
    /// - Returns: `nil` when there is none, and also when there are two or it is not 1 to 4,096 plain characters:
    ///   somebody planted one, and which one is ours nobody can say.
    package func value(in headers: HTTPFields) -> Redacted<String>? {
        let values = headers[values: .cookie]
            .flatMap { $0.split(separator: ";") }
            .map { pair in pair.drop { $0 == " " || $0 == "\t" } }
            .filter { $0.hasPrefix(name + "=") }
            .map { $0.dropFirst(name.count + 1) }
        guard values.count == 1, 1...4_096 ~= values[0].utf8.count, values[0].utf8.allSatisfy(Self.isPlain)
        else { return nil }
        return Redacted(String(values[0]))
    }

    /// A `Set-Cookie` field that makes a browser keep a value.
    ///
    /// - Parameters:
    ///   - value: 1 to 4,096 letters, digits, and `-._~`; anything else stops the process.
    ///   - age: for how long, in whole seconds.
    package func setting(_ value: Redacted<String>, for age: Duration) -> HTTPField {
        let isPlain = 1...4_096 ~= value.exposed.utf8.count && value.exposed.utf8.allSatisfy(Self.isPlain)
        precondition(isPlain, "tokens are plain text")
        return field(value.exposed, seconds: max(0, age.components.seconds))
    }

    /// A `Set-Cookie` field that makes a browser forget the value.
    package var clearing: HTTPField { field("", seconds: 0) }

    private func field(_ value: String, seconds: Int64) -> HTTPField {
        var field = HTTPField(
            name: .setCookie,
            value: "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=\(seconds)")
        field.indexingStrategy = .disallow
        return field
    }

    /// RFC 3986's unreserved characters: what our tokens are made of, and what needs no quotes anywhere.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
