import HTTPTypes
import Secrets
import Testing

@testable import API

@Suite("The refresh cookie")
struct BrowserCookieTests {
    private func headers(_ cookies: [String]) -> HTTPFields {
        HTTPFields(cookies.map { HTTPField(name: .cookie, value: $0) })
    }

    @Test(
        "is read where there is exactly one",
        arguments: [
            ["__Host-tenantry_refresh=cprt_Aa0-_"], ["a=b; __Host-tenantry_refresh=cprt_Aa0-_; c=d"],
            ["a=b;__Host-tenantry_refresh=cprt_Aa0-_"], ["a=b", "__Host-tenantry_refresh=cprt_Aa0-_"],
            ["__Host-tenantry_refresh=cprt_Aa0-_; tenantry_refresh=x; __Host-tenantry_refresh2=y"],
        ])
    func reads(cookies: [String]) {
        #expect(HostCookie.refresh.value(in: headers(cookies)) == Redacted("cprt_Aa0-_"))
    }

    @Test(
        "is none where there is none, two, or not a plain value",
        arguments: [
            [], [""], ["a=b"], ["__host-tenantry_refresh=x"], ["tenantry_refresh=x"], ["a=__Host-tenantry_refresh=x"],
            ["__Host-tenantry_refresh"], ["__Host-tenantry_refresh="], ["__Host-tenantry_refresh =x"],
            ["__Host-tenantry_refresh=x; __Host-tenantry_refresh=x"],
            ["__Host-tenantry_refresh=x", "__Host-tenantry_refresh=y"],
            ["__Host-tenantry_refresh=x; __Host-tenantry_refresh="], ["__Host-tenantry_refresh=\"x\""],
            ["__Host-tenantry_refresh=x y"], ["__Host-tenantry_refresh=x,y"], ["__Host-tenantry_refresh=x%00"],
            ["__Host-tenantry_refresh=" + String(repeating: "x", count: 4_097)],
        ])
    func refuses(cookies: [String]) { #expect(HostCookie.refresh.value(in: headers(cookies)) == nil) }

    @Test("is written so that only this host's own pages send it, and no script reads it")
    func writes() {
        let field = HostCookie.refresh.setting(Redacted("cprt_x"), for: .seconds(3_600))
        #expect(field.name == .setCookie)
        #expect(
            field.value
                == "__Host-tenantry_refresh=cprt_x; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=3600")
        #expect(
            HostCookie.refresh.clearing.value
                == "__Host-tenantry_refresh=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
        #expect(HostCookie.device.clearing.value.hasPrefix("__Host-tenantry_device=; "))
    }

    @Test("is not looked at next to an Authorization field, good or not", arguments: ["Bearer x", "Basic eDp5", ""])
    func authorization(value: String) {
        var headers = headers(["__Host-tenantry_refresh=cprt_x"])
        #expect(PresentedCredential(headers) == .refreshCookie(Redacted("cprt_x")))
        headers[.authorization] = value
        #expect(PresentedCredential(headers) == .authorization)
        #expect(PresentedCredential(self.headers(["a=b"])) == PresentedCredential.none)
    }
}
