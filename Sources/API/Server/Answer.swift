import Foundation
package import HTTPTypes
package import Hummingbird
import NIOCore

/// A whole answer, body and all, that can be kept and given again.
package struct Answer: ResponseGenerator, Sendable {
    /// How it went.
    package var status: HTTPResponse.Status
    /// Header fields, `Content-Type` among them when there is a body.
    package var headers: HTTPFields
    /// The body; empty for none.
    package var body: ByteBuffer

    /// Bytes as they are.
    package init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A resource as `application/json`.
    package init(
        _ resource: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        self.init(
            status: status, headers: headers, body: ByteBuffer(bytes: try JSONEncoder.answers.encode(resource)))
    }

    /// A failure as `application/problem+json`.
    package init(_ problem: Problem) throws {
        try self.init(problem, status: problem.status, headers: problem.headers)
    }

    /// The answer as the server sends it.
    package func response(from request: Request, context: some RequestContext) -> Response {
        Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

extension JSONEncoder {
    /// The one encoder of all answers. Members are sorted, so that equal answers are equal bytes.
    static let answers: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
}
