import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
package import Stripe

/// A stand-in for Stripe on this machine. Everything it knows is gone when it stops.
package struct StripeReplayServer: Service {
    /// The key that it accepts unless it is told another.
    package static let apiKey = "sk_test_replay_0123456789"

    private let port: Int
    private let apiKey: String
    private let onListening: @Sendable (_ baseURL: String) -> Void
    private let logger: Logger
    private let state: ReplayState
    private let parcels: AsyncStream<ReplayParcel>
    private let outbox: AsyncStream<ReplayParcel>.Continuation

    /// - Parameters:
    ///   - port: of 127.0.0.1; 0 takes one that is free.
    ///   - receiver: who is told of what happens; may be set later, see ``send(to:)``.
    ///   - onListening: called once, when connections are accepted, with the URL that a client takes as its base.
    package init(
        port: Int = 0, apiKey: String = Self.apiKey, receiver: ReplayReceiver? = nil, logger: Logger,
        onListening: @escaping @Sendable (_ baseURL: String) -> Void
    ) {
        self.port = port
        self.apiKey = apiKey
        self.onListening = onListening
        self.logger = logger
        (parcels, outbox) = AsyncStream<ReplayParcel>.makeStream(bufferingPolicy: .bufferingOldest(10_000))
        state = ReplayState(receiver: receiver, outbox: outbox)
    }

    /// Listens and delivers until it is told to stop, or its task is cancelled. Runs once.
    package func run() async throws {
        let router = Router(context: ReplayContext.self)
        ReplayRoutes(state: state, apiKey: apiKey).add(to: router)
        ControlRoutes(state: state).add(to: router)
        PageRoutes(state: state).add(to: router)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), serverName: nil),
            services: [ReplayDeliveries(parcels: parcels, state: state, logger: logger)],
            onServerRunning: { channel in
                let baseURL = "http://127.0.0.1:\(channel.localAddress?.port ?? port)"
                await state.listen(at: baseURL)
                onListening(baseURL)
            }, logger: logger)
        try await application.run()
    }
}

// What customers, banks and bad luck do.
extension StripeReplayServer {
    /// The customer pays at once.
    ///
    /// - Throws: ``ReplayRefusal`` unless the page is open, as do all of these where they cannot be.
    package func pay(_ session: CheckoutSession.ID) async throws {
        try await perform { books throws(ReplayProblem) in _ = try books.pay(session.text) }
    }

    /// The customer pays by a method whose money takes days.
    package func payLater(_ session: CheckoutSession.ID) async throws {
        try await perform { books throws(ReplayProblem) in _ = try books.payLater(session.text) }
    }

    /// The money of ``payLater(_:)`` comes.
    package func settle(_ session: CheckoutSession.ID) async throws {
        try await perform { books throws(ReplayProblem) in _ = try books.settle(session.text) }
    }

    /// A card is refused and the page stays open; or the money of ``payLater(_:)`` does not come.
    package func failPayment(_ session: CheckoutSession.ID) async throws {
        try await perform { books throws(ReplayProblem) in _ = try books.failPayment(session.text) }
    }

    /// The page's time is over.
    package func expire(_ session: CheckoutSession.ID) async throws {
        try await perform { books throws(ReplayProblem) in _ = try books.expireSession(session.text) }
    }

    /// Somebody gives money back from Stripe's dashboard; all that is left without an amount.
    package func refund(_ charge: Charge.ID, amountMinor: Int64? = nil) async throws {
        try await perform { books throws(ReplayProblem) in _ = try books.refund(charge.text, amountMinor) }
    }

    /// The customer wants a charge back from their bank.
    ///
    /// - Returns: the dispute's id, for ``closeDispute(_:won:)``.
    package func dispute(_ charge: Charge.ID) async throws -> Dispute.ID {
        let id = try await perform { books throws(ReplayProblem) in try books.dispute(charge.text).id }
        guard let id = Dispute.ID(id) else { throw ReplayRefusal(message: "no identifier") }
        return id
    }

    /// The banks decide.
    package func closeDispute(_ dispute: Dispute.ID, won: Bool) async throws {
        try await perform { books throws(ReplayProblem) in _ = try books.closeDispute(dispute.text, won: won) }
    }

    /// Gives the next calls to `/v1` trouble; `nil` ends all of it.
    package func outage(_ outage: ReplayOutage?, calls: Int = 1) async { await state.plan(outage, calls: calls) }

    /// The calls to `/v1` so far, oldest first, at most the last thousand.
    package var calls: [ReplayCall] { get async { await state.calls } }

    private func perform<Value: Sendable>(
        _ action: @Sendable (inout ReplayBooks) throws(ReplayProblem) -> Value
    ) async throws -> Value {
        do throws(ReplayProblem) { return try await state.perform(action) } catch {
            throw ReplayRefusal(message: error.message)
        }
    }
}

// Webhooks.
extension StripeReplayServer {
    /// Who is told of what happens from now on; `nil` for nobody.
    package func send(to receiver: ReplayReceiver?) async { await state.send(to: receiver) }

    /// How happenings are told from now on.
    package func deliver(_ delivery: ReplayDelivery) async { await state.setDelivery(delivery) }

    /// Sends what was kept back.
    package func release(_ order: ReplayDelivery.Order = .asMade) async { await state.release(order) }

    /// The attempts to deliver so far, oldest first, at most the last thousand.
    package var attempts: [ReplayAttempt] { get async { await state.attempts } }
}

/// Something that cannot be done, said to a test.
package struct ReplayRefusal: Error, CustomStringConvertible {
    package let message: String
    package var description: String { message }
}
