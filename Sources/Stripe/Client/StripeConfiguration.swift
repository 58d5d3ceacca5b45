import Foundation

/// How one client reaches Stripe.
package struct StripeConfiguration: Sendable {
    /// The version of the API that this module is written against, sent with every call.
    package static let apiVersion = "2026-10-28.endive"

    let key: StripeAPIKey
    /// Without a slash at its end.
    let baseURL: String
    /// How long a connection may take to stand.
    package var connectTimeout: Duration = .seconds(5)
    /// How long one call may take in all, its retries and their pauses included.
    package var callTimeout: Duration = .seconds(15)
    /// How often a call is repeated, 0 to 2.
    package var retries = 2
    /// The pause before the first repetition; it doubles with each, and a random part is taken off.
    package var retryPause: Duration = .milliseconds(500)

    /// - Parameter baseURL: scheme, host and port; `http` is taken for this machine alone.
    /// - Throws: ``StripeConfigurationError/malformedBaseURL``.
    package init(
        key: StripeAPIKey, baseURL: String = "https://api.stripe.com"
    ) throws(StripeConfigurationError) {
        guard let parts = URLComponents(string: baseURL), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.query == nil,
            parts.fragment == nil, ["", "/"].contains(parts.path),
            scheme == "https" || (scheme == "http" && Self.isThisMachine(host))
        else { throw .malformedBaseURL }
        self.key = key
        self.baseURL = "\(scheme)://\(parts.encodedHost ?? host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    private static func isThisMachine(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
    }
}
