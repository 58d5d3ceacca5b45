import Domain
import Foundation
import HTTPTypes
package import Hummingbird
import Logging

/// Names every request, in its answer and in the log; the outermost of all middleware.
///
/// A well-formed `X-Request-Id` of the client's is taken over, else one is minted. Answers that say nothing about
/// caching are not to be stored, and the answer to `HEAD` loses its body here.
package struct RequestIDMiddleware: RouterMiddleware {
    /// Passes the request on with its ``AppRequestContext/requestID``, and completes the answer.
    package func handle(
        _ request: Request, context: AppRequestContext,
        next: @concurrent (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = Self.requestID(from: request.headers[.requestID])
        context.logger[metadataKey: "requestId"] = "\(context.requestID)"
        var response = try await next(request, context)
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = context.requestID
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }

    /// The client's own id when it is 1 to 128 letters, digits, dots, underscores and hyphens, else a new one.
    package static func requestID(from field: String?) -> String {
        guard let field, 1...128 ~= field.utf8.count, field.utf8.allSatisfy(isAllowed) else {
            return UUID.version7().canonical
        }
        return field
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
