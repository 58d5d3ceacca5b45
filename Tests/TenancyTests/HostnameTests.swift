import Testing

@testable import Tenancy

@Suite("Hostnames")
struct HostnameTests {
    @Test(
        "are compared in one spelling",
        arguments: [
            ("Shop.Example.COM", "shop.example.com"), ("shop.example.com.", "shop.example.com"),
            ("shop.example.com:8080", "shop.example.com"), ("shop.example.com.:8080", "shop.example.com"),
            ("shop.example.com:", "shop.example.com"), ("localhost", "localhost"), ("LOCALHOST:80", "localhost"),
            ("münchen.example", "xn--mnchen-3ya.example"), ("MÜNCHEN.example", "xn--mnchen-3ya.example"),
            ("mu\u{308}nchen.example", "xn--mnchen-3ya.example"), ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
            ("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example"), ("straße.example", "xn--strae-oqa.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"), ("ｓｈｏｐ．example", "shop.example"),
            ("127.0.0.1:8080", "127.0.0.1"), ("[::1]:8080", "[::1]"), ("[2001:DB8::1]", "[2001:db8::1]"),
            ("_dmarc.example.com", "_dmarc.example.com"), ("a", "a"),
            (String(repeating: "a", count: 63) + ".example", String(repeating: "a", count: 63) + ".example"),
        ])
    func spellings(text: String, name: String) {
        #expect(Hostname(text)?.rawValue == name)
        #expect(Hostname(name)?.rawValue == name)
    }

    @Test(
        "are not read from what no host can be named",
        arguments: [
            "", ".", "..", ":", ":80", "a..b", ".a", "a.example..", "-a.example", "a-.example", "a b.example", "a/b",
            "user@a.example", "a.example/", "a.example:80:80", "a.example:x", "a.example:123456", "a.example:-1",
            "a\u{0}.example", "a.example\r\nX: y", "a\t", "[::1", "::1", "[]", "[zz]", "[::1]x", "*.example.com",
            "xn--a.example", "xn--.example", "xn--mnchen-3y\u{61}\u{301}.example", "a,b", "a%2eb", "\u{202E}a.example",
            String(repeating: "a", count: 64) + ".example", String(repeating: "ü", count: 60) + ".example",
            String(repeating: "a.", count: 127) + "a", String(repeating: "a", count: 5_000),
        ])
    func refused(text: String) {
        #expect(Hostname(text) == nil)
    }
}
