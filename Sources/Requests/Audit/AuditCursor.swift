import Secrets

/// Where a page of the audit log ended.
package struct AuditCursor: Sendable, Equatable {
    /// The last entry of the page.
    let id: Int64

    init(_ record: AuditRecord) { id = record.id }
}

extension AuditCursor: LosslessStringConvertible {
    private static let prefix = "audit:"

    /// Reads what ``description`` wrote; `nil` for anything else.
    package init?(_ description: String) {
        guard description.utf8.count <= 64, let bytes = Base64URL.decode(description) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix(Self.prefix), let id = Int64(text.dropFirst(Self.prefix.count)), id > 0,
            text == Self.prefix + String(id)
        else { return nil }
        self.id = id
    }

    /// The cursor as clients carry it around, opaque to them.
    package var description: String { Base64URL.encode(Array("\(Self.prefix)\(id)".utf8)) }
}
