package import Domain
package import Tenancy

/// A counter of a store on one day. Encodes to an item of the usage list of the HTTP API.
package struct UsageFigure: Sendable, Encodable, Equatable {
    package let day: Day
    /// `api.requests`, `api.errors`, `api.milliseconds`, `jobs.started`; perhaps more one day.
    package let metric: String
    /// In the metric's own unit, more than 0.
    package let value: Int64
}

/// Shows stores' counters to their owners.
package struct UsageHistory: Sendable {
    /// How many days may be asked for at once.
    package static let longest = 400

    private let master: Database<Master>

    package init(master: Database<Master>) { self.master = master }

    /// Everything that was counted on these days, by day and metric. Days and metrics with nothing are left out.
    ///
    /// - Parameter days: at most ``longest``.
    /// - Throws: ``PlanError/noSuchStore`` for a stranger's store.
    package func figures(
        of store: Store.ID, owner: Account.ID, on days: ClosedRange<Day>
    ) async throws -> [UsageFigure] {
        guard try await UsageQueries.isThere(store, of: owner, on: master.reading) else { throw PlanError.noSuchStore }
        return try await UsageQueries.figures(
            of: store, from: days.lowerBound, to: days.upperBound, on: master.reading
        ).compactMap { row in
            Day(row.day).map { UsageFigure(day: $0, metric: row.metric, value: row.value) }
        }
    }
}
