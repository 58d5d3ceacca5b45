import Foundation
import HTTPTypes
import NIOCore
import Requests

extension StoredAnswer {
    /// What is kept of an answer: status, content type, location and body.
    init(_ answer: Answer) {
        var headers: [String: String] = [:]
        for name in [HTTPField.Name.contentType, .location] { headers[name.canonicalName] = answer.headers[name] }
        self.init(
            status: answer.status.code, headers: headers, body: Data(answer.body.readableBytesView))
    }
}

extension Answer {
    /// The first answer again, and said to be that.
    init(replaying stored: StoredAnswer) {
        var headers: HTTPFields = [.idempotencyReplayed: "true"]
        for (name, value) in stored.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        self.init(
            status: HTTPResponse.Status(code: stored.status), headers: headers, body: ByteBuffer(bytes: stored.body))
    }
}
