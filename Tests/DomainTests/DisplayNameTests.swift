import Domain
import Testing

@Suite("Display names")
struct DisplayNameTests {
    @Test("are trimmed and composed, and may be of any script")
    func valid() throws {
        #expect(try DisplayName(parsing: "  Ada \n").description == "Ada")
        #expect(try DisplayName(parsing: "Rene\u{301}").description.unicodeScalars.count == 4)
        #expect(try DisplayName(parsing: "東京 ☕️ 👩‍👩‍👧").description == "東京 ☕️ 👩‍👩‍👧")
        #expect(try DisplayName(parsing: String(repeating: "é", count: 120)).description.count == 120)
    }

    @Test(
        "are refused when they would break what is around them",
        arguments: [
            ("", .empty), (" \t\n", .empty), (String(repeating: "a", count: 121), .tooLong),
            ("a" + String(repeating: "\u{301}", count: 400), .tooLong), ("a\u{0}b", .forbiddenCharacter),
            ("a\nb", .forbiddenCharacter), ("a\u{1B}[31mb", .forbiddenCharacter), ("a\u{202E}b", .forbiddenCharacter),
            ("a\u{2028}b", .forbiddenCharacter), ("a\u{7F}b", .forbiddenCharacter), ("a\u{FEFF}b", .forbiddenCharacter),
        ] as [(String, DisplayName.ParseError)])
    func refused(text: String, expected: DisplayName.ParseError) {
        #expect(throws: expected) { try DisplayName(parsing: text) }
    }
}
