/// Somebody who uses the platform itself: an agency's owner, or an operator.
///
/// Encodes to the user object of the HTTP API. The users of a store live in its own database and are none of these.
package struct Account: Identifiable, Hashable, Sendable, Encodable {
    /// The identity of an account.
    package typealias ID = Identifier<Account>

    /// What somebody may do on the platform.
    package enum Role: String, Sendable, CaseIterable, Codable {
        /// Makes stores and pays for them.
        case agency
        /// Runs the platform.
        case `operator`
    }

    /// Who it is, for ever.
    package let id: ID
    /// Where mail goes; unique without regard to case.
    package var email: EmailAddress
    /// The given name.
    package var firstName: DisplayName
    /// The family name.
    package var lastName: DisplayName
    /// What they may do.
    package var role: Role
    /// `false` once deactivated: no login, no refresh, and every session is dead.
    package var isActive: Bool
    /// When they signed up.
    package let createdAt: Timestamp

    /// An account as a row holds it.
    package init(
        id: ID, email: EmailAddress, firstName: DisplayName, lastName: DisplayName, role: Role, isActive: Bool,
        createdAt: Timestamp
    ) {
        self.id = id
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        self.role = role
        self.isActive = isActive
        self.createdAt = createdAt
    }
}
