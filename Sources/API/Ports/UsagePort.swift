package import Domain
package import Usage

/// Where requests are counted, and what the routes ask of the counters.
package struct UsagePort: Sendable {
    /// Offers an answered request; what is given is called at once, with a weight, if the request is to be kept. Never
    /// waits and never fails.
    package var offer: @Sendable (_ status: Int, _ record: (_ weight: Int) -> RequestRecord) -> Void
    /// What was counted of the owner's store on these days. A stranger's store is `not_found`.
    package var figures: @Sendable (Store.ID, _ owner: Account.ID, ClosedRange<Day>) async throws -> [UsageFigure]

    /// Calls one by one.
    package init(
        offer: @escaping @Sendable (Int, (Int) -> RequestRecord) -> Void,
        figures: @escaping @Sendable (Store.ID, Account.ID, ClosedRange<Day>) async throws -> [UsageFigure]
    ) {
        self.offer = offer
        self.figures = figures
    }

    /// The real thing.
    package init(recorder: UsageRecorder, history: UsageHistory) {
        self.init(
            offer: { recorder.offer(status: $0, $1) },
            figures: { try await history.figures(of: $0, owner: $1, on: $2) })
    }
}
