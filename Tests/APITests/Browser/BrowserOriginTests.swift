import HTTPTypes
import Testing

@testable import API

@Suite("A web origin")
struct BrowserOriginTests {
    @Test(
        "is scheme, host and port, the port also when it goes without saying",
        arguments: [
            ("https://shop.example", "https", "shop.example", 443), ("http://shop.example", "http", "shop.example", 80),
            ("https://SHOP.example:443", "https", "shop.example", 443),
            ("http://localhost:8080", "http", "localhost", 8_080), ("http://[::1]", "http", "[::1]", 80),
            ("https://[2001:DB8::1]:8443", "https", "[2001:db8::1]", 8_443),
        ])
    func reads(text: String, scheme: String, host: String, port: Int) throws {
        let origin = try #require(RequestOrigin(serialized: text))
        #expect(origin.scheme.rawValue == scheme)
        #expect(origin.host == host)
        #expect(origin.port == port)
    }

    @Test(
        "is nothing else",
        arguments: [
            "null", "", "https://", "https:///", "shop.example", "//shop.example", "https:shop.example",
            "ftp://shop.example", "HTTPS://shop.example", "file://", "https://shop.example/", "https://shop.example/a",
            "https://shop.example?", "https://shop.example#", "https://user@shop.example", "https://shop.example:",
            "https://shop.example:0", "https://shop.example:65536", "https://shop.example:+80",
            "https://shop.example:8o", "https://shop.example:80:80", "https://a b", "https://shop.example ",
            "https://a.example https://b.example", "https://a.example, https://b.example", "https://[::1",
            "https://::1",
            "https://mañana.example",
        ])
    func refuses(text: String) { #expect(RequestOrigin(serialized: text) == nil) }

    @Test("takes the scheme from a proxy that is trusted, if it says one, and from nobody else")
    func forwardedScheme() {
        func scheme(_ values: [String], trusted: Bool, otherwise: RequestOrigin.Scheme = .http) -> String {
            var headers: HTTPFields = [:]
            for value in values { headers.append(HTTPField(name: .forwardedProto, value: value)) }
            return RequestOrigin.Scheme(headers, peerIsTrusted: trusted, otherwise: otherwise).rawValue
        }
        #expect(scheme(["https"], trusted: true) == "https")
        #expect(scheme(["HTTPS"], trusted: true) == "https")
        #expect(scheme(["http"], trusted: true, otherwise: .https) == "http")
        #expect(scheme(["https"], trusted: false) == "http")
        #expect(scheme([], trusted: true, otherwise: .https) == "https")
        for odd in [["https", "https"], ["https, http"], ["ws"], [""]] {
            #expect(scheme(odd, trusted: true) == "http")
        }
    }
}
