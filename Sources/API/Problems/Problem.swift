package import Domain
import Foundation
package import HTTPTypes

/// A failure as it is answered: `application/problem+json` (RFC 9457).
///
/// `type` is always `about:blank`, so `title` is the status in words; programs look at `code`. Members that do not
/// apply are left out.
package struct Problem: Sendable, Encodable {
    /// The status it is answered with.
    package let status: HTTPResponse.Status
    /// All that may be told.
    package let explanation: Explanation
    /// The request it answers, as in `X-Request-Id`.
    package let requestID: String
    /// Header fields that belong to it.
    package var headers: HTTPFields = [:]

    /// A failure of our own making.
    package init(_ explanation: Explanation, requestID: String) {
        self.init(status: explanation.kind.status, explanation, requestID: requestID)
    }

    /// A failure that only HTTP knows, such as a method that is not allowed.
    package init(status: HTTPResponse.Status, _ explanation: Explanation, requestID: String) {
        self.status = status
        self.explanation = explanation
        self.requestID = requestID
        headers[.contentType] = "application/problem+json"
        if let wait = explanation.retryAfter ?? (status == .serviceUnavailable ? .seconds(5) : nil) {
            headers[.retryAfter] = "\(max(1, wait.components.seconds))"
        }
        if status == .unauthorized { headers[.wwwAuthenticate] = Self.challenge(explanation.code) }
    }

    private enum CodingKeys: String, CodingKey {
        case type, title, status, detail, code, requestId, errors, jobId, suggestions, required, available
    }

    /// Writes the members that apply.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("about:blank", forKey: .type)
        try container.encode(status.reasonPhrase, forKey: .title)
        try container.encode(status.code, forKey: .status)
        try container.encode(explanation.message, forKey: .detail)
        try container.encode(explanation.code, forKey: .code)
        try container.encode(requestID, forKey: .requestId)
        if !explanation.fields.isEmpty { try container.encode(explanation.fields, forKey: .errors) }
        try container.encodeIfPresent(explanation.jobID?.canonical, forKey: .jobId)
        if !explanation.suggestions.isEmpty { try container.encode(explanation.suggestions, forKey: .suggestions) }
        try container.encodeIfPresent(explanation.shortfall?.required, forKey: .required)
        try container.encodeIfPresent(explanation.shortfall?.available, forKey: .available)
    }

    /// RFC 6750 §3: a token that was sent and is no good is named as such.
    private static func challenge(_ code: String) -> String {
        let realm = "Bearer realm=\"tenantry\""
        let isAboutToken = ["token_invalid", "token_expired", "session_revoked", "wrong_audience"].contains(code)
        return isAboutToken ? "\(realm), error=\"invalid_token\"" : realm
    }
}
