import Credits
import Domain
import Stripe

/// Asks Stripe how a payment stands, and says it in our words.
struct PaymentLook: Sendable {
    let client: StripeClient

    /// One call while nobody has paid; four after that, for what was given back and what is disputed.
    ///
    /// - Throws: `StripeError`; ``PaymentError/refused(code:)`` when a slow payment did not come.
    func standing(of checkout: String) async throws -> PaymentStanding {
        guard let id = CheckoutSession.ID(checkout) else { throw StripeError.notFound }
        let page = try await client.checkout(id)
        guard page.paymentStatus != .unpaid else { return try await unpaid(page) }
        guard let total = page.total, page.paymentStatus == .paid else {
            throw PaymentError.refused(code: "nothing_paid")
        }
        let state = PaymentStanding.State.paid(
            Money(amountMinor: total.minor, currency: total.currency.code.uppercased()))
        guard let payment = page.paymentIntent else { return PaymentStanding(state) }
        return try await after(payment, state)
    }

    private func unpaid(_ page: CheckoutSession) async throws -> PaymentStanding {
        switch page.status {
        case .open: return PaymentStanding(.open)
        case .expired: return PaymentStanding(.expired)
        default: break
        }
        guard let id = page.paymentIntent else { return PaymentStanding(.processing) }
        let payment = try await client.payment(id)
        switch payment.status {
        case .requiresPaymentMethod, .canceled: throw PaymentError.refused(code: payment.lastErrorCode ?? "not_paid")
        default: return PaymentStanding(.processing, paymentID: id.text)
        }
    }

    /// A payment that was made, with what became of it since.
    private func after(_ id: PaymentIntent.ID, _ state: PaymentStanding.State) async throws -> PaymentStanding {
        var refunded: Int64 = 0
        if let charge = try await client.payment(id).latestCharge {
            refunded = try await client.charge(charge).refunded.minor
        }
        let disputes = try await client.disputes(of: id).data
        let lost = disputes.filter { $0.status == .lost }.reduce(into: Int64(0)) { $0 += $1.amount.minor }
        return PaymentStanding(
            state, paymentID: id.text, returnedMinor: refunded + lost,
            isDisputed: disputes.contains { [.needsResponse, .underReview].contains($0.status) })
    }
}
