/// Whether a call is tried once more, and after which pause.
struct RetryRules: Sendable {
    /// How an attempt ended.
    enum Outcome: Sendable {
        /// No answer, or not the whole of it.
        case unreachable
        case answer(status: Int, shouldRetry: Bool?, retryAfter: Duration?)
    }

    let retries: Int
    let pause: Duration

    /// The pause before the next attempt; `nil` when there is none.
    ///
    /// Stripe's own word goes before any rule: `Stripe-Should-Retry` decides whether, `Retry-After` how soon at the
    /// earliest. Without it 409, 429 and 5xx are tried again.
    ///
    /// - Parameters:
    ///   - attempts: how many there have been.
    ///   - remaining: of the time for the whole call; a pause that does not fit into it is not begun.
    ///   - chance: 0 to 1, what part of the pause's second half is waited.
    func pause(after outcome: Outcome, attempts: Int, remaining: Duration, chance: Double) -> Duration? {
        guard attempts <= retries, isTransient(outcome) else { return nil }
        var pause = self.pause * (1 << (attempts - 1)) * (0.5 + chance / 2)
        if case .answer(_, _, let retryAfter?) = outcome { pause = max(pause, retryAfter) }
        return pause < remaining ? pause : nil
    }

    private func isTransient(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .unreachable: true
        case .answer(_, let shouldRetry?, _): shouldRetry
        case .answer(let status, nil, _): status == 409 || status == 429 || status >= 500
        }
    }
}
