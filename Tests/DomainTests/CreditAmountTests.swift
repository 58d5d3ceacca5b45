import Domain
import Foundation
import Testing

@Suite("Credit amounts")
struct CreditAmountTests {
    @Test(
        "are read exactly and written with four places",
        arguments: [
            ("0", 0, "0.0000"), ("30", 300_000, "30.0000"), ("1.25", 12_500, "1.2500"), ("-3", -30_000, "-3.0000"),
            ("0.0001", 1, "0.0001"), ("-0.5", -5_000, "-0.5000"), ("007.10", 71_000, "7.1000"), ("-0", 0, "0.0000"),
            ("922337203685477.5807", .max, "922337203685477.5807"),
            ("-922337203685477.5808", .min, "-922337203685477.5808"),
        ] as [(String, Int64, String)])
    func text(text: String, units: Int64, written: String) throws {
        let amount = try CreditAmount(parsing: text)
        #expect(amount.units == units)
        #expect(amount.description == written)
        #expect(CreditAmount(written) == amount)
    }

    @Test(
        "are refused rather than rounded or guessed",
        arguments: [
            ("", .malformed), ("-", .malformed), (".5", .malformed), ("5.", .malformed), ("1.2.3", .malformed),
            ("1e3", .malformed), ("+1", .malformed), ("1,5", .malformed), (" 1", .malformed), ("٣", .malformed),
            ("0x10", .malformed), ("NaN", .malformed), ("--1", .malformed), ("1.00000", .tooPrecise),
            ("922337203685477.5808", .outOfRange), (String(repeating: "9", count: 4_000), .outOfRange),
        ] as [(String, CreditAmount.ParseError)])
    func refused(text: String, expected: CreditAmount.ParseError) {
        #expect(throws: expected) { try CreditAmount(parsing: text) }
    }

    @Test("add up, or say that they do not fit")
    func arithmetic() throws {
        let (one, two) = (CreditAmount(units: 10_000), CreditAmount(units: 20_000))
        #expect(try one.adding(one) == two)
        #expect(try one.subtracting(two) == one.negated())
        #expect(try CreditAmount(parsing: "0.0015").multiplied(by: 2_000).description == "3.0000")
        #expect(one < two)
        let most = CreditAmount(units: .max)
        #expect(throws: CreditAmount.Overflow()) { try most.adding(CreditAmount(units: 1)) }
        #expect(throws: CreditAmount.Overflow()) { try CreditAmount(units: .min).negated() }
        #expect(throws: CreditAmount.Overflow()) { try most.multiplied(by: 2) }
    }

    @Test("are strings in JSON, and never numbers")
    func json() throws {
        let data = try JSONEncoder().encode([CreditAmount(units: 12_500)])
        #expect(String(decoding: data, as: UTF8.self) == #"["1.2500"]"#)
        #expect(try JSONDecoder().decode([CreditAmount].self, from: data) == [CreditAmount(units: 12_500)])
        for refused in ["[1.25]", "[\"1e1\"]", "[null]"] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode([CreditAmount].self, from: Data(refused.utf8))
            }
        }
    }
}
