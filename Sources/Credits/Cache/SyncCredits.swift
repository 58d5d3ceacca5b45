package import Domain
import Jobs

/// The job that tells a store's own database what credits it has.
package struct SyncCredits: JobPayload {
    package static let kind = "sync-credits"

    package let storeID: Store.ID

    package init(storeID: Store.ID) { self.storeID = storeID }

    /// One such job per store is wanted at a time.
    static func uniqueKey(_ store: Store.ID) -> String { "sync-credits:\(store)" }
}
