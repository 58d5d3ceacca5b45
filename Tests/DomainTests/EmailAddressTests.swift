import Domain
import Foundation
import Testing

@Suite("E-mail addresses")
struct EmailAddressTests {
    @Test("keep their owner's case and compare without it")
    func comparison() throws {
        let address = try EmailAddress(parsing: "  Ada.Lovelace@Example.COM\n")
        #expect(address.description == "Ada.Lovelace@Example.COM")
        #expect(address.normalized == "ada.lovelace@example.com")
        #expect(try address == EmailAddress(parsing: "ada.lovelace@example.com"))
        #expect(try Set([address, EmailAddress(parsing: "ADA.LOVELACE@EXAMPLE.COM")]).count == 1)
    }

    @Test("compare in one form of Unicode")
    func unicode() throws {
        let composed = try EmailAddress(parsing: "ren\u{E9}e@example.com")
        let decomposed = try EmailAddress(parsing: "rene\u{301}e@example.com")
        #expect(composed == decomposed)
        #expect(Array(composed.normalized.utf8) == Array(decomposed.normalized.utf8))
    }

    @Test(
        "may look unusual",
        arguments: ["a+b@example.com", "o'brien@sub.example.co.uk", "用户@例子.广告", "x@1a.de", "_@a-b.io"])
    func valid(text: String) {
        #expect(EmailAddress(text) != nil)
    }

    @Test(
        "are refused when they cannot be one",
        arguments: [
            "", "@", "a@", "@example.com", "a", "a@b", "a@@example.com", "a@b@example.com", "a b@example.com",
            ".a@example.com", "a.@example.com", "a..b@example.com", "a@.com", "a@example.", "a@-x.com", "a@x-.com",
            "a@exa mple.com", "a@exa_mple.com", "a\u{0}@example.com", "a@example.com\u{0}", "a\r\nBcc: b@example.com",
            "<a@example.com>", "a,b@example.com", "\"a\"@example.com", "a@[127.0.0.1]", "a\u{202E}b@example.com",
            String(repeating: "a", count: 65) + "@example.com", "a@" + String(repeating: "a", count: 64) + ".com",
            "a@" + String(repeating: "abc.", count: 70) + "com",
        ])
    func refused(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test("are a single string in JSON")
    func json() throws {
        let data = try JSONEncoder().encode([EmailAddress(parsing: "A@example.com")])
        #expect(String(decoding: data, as: UTF8.self) == #"["A@example.com"]"#)
        #expect(try JSONDecoder().decode([EmailAddress].self, from: data).first?.normalized == "a@example.com")
    }
}
