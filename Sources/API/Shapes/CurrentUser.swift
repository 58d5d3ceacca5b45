import Domain

/// Who is asking: the user object, and the store of a store token.
struct CurrentUser: Encodable {
    let account: Account
    let storeID: Store.ID?

    private enum CodingKeys: String, CodingKey { case storeId }

    func encode(to encoder: any Encoder) throws {
        try account.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(storeID, forKey: .storeId)
    }
}
