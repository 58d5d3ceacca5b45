package import Domain

/// An entry of the audit log as it stands there. Encodes to the object of the HTTP API.
package struct AuditRecord: Sendable, Equatable {
    /// Its number; later entries have higher ones.
    package let id: Int64
    package let at: Timestamp
    /// `area.act`.
    package let action: String
    /// Whose account acted; `nil` for the platform itself and for people whom only a store knows.
    package let actorID: Account.ID?
    package let storeID: Store.ID?
    package let subject: String?
    package let ip: String?
    package let requestID: String?
    /// Names and texts.
    package let detail: [String: String]
}

extension AuditRecord: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, at, action, subject, ip, detail
        case actorID = "actorId"
        case storeID = "storeId"
        case requestID = "requestId"
    }

    /// Writes every key, `null` where there is nothing; the id as text, for it may outgrow what JSON readers hold.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(String(id), forKey: .id)
        try container.encode(at, forKey: .at)
        try container.encode(action, forKey: .action)
        try container.encode(actorID, forKey: .actorID)
        try container.encode(storeID, forKey: .storeID)
        try container.encode(subject, forKey: .subject)
        try container.encode(ip, forKey: .ip)
        try container.encode(requestID, forKey: .requestID)
        try container.encode(detail, forKey: .detail)
    }
}
