package import Domain
import Jobs

/// The job that gives a store its database. Everything else about it stands in rows.
package struct ConnectDatabase: JobPayload {
    package static let kind = "connect-database"
    package static let timeout = Duration.seconds(900)

    package let storeID: Store.ID

    package init(storeID: Store.ID) { self.storeID = storeID }

    /// One such job per store is wanted at a time.
    static func uniqueKey(_ store: Store.ID) -> String { "connect-database:\(store)" }

    /// Whatever changes a store's database runs alone.
    package static func serialKey(_ store: Store.ID) -> String { "store-database:\(store)" }
}
