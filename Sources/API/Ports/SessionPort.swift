package import Accounts

/// What the routes ask of sessions, in either realm.
package struct SessionPort: Sendable {
    /// Redeems a refresh token.
    package var refresh: @Sendable (RefreshToken, ClientInfo) async throws -> SessionTokens
    /// Ends sessions of whoever asks. Returns when every process knows.
    package var end: @Sendable (SessionSelection, Principal, ClientInfo) async throws -> Void
    /// The sessions of whoever asks.
    package var list: @Sendable (Principal) async throws -> [SessionSummary]
    /// Gives whoever asks another password and ends their other sessions. Returns when every process knows.
    package var changePassword:
        @Sendable (_ current: Password, _ new: Password, Principal, ClientInfo) async throws -> Void

    /// Calls one by one.
    package init(
        refresh: @escaping @Sendable (RefreshToken, ClientInfo) async throws -> SessionTokens,
        end: @escaping @Sendable (SessionSelection, Principal, ClientInfo) async throws -> Void,
        list: @escaping @Sendable (Principal) async throws -> [SessionSummary],
        changePassword: @escaping @Sendable (Password, Password, Principal, ClientInfo) async throws -> Void
    ) {
        self.refresh = refresh
        self.end = end
        self.list = list
        self.changePassword = changePassword
    }
}
