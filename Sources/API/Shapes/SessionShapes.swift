import Accounts
import Domain

/// What somebody sends to renew their tokens; nothing when a cookie says it.
struct Renewal: RequestFields {
    let refreshToken: String?

    init(from fields: inout FieldReader) throws {
        refreshToken = fields.optionalText("refreshToken")
        guard fields.isSound else { throw fields.failure }
    }
}

/// Which sessions somebody wants to end.
struct Logout: RequestFields {
    enum Scope: String { case current, others, all }

    let scope: Scope

    init(from fields: inout FieldReader) throws {
        let text = fields.optionalText("scope")
        let scope = text.map { Scope(rawValue: $0) } ?? .current
        if scope == nil { fields.note("scope", "This is current, others or all.") }
        guard let scope, fields.isSound else { throw fields.failure }
        self.scope = scope
    }

    func selection(for session: SessionID) -> SessionSelection {
        switch scope {
        case .current: .one(session)
        case .others: .others(session)
        case .all: .all
        }
    }
}

/// What somebody sends to have another password.
struct PasswordChange: RequestFields {
    let current: Password
    let new: Password

    init(from fields: inout FieldReader) throws {
        let current = fields.text("currentPassword")
        let new = fields.text("newPassword")
        guard let current, let new, fields.isSound else { throw fields.failure }
        self.current = Password(current)
        self.new = Password(new)
    }
}

/// A session in its owner's list.
struct SessionItem: Encodable {
    let id: SessionID
    let createdAt: Timestamp
    let lastUsedAt: Timestamp
    let ip: String?
    let userAgent: String?
    let isCurrent: Bool

    private enum CodingKeys: String, CodingKey { case id, createdAt, lastUsedAt, ip, userAgent, isCurrent }

    init(_ session: SessionSummary, current: SessionID) {
        id = session.id
        createdAt = session.createdAt
        lastUsedAt = session.lastUsedAt
        ip = session.ip
        userAgent = session.userAgent
        isCurrent = session.id == current
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(lastUsedAt, forKey: .lastUsedAt)
        try container.encode(ip, forKey: .ip)
        try container.encode(userAgent, forKey: .userAgent)
        try container.encode(isCurrent, forKey: .isCurrent)
    }
}
