import Foundation

/// Where a request came from, as throttles count it: a host and the network around it.
///
/// An IPv4 address is a host, its /24 the network. Of IPv6 a /64 is what one customer has at least, so that is the host,
/// and the /48 is the network. An IPv4 address inside an IPv6 one is the IPv4 address. What is no address, as on a Unix
/// socket, is all one host in one network.
package struct ClientAddress: Hashable, Sendable {
    /// `192.0.2.7`, `2001:db8:1:2::/64`, or `-`.
    package let host: String
    /// `192.0.2.0/24`, `2001:db8:1::/48`, or `-`.
    package let network: String

    /// Reads an address in text form, as judged by the trusted proxies.
    package init(_ text: String?) {
        var v4 = in_addr()
        var v6 = in6_addr()
        guard let text else {
            self.init(host: "-", network: "-")
            return
        }
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4: withUnsafeBytes(of: v4) { Array($0) })
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            let bytes = withUnsafeBytes(of: v6) { Array($0) }
            if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10...11] == [0xFF, 0xFF] {
                self.init(v4: Array(bytes[12...]))
            } else {
                self.init(
                    host: Self.text(bytes, keeping: 8) + "/64", network: Self.text(bytes, keeping: 6) + "/48")
            }
        } else {
            self.init(host: "-", network: "-")
        }
    }

    private init(host: String, network: String) {
        self.host = host
        self.network = network
    }

    private init(v4 bytes: [UInt8]) {
        self.init(host: Self.text(bytes, keeping: 4), network: Self.text(bytes, keeping: 3) + "/24")
    }

    /// The canonical spelling of an address whose bytes past the first few are zero.
    private static func text(_ bytes: [UInt8], keeping count: Int) -> String {
        let kept = bytes.prefix(count) + Array(repeating: 0, count: bytes.count - count)
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = Array(kept).withUnsafeBytes {
            inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, $0.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
