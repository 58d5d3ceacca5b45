extension Store: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, name, slug, status, isActive, primaryHostname, database, schemaVersion, createdAt, updatedAt
    }

    /// Writes every key, `null` where there is nothing; whose the store is stays out, for only its owner reads this.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(slug, forKey: .slug)
        try container.encode(status, forKey: .status)
        try container.encode(isActive, forKey: .isActive)
        try container.encode(primaryHostname, forKey: .primaryHostname)
        try container.encode(database, forKey: .database)
        try container.encode(schemaVersion, forKey: .schemaVersion)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(updatedAt, forKey: .updatedAt)
    }
}
