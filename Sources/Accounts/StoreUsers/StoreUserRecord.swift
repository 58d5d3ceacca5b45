import Domain
import Foundation
import Tenancy

/// A row of `users` as a store's database tells it: texts that may say anything.
struct StoreUserRecord: Decodable, Sendable {
    let id: String
    let email: String
    let passwordHash: String?
    let status: String
    let generation: String
    let isOwner: String
    let displayName: String?
    let firstName: String?
    let lastName: String?

    var isActive: Bool { status == "active" }

    /// Reads the row as the user that was asked for.
    ///
    /// - Parameter owner: the owner's platform address, `nil` when staff was asked for by `address`.
    /// - Throws: ``TenantUnavailable/unreachable`` when it is somebody else's row, or no user's.
    func user(_ address: EmailAddress, isOwner: Bool) throws -> StoreUser {
        guard let id = UUID(canonical: id), let generation = Int64(generation), generation >= 0,
            self.isOwner == "\(isOwner)", isOwner || EmailAddress(email) == address
        else { throw TenantUnavailable.unreachable }
        let (first, last) = (firstName.flatMap { DisplayName($0) }, lastName.flatMap { DisplayName($0) })
        return StoreUser(
            id: id, email: address, displayName: name(first, last, else: address), firstName: first, lastName: last,
            generation: generation, isOwner: isOwner)
    }

    private func name(_ first: DisplayName?, _ last: DisplayName?, else address: EmailAddress) -> String {
        if let whole = displayName.flatMap({ DisplayName($0) }) { return whole.rawValue }
        let parts = [first, last].compactMap(\.?.rawValue)
        return parts.isEmpty ? address.rawValue : parts.joined(separator: " ")
    }
}
