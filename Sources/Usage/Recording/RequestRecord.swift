package import Domain

/// What is kept of one answered request: never a path as it was sent, a query, a body or a token.
package struct RequestRecord: Sendable, Equatable {
    /// When it was answered.
    package let at: Timestamp
    /// As in its `X-Request-Id`.
    package let requestID: String
    /// Whose account asked; `nil` for nobody, and for people whom only a store knows.
    package let user: Account.ID?
    /// The store that the token is for or that the request names: perhaps somebody else's, perhaps none.
    package let store: Store.ID?
    package let method: String
    /// The template of its route, such as `/api/stores/{id}`.
    package let route: String
    package let status: Int
    /// To the first byte of the answer.
    package let duration: Duration
    /// How many requests it stands for, 1 or more.
    package let weight: Int

    package init(
        at: Timestamp = .now, requestID: String, user: Account.ID?, store: Store.ID?, method: String, route: String,
        status: Int, duration: Duration, weight: Int
    ) {
        self.at = at
        self.requestID = requestID
        self.user = user
        self.store = store
        self.method = method
        self.route = route
        self.status = status
        self.duration = duration
        self.weight = weight
    }
}
