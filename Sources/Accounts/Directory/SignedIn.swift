package import Domain

/// What somebody gets who proved who they are.
package struct SignedIn: Sendable {
    package let account: Account
    package let tokens: SessionTokens

    package init(account: Account, tokens: SessionTokens) {
        self.account = account
        self.tokens = tokens
    }
}

/// What somebody sends to make an account.
package struct Registration: Sendable {
    package let email: EmailAddress
    package let password: Password
    package let firstName: DisplayName
    package let lastName: DisplayName

    package init(email: EmailAddress, password: Password, firstName: DisplayName, lastName: DisplayName) {
        self.email = email
        self.password = password
        self.firstName = firstName
        self.lastName = lastName
    }
}

/// From where somebody calls: kept with a session so that its owner can recognise it.
package struct ClientInfo: Sendable {
    /// An IP address, as judged by the trusted proxies.
    package let address: String?
    package let userAgent: String?
    package let requestID: String

    package init(address: String?, userAgent: String?, requestID: String) {
        self.address = address
        self.userAgent = userAgent
        self.requestID = requestID
    }
}

/// How long a session lives.
package struct SessionLifetimes: Sendable {
    /// Without being refreshed.
    package var idle: Duration
    /// In all.
    package var absolute: Duration

    package init(idle: Duration = .seconds(12 * 3600), absolute: Duration = .seconds(30 * 86_400)) {
        self.idle = idle
        self.absolute = absolute
    }
}
