import API
import Testing

@Suite("Where a request came from")
struct TrustedProxiesTests {
    private func client(_ peer: String, _ forwarded: String..., proxies: String) throws -> String? {
        try TrustedProxies(parsing: proxies).client(peer: IPAddress(peer), forwardedFor: forwarded)?.description
    }

    @Test("without trusted proxies the field means nothing")
    func untrusted() throws {
        #expect(try client("198.51.100.7", "203.0.113.9", proxies: "") == "198.51.100.7")
        #expect(try client("198.51.100.7", "203.0.113.9", proxies: "10.0.0.0/8") == "198.51.100.7")
    }

    @Test("the last hop that is none of ours counts, whatever stands before it")
    func rightmost() throws {
        let proxies = "10.0.0.0/8, 2001:db8::/32"
        #expect(try client("10.1.2.3", "203.0.113.9", proxies: proxies) == "203.0.113.9")
        #expect(try client("10.1.2.3", "1.1.1.1, 203.0.113.9, 10.9.9.9", proxies: proxies) == "203.0.113.9")
        #expect(try client("10.1.2.3", "1.1.1.1", "203.0.113.9", proxies: proxies) == "203.0.113.9")
        #expect(try client("2001:db8::5", "2001:4860::1", proxies: proxies) == "2001:4860::1")
        #expect(try client("10.1.2.3", "10.4.4.4, 10.5.5.5", proxies: proxies) == "10.4.4.4")
    }

    @Test("what is no address ends the walk at the one who wrote it")
    func garbage() throws {
        #expect(try client("10.1.2.3", "203.0.113.9, unknown", proxies: "10.0.0.0/8") == "10.1.2.3")
        #expect(try client("10.1.2.3", "' or 1=1", proxies: "10.0.0.0/8") == "10.1.2.3")
        #expect(try client("10.1.2.3", proxies: "10.0.0.0/8") == "10.1.2.3")
    }

    @Test("an IPv4 address inside an IPv6 one is the IPv4 address")
    func mapped() throws {
        #expect(try client("::ffff:10.1.2.3", "203.0.113.9", proxies: "10.0.0.0/8") == "203.0.113.9")
    }

    @Test("a range holds what begins with its bits and nothing else")
    func ranges() throws {
        let range = try #require(AddressRange("172.16.0.0/12"))
        #expect(range.contains(try #require(IPAddress("172.31.255.255"))))
        #expect(!range.contains(try #require(IPAddress("172.32.0.0"))))
        #expect(!range.contains(try #require(IPAddress("::1"))))
        #expect(try #require(AddressRange("0.0.0.0/0")).contains(try #require(IPAddress("8.8.8.8"))))
        #expect(try #require(AddressRange("::1")).contains(try #require(IPAddress("::1"))))
        #expect(try #require(AddressRange("fe80::/10")).contains(try #require(IPAddress("febf::1"))))
    }

    @Test(
        "a list with anything else in it is refused",
        arguments: ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "example.com", "10.0.0.0/8/8", "::/129", "10.0.0.0/"])
    func malformed(_ text: String) {
        #expect(throws: TrustedProxies.ParseError.self) { try TrustedProxies(parsing: text) }
    }
}
