package import Domain
import Stores

/// Decides whose users somebody who logs in is one of.
package struct LoginDoor: Sendable {
    /// Where a login leads.
    package enum Realm: Hashable, Sendable {
        case platform
        case store(Store.ID)
    }

    let platformHostname: String
    /// The store that answers to a host.
    let store: @Sendable (_ host: String) async throws -> Store.ID?

    /// The platform's own hostname, and how stores are told from it.
    package init(platformHostname: String, store: @escaping @Sendable (String) async throws -> Store.ID?) {
        self.platformHostname = Self.bare(platformHostname)
        self.store = store
    }

    /// The platform at its own hostname, and at any host that is no store's when none was named; a store at its own.
    ///
    /// - Parameters:
    ///   - hostname: what the body says.
    ///   - host: what the request was sent to.
    /// - Throws: ``Stores/UnknownHost`` for a name that is nobody's.
    package func realm(named hostname: String?, host: String?) async throws -> Realm {
        guard let name = hostname ?? host, Self.bare(name) != platformHostname else { return .platform }
        if let store = try await store(name) { return .store(store) }
        if hostname != nil { throw UnknownHost() }
        return .platform
    }

    /// Lower case, without a port and without a dot at the end.
    private static func bare(_ name: String) -> String {
        var bare = name.lowercased()
        if let colon = bare.lastIndex(of: ":"), bare[colon...].dropFirst().allSatisfy(\.isNumber) {
            bare = String(bare[..<colon])
        }
        if bare.hasSuffix(".") { bare.removeLast() }
        return bare
    }
}
