/// A shop of an agency's, which has or will have a database of its own.
///
/// Encodes to the store object of the HTTP API, every key always there; see ``encode(to:)``.
package struct Store: Identifiable, Hashable, Sendable {
    /// The identity of a store.
    package typealias ID = Identifier<Store>

    /// Who it is, for ever.
    package let id: ID
    /// Whose it is; nobody else learns that it exists.
    package let ownerID: Account.ID
    /// What people call it.
    package var name: DisplayName
    /// What its address calls it; unique on the platform.
    package let slug: Slug
    /// Where it stands.
    package var status: Status
    /// The hostname that links lead to; `nil` until it has one.
    package var primaryHostname: String?
    /// Where its data are; `nil` until somebody asked to connect one.
    package var database: Database?
    /// The last migration its database has, `nil` before the first.
    package var schemaVersion: String?
    /// When it was made.
    package let createdAt: Timestamp
    /// When anything of the above last changed.
    package var updatedAt: Timestamp

    /// Whether it is open for business: only in ``Status/active``.
    package var isActive: Bool { status == .active }

    /// A store as its rows hold it.
    package init(
        id: ID, ownerID: Account.ID, name: DisplayName, slug: Slug, status: Status, primaryHostname: String?,
        database: Database?, schemaVersion: String?, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.ownerID = ownerID
        self.name = name
        self.slug = slug
        self.status = status
        self.primaryHostname = primaryHostname
        self.database = database
        self.schemaVersion = schemaVersion
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
