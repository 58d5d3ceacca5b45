import Domain
package import Hummingbird
import HTTPTypes
import Requests

extension Problem {
    /// Whatever was thrown, as it is answered. What does not explain itself is our own fault and says nothing more.
    package init(answering error: any Error, requestID: String) {
        switch error {
        case let limited as RateLimited:
            self.init(limited.explanation, requestID: requestID)
            headers.tell(limited.fields)
        case let failure as any Failure: self.init(failure.explanation, requestID: requestID)
        case let error as HTTPError: self.init(error, requestID: requestID)
        case is CancellationError:
            let closing = Explanation(
                .unavailable, "unavailable", "The server is shutting down.", retryAfter: .seconds(1))
            self.init(closing, requestID: requestID)
        default: self.init(status: .internalServerError, Self.ownFault, requestID: requestID)
        }
    }

    /// Whether the error was foreseen; the others belong into the log.
    package static func isForeseen(_ error: any Error) -> Bool {
        error is any Failure || error is HTTPError || error is CancellationError
    }

    /// A path that is known, by another method.
    package static func methodNotAllowed(_ allowed: [HTTPRequest.Method], requestID: String) -> Problem {
        let methods = allowed.map(\.rawValue).joined(separator: ", ")
        let explanation = Explanation(.invalid, "method_not_allowed", "This path takes \(methods).")
        var problem = Problem(status: .methodNotAllowed, explanation, requestID: requestID)
        problem.headers[.allow] = methods
        return problem
    }

    private static let ownFault = Explanation(
        .unavailable, "internal_error", "Something failed on our side. The request id helps us to find it.")

    private init(_ error: HTTPError, requestID: String) {
        let explanation =
            switch error.status {
            case .notFound: Explanation(.notFound, "not_found", "There is nothing at this path.")
            case .contentTooLarge: RequestError.bodyTooLarge.explanation
            case .unsupportedMediaType: RequestError.unsupportedMediaType.explanation
            default: Explanation(.invalid, "invalid_request", "The request is not well formed.")
            }
        self.init(
            status: error.status.kind == .clientError ? error.status : .internalServerError,
            error.status.kind == .clientError ? explanation : Self.ownFault, requestID: requestID)
    }
}
