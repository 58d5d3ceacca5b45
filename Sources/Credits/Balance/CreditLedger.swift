package import Domain
package import Tenancy

/// What stores have, and what things cost.
package struct CreditLedger: Sendable {
    let master: Database<Master>
    /// How what is spent gets into the journal.
    let post: @Sendable (CreditEntry, Store.ID) async throws -> CreditPosting

    /// Posts what is spent together with what others spend.
    package init(master: Database<Master>, writer: CreditWriter) {
        self.master = master
        post = { try await writer.post($0, to: $1) }
    }

    /// Posts each entry by itself.
    package init(master: Database<Master>) {
        self.master = master
        let journal = CreditJournal(master: master)
        post = { try await journal.post([$0], to: $1)[0] }
    }

    /// What a store has at this moment: what lapsed or ended by now is not in it, whether or not that was written down.
    ///
    /// - Parameter owner: who asks; `nil` for the store's own people, who have proven to be that.
    /// - Throws: ``CreditError/notFound`` for a stranger's store.
    package func balance(of store: Store.ID, owner: Account.ID?) async throws -> CreditBalance {
        guard var row = try await CreditQueries.balance(of: store, owner: owner, on: master.reading) else {
            throw CreditError.notFound
        }
        if row.isDue {
            try await expire(store)
            row = try await CreditQueries.balance(of: store, owner: owner, on: master.reading) ?? row
        }
        return CreditBalance(
            storeId: row.storeId, balance: CreditAmount(units: row.balance),
            available: CreditAmount(units: row.balance - row.held), held: CreditAmount(units: row.held),
            lifetimePurchased: CreditAmount(units: row.lifetimePurchased),
            lifetimeSpent: CreditAmount(units: row.lifetimeSpent), seq: row.lastSeq, updatedAt: row.updatedAt)
    }

    /// Everything that can be bought with credits, by key.
    package func prices() async throws -> [ServicePrice] {
        try await CreditQueries.prices(on: master.reading).map {
            ServicePrice(
                serviceKey: $0.serviceKey, name: $0.name, unitPrice: CreditAmount(units: $0.unitPrice),
                billingType: $0.billingType)
        }
    }
}
