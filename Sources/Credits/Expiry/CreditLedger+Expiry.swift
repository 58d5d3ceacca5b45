import Domain
import Tenancy

extension CreditLedger {
    /// Ends holds and grants whose time is over, in so many stores at most.
    ///
    /// Needed for the journal and the stores' copies to show it in time; what may be spent is exact without it.
    ///
    /// - Returns: how many stores were looked at.
    package func expireDue(limit: Int) async throws -> Int {
        let stores = try await ExpiryQueries.due(limit: limit, on: master.session)
        for store in stores { try await ExpiryQueries.expire(store, on: master.session) }
        return stores.count
    }

    /// Ends those of one store.
    func expire(_ store: Store.ID) async throws {
        try await ExpiryQueries.expire(store, on: master.session)
    }
}
