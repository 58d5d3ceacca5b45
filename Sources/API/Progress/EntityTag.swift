/// Names one state of a resource, for `ETag` and `If-None-Match` (RFC 9110 §8.8.3).
package struct EntityTag: Hashable, Sendable {
    private let value: String

    /// - Parameter value: visible ASCII without quotes.
    package init(_ value: String) { self.value = value }

    /// The tag as the field spells it, in quotes.
    package var field: String { "\"\(value)\"" }

    /// Whether a list of tags has this one, weak or strong; `*` has all. `nil` has none.
    package func isListed(in ifNoneMatch: String?) -> Bool {
        guard let ifNoneMatch else { return false }
        return ifNoneMatch.split(separator: ",").contains { entry in
            let tag = entry.filter { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == field || tag == "W/\(field)"
        }
    }
}
