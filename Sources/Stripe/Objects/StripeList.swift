/// A page of a list.
package struct StripeList<Element: Decodable & Sendable>: Decodable, Sendable {
    package let data: [Element]
    /// Whether there are more behind the last of these.
    package let hasMore: Bool

    private enum CodingKeys: String, CodingKey {
        case data
        case hasMore = "has_more"
    }
}
