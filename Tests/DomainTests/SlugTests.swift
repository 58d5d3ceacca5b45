import Domain
import Testing

@Suite("Slugs")
struct SlugTests {
    @Test(
        "are read as they stand",
        arguments: ["ab", "a1", "42", "acme", "acme-shop-2", String(repeating: "a", count: 48)])
    func valid(text: String) throws {
        #expect(try Slug(parsing: text).description == text)
    }

    @Test(
        "are refused with the rule that is broken",
        arguments: [
            ("", .empty), ("a", .tooShort), (String(repeating: "a", count: 49), .tooLong),
            ("Acme", .forbiddenCharacter),
            ("a_b", .forbiddenCharacter), ("a b", .forbiddenCharacter), ("é1", .forbiddenCharacter),
            ("a\u{0}b", .forbiddenCharacter), ("-ab", .misplacedHyphen), ("ab-", .misplacedHyphen),
            ("a--b", .misplacedHyphen), ("www", .reserved), ("localhost", .reserved),
        ] as [(String, Slug.ParseError.Problem)])
    func refused(text: String, problem: Slug.ParseError.Problem) {
        let error = #expect(throws: Slug.ParseError.self) { try Slug(parsing: text) }
        #expect(error?.problem == problem)
        #expect(Slug(text) == nil)
    }

    @Test("say what was probably meant")
    func suggestion() {
        let error = #expect(throws: Slug.ParseError.self) { try Slug(parsing: "My Shop!") }
        #expect(error?.suggestion?.description == "my-shop")
        #expect(error?.message.contains("“my-shop”") == true)
    }

    @Test(
        "are proposed for names in any script",
        arguments: [
            ("Crème & Söhne", "creme-sohne"), ("Große Straße", "grosse-strasse"), ("Ærø Øl", "aero-ol"),
            ("Łódź", "lodz"), ("Đà Nẵng", "da-nang"), ("Þór", "thor"), ("Œuvre", "oeuvre"), ("Москва", "moskva"),
            ("Юлия и Ко", "yuliya-i-ko"), ("Αθήνα", "athena"), ("Joe's Café", "joes-cafe"), ("Joe’s", "joes"),
            ("  --Acme__Inc.--  ", "acme-inc"), ("☕️ Coffee ☕️", "coffee"), ("Admin", "admin-shop"), ("X", "x-shop"),
            ("İstanbul", "istanbul"), ("50% Off", "50-off"), ("ＦＵＬＬ", "full"),
        ])
    func proposals(name: String, slug: String) {
        #expect(Slug.proposal(fromName: name)?.description == slug)
    }

    @Test("are not proposed when nothing is left of the name", arguments: ["", "  ", "☕️", "---", "!!!", "\u{0}"])
    func noProposal(name: String) {
        #expect(Slug.proposal(fromName: name) == nil)
    }

    @Test("are proposed at their longest, cut at a word")
    func longNames() throws {
        let words = try #require(Slug.proposal(fromName: String(repeating: "seven77 ", count: 20)))
        #expect(words.description == "seven77-seven77-seven77-seven77-seven77-seven77")
        let endless = try #require(Slug.proposal(fromName: String(repeating: "x", count: 5_000)))
        #expect(endless.description.count == 48)
    }

    @Test(
        "have as many alternatives as asked for, all different",
        arguments: ["acme", String(repeating: "a", count: 47) + "2"])
    func alternatives(text: String) throws {
        let slug = try Slug(parsing: text)
        let alternatives = slug.alternatives(50)
        #expect(alternatives.count == 50)
        #expect(Set(alternatives).count == 50)
        #expect(!alternatives.contains(slug))
        #expect(alternatives.allSatisfy { $0.description.count <= 48 })
        #expect(
            try Slug(parsing: "acme").alternatives(3).map(\.description) == ["acme-shop", "acme-store", "acme-online"])
        #expect(slug.alternatives(0).isEmpty)
    }

    @Test("stay slugs with a random suffix")
    func randomSuffix() throws {
        let slug = try Slug(parsing: "acme")
        let made = (0..<100).map { _ in slug.withRandomSuffix() }
        #expect(made.allSatisfy { $0.description.hasPrefix("acme-") && $0.description.count == 11 })
        #expect(Set(made).count > 95)
    }
}
