import Testing

@testable import Tenancy

@Suite("Network addresses")
struct NetworkAddressTests {
    @Test(
        "of special networks are not public",
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
            "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1",
            "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1",
            "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
            "239.255.255.255", "240.0.0.1", "255.255.255.255",
            "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "fdff::1", "ff02::1", "100::1",
            "2001::1", "2001:2::1", "2001:1ff::1", "2001:db8::1", "3fff::1", "5f00::1", "4000::1",
        ])
    func special(text: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(!address.isPublic)
    }

    @Test(
        "that carry a private IPv4 address in them are not public",
        arguments: ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0"])
    func wrapped(inner: String) throws {
        let bytes = try #require(NetworkAddress(inner)).bytes
        let (high, low) = (Self.hex(bytes[0], bytes[1]), Self.hex(bytes[2], bytes[3]))
        let wrappings = [
            "::ffff:\(inner)", "::ffff:\(high):\(low)", "::\(inner)", "64:ff9b::\(inner)", "2002:\(high):\(low)::1",
            "64:ff9b:1:\(high):\(low.prefix(2))00::8.8.8.8", "64:ff9b:1::8.8.8.8",
        ]
        for text in wrappings {
            let address = try #require(NetworkAddress(text), "\(text)")
            #expect(!address.isPublic, "\(text)")
        }
    }

    @Test(
        "of the internet are public",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255",
            "128.0.0.1", "169.253.255.255", "169.255.0.1", "172.15.255.255", "172.32.0.1", "192.0.1.1",
            "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255",
            "2606:4700:4700::1111", "2001:200::1", "2001:4860:4860::8888", "2a00::1", "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8", "2002:808:808::1",
        ])
    func ofTheInternet(text: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.isPublic)
        #expect(!address.isLoopback)
    }

    @Test(
        "of this machine itself are loopback in every wrapping",
        arguments: [
            "127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::",
            "0.0.0.0", "::", "::ffff:0.0.0.0",
        ])
    func loopback(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isLoopback)
    }

    @Test(
        "are read in their canonical spelling only",
        arguments: [
            "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "127.0.0.1.", " 127.0.0.1",
            "127.0.0.1 ", "127.0.0.01", "256.0.0.1", "1.2.3.4.5", "１２７.0.0.1", "[::1]", "::1%lo", "::g", "1::2::3",
            "localhost", "", "/tmp",
        ])
    func otherSpellings(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test("have four bytes or sixteen, and one description")
    func descriptions() throws {
        #expect(NetworkAddress(bytes: [1, 2, 3]) == nil)
        #expect(NetworkAddress(bytes: [1, 2, 3, 4])?.description == "1.2.3.4")
        #expect(NetworkAddress("2001:DB8:0:0::1")?.description == "2001:db8::1")
    }

    private static func hex(_ first: UInt8, _ second: UInt8) -> String {
        let text = String(UInt16(first) << 8 | UInt16(second), radix: 16)
        return String(repeating: "0", count: 4 - text.count) + text
    }
}
