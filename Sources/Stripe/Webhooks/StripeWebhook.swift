import Crypto
package import Foundation

/// Believes webhooks of Stripe's, and signs some for tests.
///
/// A signature is HMAC-SHA256 over `<t>.<payload>` with the payload's very bytes. The key is the whole text of the
/// secret, `whsec_` included: it is not decoded. Signature and age are judged before anything of the payload is read.
package struct StripeWebhook: Sendable {
    /// In bytes: 1 MiB.
    package static let longestPayload = 1 << 20
    /// How far the signed time may be from ours, in both directions.
    package static let tolerance: Duration = .seconds(300)
    /// In bytes.
    package static let shortestSecret = 24
    /// Two while one follows another.
    package static let maximalSecrets = 8

    private let keys: [SymmetricKey]

    /// Takes an endpoint's signing secrets, the one that signs first; any of them is believed.
    ///
    /// - Throws: ``StripeConfigurationError/noSecret``, ``StripeConfigurationError/weakSecret``.
    package init(secrets: [String]) throws(StripeConfigurationError) {
        guard 1...Self.maximalSecrets ~= secrets.count else { throw .noSecret }
        guard
            secrets.allSatisfy({ $0.utf8.count >= Self.shortestSecret && $0.utf8.allSatisfy(ASCII.isVisible) })
        else { throw .weakSecret }
        keys = secrets.map { SymmetricKey(data: Data($0.utf8)) }
    }

    /// The event in a webhook, if it is Stripe's own word of these minutes.
    ///
    /// Tells nothing of repetitions within the tolerance: an event counts once by what its receiver writes down.
    ///
    /// - Parameters:
    ///   - payload: the body as it was received, byte for byte.
    ///   - header: the value of `Stripe-Signature`.
    /// - Throws: ``StripeWebhookError``.
    package func verify(
        payload: some DataProtocol, header: String, now: Date = Date()
    ) throws(StripeWebhookError) -> StripeEvent {
        guard payload.count <= Self.longestPayload else { throw .payloadTooLong }
        guard let signature = StripeSignature(header) else { throw .malformedHeader }
        guard !signature.signatures.isEmpty else { throw .unsigned }
        guard isOurs(signature, over: payload) else { throw .wrongSignature }
        let age = now.timeIntervalSince1970 - Double(signature.seconds)
        let tolerance = Double(Self.tolerance.components.seconds)
        guard age <= tolerance else { throw .tooOld }
        guard age >= -tolerance else { throw .fromTheFuture }
        do { return try JSONDecoder.stripe.decode(StripeEvent.self, from: Data(payload)) } catch {
            throw .malformedEvent
        }
    }

    /// The header that Stripe would send with a payload, by the first secret.
    package func sign(_ payload: some DataProtocol, at time: Date) -> String {
        let timestamp = String(Int64(time.timeIntervalSince1970))
        let code = Self.code(timestamp, payload, keys[0])
        let digits = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return "t=\(timestamp),v1=\(digits)"
    }

    /// Compares each signature with each secret's, all of them in the same time whatever they are.
    private func isOurs(_ signature: StripeSignature, over payload: some DataProtocol) -> Bool {
        var isOurs = false
        for key in keys {
            let code = Self.code(signature.timestamp, payload, key)
            for candidate in signature.signatures { isOurs = (code == candidate) || isOurs }
        }
        return isOurs
    }

    private static func code(
        _ timestamp: String, _ payload: some DataProtocol, _ key: SymmetricKey
    ) -> HMAC<SHA256>.MAC {
        var hmac = HMAC<SHA256>(key: key)
        hmac.update(data: Data("\(timestamp).".utf8))
        hmac.update(data: payload)
        return hmac.finalize()
    }
}

extension StripeWebhook: CustomStringConvertible, CustomReflectable {
    /// Always the same; never a secret.
    package var description: String { "StripeWebhook" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
