/// What customers do on a page.
extension ReplayBooks {
    /// Pays at once.
    mutating func pay(_ id: String) throws(ReplayProblem) -> ReplaySession {
        var session = try openSession(id)
        let payment = succeed(begin(for: session))
        session.status = .complete
        session.payment = .paid
        session.paymentIntent = payment.id
        sessions.put(session, as: id)
        tell("checkout.session.completed", session.json)
        return session
    }

    /// Pays by a method whose money takes days to come.
    mutating func payLater(_ id: String) throws(ReplayProblem) -> ReplaySession {
        var session = try openSession(id)
        var payment = begin(for: session)
        payment.status = .processing
        payments.put(payment, as: payment.id)
        tell("payment_intent.processing", payment.json)
        session.status = .complete
        session.paymentIntent = payment.id
        sessions.put(session, as: id)
        tell("checkout.session.completed", session.json)
        return session
    }

    /// The money of a page that was paid by a slow method comes.
    mutating func settle(_ id: String) throws(ReplayProblem) -> ReplaySession {
        var (session, payment) = try underWay(id)
        payment = succeed(payment)
        session.payment = .paid
        sessions.put(session, as: id)
        tell("checkout.session.async_payment_succeeded", session.json)
        return session
    }

    /// The money does not come: an open page stays open after a refused card, a slow method fails for good.
    mutating func failPayment(_ id: String) throws(ReplayProblem) -> ReplaySession {
        let session = try session(id)
        guard session.status == .complete else {
            let session = try openSession(id)
            fail(begin(for: session), declineCode: "generic_decline")
            return session
        }
        let (_, payment) = try underWay(id)
        fail(payment, declineCode: "generic_decline")
        tell("checkout.session.async_payment_failed", session.json)
        return session
    }

    private mutating func underWay(_ id: String) throws(ReplayProblem) -> (ReplaySession, ReplayPayment) {
        let session = try session(id)
        guard let payment = session.paymentIntent.flatMap({ payments[$0] }), payment.status == .processing else {
            throw ReplayProblem(message: "No payment of this page is under way.")
        }
        return (session, payment)
    }

    private mutating func begin(for session: ReplaySession) -> ReplayPayment {
        let payment = ReplayPayment(
            id: Self.newID("pi_"), created: now, amount: session.amount, currency: session.currency,
            metadata: session.paymentMetadata, status: .needsConfirmation, paymentMethod: Self.newID("pm_"))
        payments.put(payment, as: payment.id)
        return payment
    }
}
