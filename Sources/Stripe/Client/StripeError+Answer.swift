import Foundation
import NIOCore

extension StripeError {
    /// What a refusal says. Its body is believed as far as it can be read; the status decides.
    init(_ answer: StripeAnswer) {
        let problem = try? JSONDecoder().decode(Problem.self, from: Data(answer.body.readableBytesView)).error
        let code = problem?.code.flatMap(Self.word)
        switch answer.status {
        case 429: self = .rateLimited(retryAfter: answer.retryAfter)
        case 401, 403: self = .authentication
        case 402: self = .declined(code: code, declineCode: problem?.declineCode.flatMap(Self.word))
        case 404: self = .notFound
        case 400 where problem?.type == "idempotency_error": self = .idempotencyMismatch
        case 400 where code == "rate_limit": self = .rateLimited(retryAfter: answer.retryAfter)
        case 400, 422: self = .invalidRequest(param: problem?.param.flatMap(Self.word), code: code)
        case 200..<300: self = .malformedAnswer
        default: self = .api(status: answer.status)
        }
    }

    /// A code as it may stand in an error; `nil` for anything that is none.
    private static func word(_ text: String) -> String? {
        let word = text.utf8.prefix(80)
        guard !word.isEmpty, word.allSatisfy({ ASCII.isWord($0) || [UInt8]("[].".utf8).contains($0) }) else {
            return nil
        }
        return String(word)
    }

    /// `{"error": {…}}`, as far as it matters.
    private struct Problem: Decodable {
        let error: Details

        struct Details: Decodable {
            let type: String?
            let code: String?
            let declineCode: String?
            let param: String?

            enum CodingKeys: String, CodingKey {
                case type, code, param
                case declineCode = "decline_code"
            }
        }
    }
}
