import Foundation
import Testing

@testable import Secrets

@Suite("Base64url")
struct Base64URLTests {
    @Test("gives back every length of bytes")
    func roundTrip() {
        for length in 0..<70 {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max) }
            let text = Base64URL.encode(bytes)
            let standard = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            #expect(text == standard.filter { $0 != "=" })
            #expect(Base64URL.decode(text) == bytes)
        }
    }

    @Test(
        "has one text for some bytes and refuses the others",
        arguments: ["A", "AAAAA", "AA==", "AA=", "AB", "AAB", "A+/A", "AA A", "AA\n", "é", "____A"])
    func refused(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
