import Foundation

/// One IP address, and whether a stranger may make us dial it.
///
/// The refused ranges are IANA's special-purpose registries (RFC 6890 and updates): loopback, private, shared (CGNAT),
/// link-local with the clouds' metadata services, unique-local, benchmarking, documentation, multicast, reserved, and
/// every IPv6 form that carries an IPv4 address in it.
package struct NetworkAddress: Hashable, Sendable {
    /// 4 or 16 bytes.
    package let bytes: [UInt8]

    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads the canonical spellings only: `10.0.0.1`, `fe80::1`. Decimal, octal and shortened forms are `nil`.
    package init?(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            bytes = withUnsafeBytes(of: v4) { Array($0) }
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = withUnsafeBytes(of: v6) { Array($0) }
        } else {
            return nil
        }
    }

    /// The 127/8 network or `::1`, also when wrapped in IPv6. So are `0.0.0.0` and `::`, which dial this machine too.
    package var isLoopback: Bool {
        if let inner = embedded { return inner.isLoopback }
        if bytes.count == 4 { return bytes[0] == 127 || bytes == [0, 0, 0, 0] }
        return bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] < 2
    }

    /// Whether it stands in the public internet, where anybody could reach it.
    package var isPublic: Bool {
        if let inner = embedded { return inner.isPublic }
        return bytes.count == 4 ? !Self.refusedV4.contains { $0.matches(bytes) } : isPublicV6
    }

    /// Only 2000::/3 is handed out for the internet; of it, documentation and protocol assignments are not.
    private var isPublicV6: Bool {
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        let documentation = bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || bytes.starts(with: [0x3F, 0xFF])
        let protocols = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 2
        return !documentation && !protocols
    }

    /// The IPv4 address inside v4-mapped, v4-compatible, NAT64 and 6to4 addresses.
    private var embedded: NetworkAddress? {
        guard bytes.count == 16 else { return nil }
        let zeros = bytes.prefix(10).allSatisfy { $0 == 0 }
        if zeros, bytes[10] == 0xFF, bytes[11] == 0xFF { return NetworkAddress(bytes: Array(bytes[12...])) }
        if zeros, bytes[10] == 0, bytes[11] == 0, bytes[12] != 0 { return NetworkAddress(bytes: Array(bytes[12...])) }
        if bytes.starts(with: Self.nat64) { return NetworkAddress(bytes: Array(bytes[12...])) }
        if bytes.starts(with: [0x20, 0x02]) { return NetworkAddress(bytes: Array(bytes[2..<6])) }
        return nil
    }

    /// 64:ff9b::/96. What other NAT64 prefixes stand for is the local network's business, so they are not public.
    private static let nat64: [UInt8] = [0, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8)

    private struct Network: Sendable {
        let prefix: [UInt8]
        let bits: Int

        func matches(_ address: [UInt8]) -> Bool {
            for at in 0..<4 {
                let significant = min(max(bits - at * 8, 0), 8)
                let mask = significant == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF00 >> significant)
                if address[at] & mask != prefix[at] & mask { return false }
            }
            return true
        }
    }

    private static let refusedV4: [Network] = [
        Network(prefix: [0, 0, 0, 0], bits: 8), Network(prefix: [10, 0, 0, 0], bits: 8),
        Network(prefix: [100, 64, 0, 0], bits: 10), Network(prefix: [127, 0, 0, 0], bits: 8),
        Network(prefix: [169, 254, 0, 0], bits: 16), Network(prefix: [172, 16, 0, 0], bits: 12),
        Network(prefix: [192, 0, 0, 0], bits: 24), Network(prefix: [192, 0, 2, 0], bits: 24),
        Network(prefix: [192, 88, 99, 0], bits: 24), Network(prefix: [192, 168, 0, 0], bits: 16),
        Network(prefix: [198, 18, 0, 0], bits: 15), Network(prefix: [198, 51, 100, 0], bits: 24),
        Network(prefix: [203, 0, 113, 0], bits: 24), Network(prefix: [224, 0, 0, 0], bits: 3),
    ]
}

extension NetworkAddress: CustomStringConvertible {
    /// The canonical spelling.
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = bytes.withUnsafeBytes {
            inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, $0.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
