import API
import Testing

@Suite("The type of a body")
struct RequestContentTests {
    @Test(
        "JSON in UTF-8 is read",
        arguments: [
            "application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=UTF-8",
            "application/json; charset=\"utf-8\"", "application/json ;",
        ])
    func json(_ type: String) { #expect(RequestContent.isJSON(type)) }

    @Test(
        "everything else is not",
        arguments: [
            nil, "", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1",
            "application/jsonp", "application/problem+json", "text/json", "application/json, text/plain",
        ])
    func other(_ type: String?) { #expect(!RequestContent.isJSON(type)) }
}
