import Credits
import Stripe

/// Stripe's refusals as failures of a purchase.
func translated<Value>(_ call: () async throws -> Value) async throws -> Value {
    do { return try await call() } catch let error as StripeError {
        switch error {
        case .declined(let code, let declineCode):
            throw PaymentError.refused(code: declineCode ?? code ?? "card_declined")
        case .invalidRequest(_, let code): throw PaymentError.refused(code: code ?? "invalid_request")
        case .notFound: throw PaymentError.refused(code: "checkout_unknown")
        // Operators can mend a wrong key, and then the purchase goes on.
        case .authentication, .idempotencyMismatch, .unreachable, .rateLimited, .api, .malformedAnswer:
            throw PaymentError.providerUnavailable
        }
    }
}
