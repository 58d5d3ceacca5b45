import Accounts
import Domain

/// Somebody whom only a store knows, as the API shows them.
struct StorePerson: Encodable {
    let user: StoreUser
    let storeID: Store.ID

    private enum CodingKeys: String, CodingKey { case id, email, firstName, lastName, role, isActive, storeId }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(user.id.canonical, forKey: .id)
        try container.encode(user.email, forKey: .email)
        try container.encode(user.firstName?.rawValue ?? user.displayName, forKey: .firstName)
        try container.encode(user.lastName?.rawValue ?? "", forKey: .lastName)
        try container.encode(user.isOwner ? "store_owner" : "store_user", forKey: .role)
        try container.encode(true, forKey: .isActive)
        try container.encode(storeID, forKey: .storeId)
    }
}
