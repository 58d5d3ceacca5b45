import Domain

/// The proxies in front of this server, whose word on where a request came from counts.
package struct TrustedProxies: Hashable, Sendable {
    private let ranges: [AddressRange]

    /// No proxy at all: every request comes from where it comes from.
    package static let none = TrustedProxies([])

    /// Everybody within these ranges.
    package init(_ ranges: [AddressRange]) { self.ranges = ranges }

    /// Reads ranges separated by commas: `10.0.0.0/8, ::1`. Empty text is ``none``.
    ///
    /// - Throws: ``ParseError``.
    package init(parsing text: String) throws(ParseError) {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",") {
            let word = part.filter { $0 != " " }
            guard let range = AddressRange(word) else { throw ParseError() }
            ranges.append(range)
        }
        self.init(ranges)
    }

    /// The list has something in it that is no range.
    package struct ParseError: InputError, Equatable {
        /// The rule as a sentence.
        package var message: String { "Trusted proxies are addresses or ranges, such as 10.0.0.0/8, ::1." }
    }

    /// Where a request came from: the last hop that is none of ours.
    ///
    /// Each proxy appends whom it speaks for to `X-Forwarded-For`, so the field is believed from its right end, and
    /// only as far as the one who wrote an entry is trusted. What is left of that anybody may have made up.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - forwardedFor: all `X-Forwarded-For` fields, in their order.
    package func client(peer: IPAddress?, forwardedFor: [String]) -> IPAddress? {
        guard var client = peer else { return nil }
        let hops = forwardedFor.joined(separator: ",").split(separator: ",")
            .map { entry in String(entry.filter { $0 != " " && $0 != "\t" }) }
        for hop in hops.reversed() {
            guard trusts(client), let next = IPAddress(hop) else { break }
            client = next
        }
        return client
    }

    /// Whether the address is one of these proxies.
    package func trusts(_ address: IPAddress) -> Bool { ranges.contains { $0.contains(address) } }
}
