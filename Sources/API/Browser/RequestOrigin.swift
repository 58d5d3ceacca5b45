package import HTTPTypes

/// A web origin (RFC 6454): scheme, host and port. Two are the same if and only if a browser says so.
package struct RequestOrigin: Hashable, Sendable {
    /// The schemes of the web.
    package enum Scheme: String, Sendable {
        case http, https

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    /// How it is spoken to.
    package let scheme: Scheme
    /// In lower case; an IPv6 address in its brackets.
    package let host: String
    /// The scheme's own when none was named.
    package let port: Int

    /// Reads an `Origin` field: `https://shop.example` or `http://localhost:8080`.
    ///
    /// - Returns: `nil` for anything else: `null`, other schemes, anything behind the port.
    package init?(serialized text: String) {
        guard let separator = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: String(text[..<separator.lowerBound]))
        else { return nil }
        self.init(scheme: scheme, authority: String(text[separator.upperBound...]))
    }

    /// The origin of what is served at a host.
    ///
    /// - Parameter authority: as in the `Host` field, with or without a port.
    /// - Returns: `nil` for an authority that is none.
    package init?(scheme: Scheme, authority: String) {
        let bracket = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : authority.startIndex
        guard let bracket else { return nil }
        let colon = authority[bracket...].firstIndex(of: ":") ?? authority.endIndex
        let host = authority[..<colon].lowercased()
        guard !host.isEmpty, host.utf8.allSatisfy(Self.mayStandInHost) else { return nil }
        var port = scheme.defaultPort
        if colon < authority.endIndex {
            let digits = authority[authority.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
                1...65_535 ~= number
            else { return nil }
            port = number
        }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Visible ASCII without what ends or begins something else in a URL, so that nobody reads it otherwise.
    private static func mayStandInHost(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"#%/<>?@\\^`{|},;".utf8.contains(byte)
    }
}

extension RequestOrigin.Scheme {
    /// The scheme a client used.
    ///
    /// - Parameters:
    ///   - headers: `X-Forwarded-Proto` counts if there is exactly one with exactly one scheme.
    ///   - peerIsTrusted: whether the other end of the connection is one of our proxies; nobody else is believed.
    ///   - configured: what it is otherwise.
    package init(_ headers: HTTPFields, peerIsTrusted: Bool, otherwise configured: Self) {
        let told = headers[values: .forwardedProto]
        let scheme = peerIsTrusted && told.count == 1 ? Self(rawValue: told[0].lowercased()) : nil
        self = scheme ?? configured
    }
}
