/// Whose users somebody is one of. Nothing of one realm is worth anything in the other.
package enum Realm: UInt8, Sendable, CaseIterable {
    /// The platform's own: agencies and operators, in the master database.
    case platform = 1
    /// A store's: people its own database knows.
    case store = 2
}
