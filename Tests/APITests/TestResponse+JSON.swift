import API
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

extension HTTPFields {
    /// The same fields and one more.
    func with(_ name: HTTPField.Name, _ value: String) -> HTTPFields {
        var fields = self
        fields[name] = value
        return fields
    }
}

extension TestResponse {
    /// The body as JSON; `null` when it is none.
    var json: JSONValue { (try? JSONParser.object(in: Array(buffer: body))) ?? .null }
}
