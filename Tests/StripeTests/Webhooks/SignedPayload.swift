import Foundation
import Stripe
import Testing

/// A webhook signed by Stripe's own Python library, with what the library and what we make of it;
/// `Vectors/make-signatures.py` writes them.
struct SignedPayload: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let payload: String
    let header: String
    /// Those that we know.
    let secrets: [String]
    /// When we look at it, in seconds since 1970.
    let now: Double
    /// `believed`, or one of ``errors``.
    let verdict: String
    /// Whether the library believes it at that time, by any of the secrets.
    let library: Bool

    var testDescription: String { name }
    var isBelieved: Bool { verdict == "believed" }
    var bytes: [UInt8] { Array(payload.utf8) }

    static let errors: [String: StripeWebhookError] = [
        "malformedHeader": .malformedHeader, "unsigned": .unsigned, "wrongSignature": .wrongSignature,
        "tooOld": .tooOld, "fromTheFuture": .fromTheFuture,
    ]

    /// What we say to it.
    func judge(
        payload: [UInt8]? = nil, header: String? = nil
    ) throws -> Result<StripeEvent, StripeWebhookError> {
        let webhook = try StripeWebhook(secrets: secrets)
        return Result { () throws(StripeWebhookError) in
            try webhook.verify(
                payload: payload ?? bytes, header: header ?? self.header, now: Date(timeIntervalSince1970: now))
        }
    }

    static let all: [SignedPayload] = {
        let file = URL(filePath: #filePath).appending(path: "../../Vectors/signatures.json").standardized
        return (try? JSONDecoder().decode([SignedPayload].self, from: Data(contentsOf: file))) ?? []
    }()

    static let believed = all.filter(\.isBelieved)
}
