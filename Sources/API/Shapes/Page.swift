/// Part of a list, newest first, and how to go on.
package struct Page<Item: Encodable>: Encodable {
    /// What there is.
    package let items: [Item]
    /// Opaque text for `?cursor=`; `null` on the last page.
    package let nextCursor: String?

    /// Items, and the cursor of the next page if there is one.
    package init(_ items: [Item], nextCursor: String? = nil) {
        self.items = items
        self.nextCursor = nextCursor
    }

    private enum CodingKeys: String, CodingKey { case items, nextCursor }

    /// Writes both members always.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}

extension Page: Sendable where Item: Sendable {}
