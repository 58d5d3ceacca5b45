import Domain
import Testing

@Suite("Failures")
struct FailureTests {
    private enum Refusal: Failure {
        case taken

        var explanation: Explanation { Explanation(.conflict, "slug_taken", "Taken.", suggestions: ["acme-2"]) }
    }

    @Test("describe themselves by code and message alone")
    func description() {
        #expect("\(Refusal.taken)" == "slug_taken: Taken.")
        #expect(Refusal.taken.explanation.suggestions == ["acme-2"])
        #expect(Refusal.taken.explanation.retryAfter == nil)
    }

    @Test("of input name each field and its rule")
    func input() {
        let invalid = InvalidInput([FieldError("email", EmailAddress.ParseError.malformed), FieldError("x", "No.")])
        #expect(invalid.explanation.kind == .invalid)
        #expect(invalid.explanation.code == "invalid_request")
        #expect(invalid.explanation.fields.map(\.field) == ["email", "x"])
        #expect(invalid.explanation.fields.first?.message == EmailAddress.ParseError.malformed.message)
    }
}
