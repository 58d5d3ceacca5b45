package import Domain
import Postgres
package import Requests
package import Tenancy

/// Closes stores and opens them again; their databases are not touched.
///
/// A closed store answers nobody, and every token of its users is dead with the commit: the database raises its
/// generation. Every process obeys within 5 s. Tokens stay dead when it is opened again.
package struct StoreSuspension: Sendable {
    let master: Database<Master>

    package init(master: Database<Master>) {
        self.master = master
    }

    /// Closes a store, wherever it stands. One that is closed stays so.
    ///
    /// - Throws: ``StoreError/notFound``; ``StoreError/provisioningInProgress(_:)`` while its database is being set up.
    package func suspend(_ id: Store.ID, by caller: Caller) async throws -> Store {
        try await change(id, by: caller) { standing, master in
            switch standing.status {
            case .suspended: return
            case .provisioning:
                guard let job = standing.provisioningJobId else { throw StoreError.notFound }
                throw StoreError.provisioningInProgress(job)
            case .pendingDatabase, .active, .failed:
                try await SuspensionQueries.suspend(id, on: master)
                try await AuditQueries.insert(
                    caller.entry("store.suspended", store: id, detail: ["from": standing.status.rawValue]), on: master)
            }
        }
    }

    /// Opens a store again, to stand where it stood. One that is not closed stays as it is.
    ///
    /// - Throws: ``StoreError/notFound``.
    package func resume(_ id: Store.ID, by caller: Caller) async throws -> Store {
        try await change(id, by: caller) { standing, master in
            guard standing.status == .suspended, let next = standing.suspendedFrom else { return }
            try await SuspensionQueries.resume(id, on: master)
            try await AuditQueries.insert(
                caller.entry("store.resumed", store: id, detail: ["to": next.rawValue]), on: master)
        }
    }

    private func change(
        _ id: Store.ID, by caller: Caller,
        _ body: (SuspensionQueries.Standing, Session<Master>) async throws -> Void
    ) async throws -> Store {
        try await master.transaction { master in
            guard let standing = try await SuspensionQueries.lock(id, of: caller.account, on: master) else {
                throw StoreError.notFound
            }
            try await body(standing, master)
            guard let store = try await StoreQueries.find(id, of: caller.account, on: master) else {
                throw StoreError.notFound
            }
            return store
        }
    }
}
