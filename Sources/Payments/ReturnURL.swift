import Foundation

/// Where a browser goes from the page of the provider's.
package struct ReturnURL: Sendable, Equatable {
    private let base: URLComponents

    /// An absolute `https` URL, or `http` of this machine, without a fragment; `nil` for anything else.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.fragment == nil,
            parts.user == nil, parts.password == nil, text.utf8.count <= 2_000,
            parts.scheme == "https" || (parts.scheme == "http" && Self.isThisMachine(host))
        else { return nil }
        base = parts
    }

    /// After the payment; that the browser comes here proves nothing.
    func paid(_ purchase: UUID) -> String { url(purchase, paid: true) }

    /// Without a payment.
    func turnedBack(_ purchase: UUID) -> String { url(purchase, paid: false) }

    private func url(_ purchase: UUID, paid: Bool) -> String {
        var parts = base
        parts.queryItems =
            (parts.queryItems ?? []) + [
                URLQueryItem(name: "purchase", value: purchase.uuidString.lowercased()),
                URLQueryItem(name: "paid", value: paid ? "true" : "false"),
            ]
        return parts.string ?? ""
    }

    private static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "127.0.0.1" || host == "[::1]"
    }
}
