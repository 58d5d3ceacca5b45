import Domain

extension StoreRow {
    /// The noun that the row stands for.
    var store: Store {
        Store(
            id: id, ownerID: ownerId, name: name, slug: slug, status: status, primaryHostname: primaryHostname,
            database: database, schemaVersion: schemaVersion, createdAt: createdAt, updatedAt: updatedAt)
    }

    private var database: Store.Database? {
        guard let databaseKind, let databaseHost, let databaseName, let databaseStatus else { return nil }
        return Store.Database(kind: databaseKind, host: databaseHost, name: databaseName, status: databaseStatus)
    }
}
