import Secrets

extension Keyring {
    /// A ring of fresh random keys with these names, the first of which seals.
    static func random(_ names: String...) throws -> Keyring {
        try Keyring(parsing: try names.map { try entry($0) }.joined(separator: ","))
    }

    /// One entry of the text that a ring is read from.
    static func entry(_ name: String) throws -> String {
        struct NoName: Error {}
        guard let id = KeyID(name) else { throw NoName() }
        return makeEntry(named: id).exposed
    }
}
