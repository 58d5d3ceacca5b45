import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("The guard against other sites")
struct BrowserCrossSiteTests {
    private let own = RequestOrigin(scheme: .https, authority: "shop.example")

    private func passes(
        _ method: HTTPRequest.Method = .post, site: [String] = [], origin: [String] = [], type: String? = nil,
        own: RequestOrigin?? = nil
    ) -> Bool {
        var headers: HTTPFields = [:]
        for value in site { headers.append(HTTPField(name: .secFetchSite, value: value)) }
        for value in origin { headers.append(HTTPField(name: .origin, value: value)) }
        headers[.contentType] = type
        do {
            try CrossSiteGuard.check(method, headers, own: own ?? self.own)
            return true
        } catch {
            #expect(error.explanation.code == "csrf_rejected")
            #expect(error.explanation.kind.status == .forbidden)
            return false
        }
    }

    @Test("passes what our own pages send", arguments: [nil, "application/json", "application/json; charset=utf-8"])
    func own(type: String?) {
        #expect(passes(site: ["same-origin"], type: type))
        #expect(passes(site: ["same-origin"], origin: ["https://shop.example"], type: type))
        #expect(passes(origin: ["https://shop.example"], type: type))
        #expect(passes(origin: ["https://shop.example:443"], type: type))
    }

    @Test(
        "believes the browser's word before the origin, and refuses siblings",
        arguments: [
            ["same-site"], ["cross-site"], ["none"], ["Same-Origin"], [""], ["same-origin, same-origin"],
            ["same-origin", "same-origin"], ["same-origin", "cross-site"], ["something-new"],
        ])
    func otherSites(site: [String]) {
        #expect(!passes(site: site))
        #expect(!passes(site: site, origin: ["https://shop.example"]))
    }

    @Test(
        "goes by the origin where there is no such word",
        arguments: [
            [], ["null"], ["https://other.example"], ["https://a.shop.example"], ["https://example"],
            ["http://shop.example"], ["https://shop.example:8443"], ["https://shop.example.evil.example"],
            ["https://shop.example", "https://shop.example"], ["https://shop.example/"], [""],
        ])
    func otherOrigins(origin: [String]) { #expect(!passes(origin: origin)) }

    @Test("refuses when nobody knows where the request was sent to")
    func noHost() {
        #expect(!passes(origin: ["https://shop.example"], own: .some(nil)))
        #expect(!passes(origin: ["null"], own: .some(nil)))
    }

    @Test("compares ports as browsers do")
    func ports() {
        let local = RequestOrigin(scheme: .http, authority: "localhost:8080")
        #expect(passes(origin: ["http://localhost:8080"], own: local))
        #expect(!passes(origin: ["http://localhost"], own: local))
        #expect(!passes(origin: ["http://localhost:8081"], own: local))
    }

    @Test(
        "refuses what a plain form can send, even from our own pages",
        arguments: [
            "text/plain", "text/plain;charset=UTF-8", "TEXT/PLAIN ; a=b", "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x", "text/plain, application/json",
        ])
    func forms(type: String) { #expect(!passes(site: ["same-origin"], type: type)) }

    @Test("lets everybody read, and takes no other method for reading")
    func methods() throws {
        for method in [HTTPRequest.Method.get, .head, .options] { #expect(passes(method, site: ["cross-site"])) }
        let others = try ["get", "QUERY", "PROPFIND"].map { try #require(HTTPRequest.Method($0)) }
        for method in [HTTPRequest.Method.post, .put, .patch, .delete, .trace, .connect] + others {
            #expect(!passes(method, site: ["cross-site"]))
            #expect(!passes(method))
        }
    }
}
