import API
import Testing

@Suite("Reading JSON")
struct JSONParserTests {
    private func read(_ text: String) throws(JSONFault) -> JSONValue { try JSONParser.object(in: Array(text.utf8)) }

    @Test("every kind of value is read as it was written")
    func values() throws {
        let value = try read(#" {"a":[1,-0.5e+3,true,false,null],"b":{"c":"\u00e9\ud83d\ude00\n\/"}} "#)
        #expect(value["a"] == .array([.number("1"), .number("-0.5e+3"), .boolean(true), .boolean(false), .null]))
        #expect(value["b"]?["c"]?.text == "é😀\n/")
    }

    @Test(
        "what is no JSON, or looser than JSON, is refused",
        arguments: [
            "", " ", "{", "}", "{]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{a:1}"#, #"{'a':1}"#, #"{"a":01}"#,
            #"{"a":1.}"#, #"{"a":.5}"#, #"{"a":+1}"#, #"{"a":1e}"#, #"{"a":NaN}"#, #"{"a":[1,]}"#, #"{"a":tru}"#,
            #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{"a":"\ud800"}"#, #"{"a":"\ud800\u0041"}"#, #"{"a":"\udc00"}"#,
            "{\"a\":\"\n\"}", #"{"a":1} {}"#, #"{"a":1}x"#, "\u{FEFF}{}", #"{"a":1}/*x*/"#,
        ])
    func malformed(_ text: String) {
        let fault = #expect(throws: JSONFault.self) { try read(text) }
        #expect(fault?.field == "body")
    }

    @Test("a top level that is no object is refused", arguments: ["[]", "1", "null", #""a""#, "true"])
    func notAnObject(_ text: String) {
        let fault = #expect(throws: JSONFault.self) { try read(text) }
        #expect(fault?.message == "Send a JSON object.")
    }

    @Test("a name that stands twice in one object is refused, however it is spelled, and named")
    func duplicates() {
        let fault = #expect(throws: JSONFault.self) { try read(#"{"x":{"a":1,"\u0061":2}}"#) }
        #expect(fault?.field == "x.a")
        #expect(throws: Never.self) { try read(#"{"x":{"a":1},"y":{"a":1}}"#) }
    }

    @Test("NUL is refused in every string, escaped or raw")
    func nul() {
        let fault = #expect(throws: JSONFault.self) { try read(#"{"a":"x\u0000"}"#) }
        #expect(fault?.field == "a")
        #expect(throws: JSONFault.self) { try read("{\"a\":\"\0\"}") }
        #expect(throws: JSONFault.self) { try read(#"{"\u0000":1}"#) }
    }

    @Test("64 levels are read, 65 are not, and ten thousand do no harm")
    func depth() throws {
        func nested(_ levels: Int) -> String {
            #"{"a":"# + String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1) + "}"
        }
        _ = try read(nested(64))
        #expect(throws: JSONFault.self) { try read(nested(65)) }
        #expect(throws: JSONFault.self) { try read(nested(10_000)) }
    }

    @Test("bytes that are no UTF-8 are refused")
    func encoding() {
        let bytes = Array(#"{"a":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        #expect(throws: JSONFault.self) { try JSONParser.object(in: bytes) }
        #expect(throws: JSONFault.self) { try JSONParser.object(in: Array(#"{"a":""#.utf8) + [0xFF, 0xFE]) }
    }

    @Test("two spellings of one object have the same canonical bytes, two objects do not")
    func canonical() throws {
        let first = try read(#"{"b":[1,{"y":2,"x":"A"}],"a":null}"#)
        let second = try read(#" { "a" : null, "b":[ 1, {"x":"\u0041","y":2}] } "#)
        #expect(first.canonicalBytes == second.canonicalBytes)
        #expect(try read(#"{"a":null,"b":[1,{"x":"B","y":2}]}"#).canonicalBytes != first.canonicalBytes)
    }

    @Test("what is written is read back as the same value, control characters included")
    func roundTrip() throws {
        let value = JSONValue.object([.init("q\"\\\u{1}\u{1F}é", .string("\n\t/")), .init("n", .number("1.0"))])
        #expect(try JSONParser.object(in: value.bytes) == value)
    }
}
