import API
import HTTPTypes
import Testing

@Suite("Idempotency keys")
struct IdempotencyKeyTests {
    private func key(_ values: String...) throws -> String? {
        var headers = HTTPFields()
        for value in values { headers.append(HTTPField(name: .idempotencyKey, value: value)) }
        return try IdempotencyKey(headers)?.value
    }

    @Test("a key means the same with quotes and without")
    func quotes() throws {
        #expect(try key("abc-1") == "abc-1")
        #expect(try key("\"abc-1\"") == "abc-1")
        #expect(try key(#""a\"b\\c""#) == #"a"b\c"#)
        #expect(try key(String(repeating: "k", count: 255))?.count == 255)
    }

    @Test("no field is no key")
    func none() throws { #expect(try IdempotencyKey([:]) == nil) }

    @Test(
        "anything else is refused",
        arguments: [
            "", "\"\"", "\"", "\"abc", "a b", "é", #""a\"#, #""a\x""#, #""a"b""#, "a\tb",
            String(repeating: "k", count: 256),
        ])
    func malformed(_ field: String) { #expect(throws: RequestError.malformedKey) { try key(field) } }

    @Test("two fields are refused")
    func twice() { #expect(throws: RequestError.malformedKey) { try key("a", "a") } }
}
