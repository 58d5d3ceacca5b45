package import Domain

/// Which of somebody's sessions are meant.
package enum SessionSelection: Sendable, Hashable {
    /// All that live at this moment. One that is opened at the same time is not among them, or it is: never half.
    case all
    case one(SessionID)
    /// All but this one.
    case others(SessionID)
}

/// A session as its owner sees it in a list.
package struct SessionSummary: Sendable, Decodable {
    package let id: SessionID
    package let createdAt: Timestamp
    /// When its tokens were last renewed.
    package let lastUsedAt: Timestamp
    /// From where it was opened.
    package let ip: String?
    package let userAgent: String?
}
