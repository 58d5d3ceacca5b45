package import Domain
package import Foundation

/// Somebody whom one store knows: staff, or the owner in that part.
///
/// Nobody on the platform. The id is whatever the store's database says, so it may equal an account's; it means nothing
/// without the store, and is no ``Domain/Account/ID``.
package struct StoreUser: Sendable, Equatable {
    /// The `sub` of their tokens, worth something in this store only.
    package let id: UUID
    /// Staff as they log in; the owner's is their platform address, whatever the store's database says.
    package let email: EmailAddress
    /// What to call them; made of the address when the store's database has nothing that may be shown.
    package let displayName: String
    package let firstName: DisplayName?
    package let lastName: DisplayName?
    /// The `gen` of their tokens; raised by the store's database to end them. 0 or more.
    package let generation: Int64
    /// The account that owns the store, proven by the platform's own password.
    package let isOwner: Bool
}
