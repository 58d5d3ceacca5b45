import Domain
import Foundation
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("are read in any case and written in lower case")
    func text() throws {
        let id = try #require(Store.ID("00112233-4455-6677-8899-AABBCCDDEEFF"))
        #expect(id.description == "00112233-4455-6677-8899-aabbccddeeff")
        #expect(id == Store.ID("00112233-4455-6677-8899-aabbccddeeff"))
    }

    @Test(
        "are not read from anything but the canonical form",
        arguments: [
            "", "00112233445566778899aabbccddeeff", "{00112233-4455-6677-8899-aabbccddeeff}",
            "00112233-4455-6677-8899-aabbccddeeff ", " 0112233-4455-6677-8899-aabbccddeeff",
            "00112233-4455-6677-8899-aabbccddeefg", "0011223-34455-6677-8899-aabbccddeeff",
            "urn:uuid:00112233-4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccddee\u{0}f",
            "0011223３-4455-6677-8899-aabbccddeeff",
        ])
    func refusals(text: String) {
        #expect(Store.ID(text) == nil)
    }

    @Test("are a single string in JSON")
    func json() throws {
        let id = Store.ID.make()
        let data = try JSONEncoder().encode([id])
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(id)\"]")
        #expect(try JSONDecoder().decode([Store.ID].self, from: data) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Store.ID].self, from: Data("[\"x\"]".utf8)) }
    }

    @Test("are version 7 UUIDs that begin with the millisecond")
    func version() {
        let uuid = UUID.version7(at: 1_772_352_000.25)
        let hex = uuid.canonical.replacingOccurrences(of: "-", with: "")
        #expect(hex.hasPrefix(String(Int64(1_772_352_000_250), radix: 16).leftPadded(to: 12)))
        #expect(hex.dropFirst(12).first == "7")
        #expect("89ab".contains(hex[hex.index(hex.startIndex, offsetBy: 16)]))
    }

    @Test("sort as they were made, and never repeat")
    func order() {
        var made: [String] = []
        for tick in 0..<1_000 { made.append(UUID.version7(at: 1_772_352_000 + Double(tick) * 0.000_001).canonical) }
        #expect(made == made.sorted())
        #expect(Set((0..<10_000).map { _ in Store.ID.make() }).count == 10_000)
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: max(0, width - count)) + self
    }
}
