import Stores

/// Decides whose users somebody who logs in is one of.
package struct LoginDoor: Sendable {
    let platformHostname: String
    /// Whether a store answers to a host.
    let isStore: @Sendable (_ host: String) async throws -> Bool

    /// The platform's own hostname, and how stores are told from it.
    package init(platformHostname: String, isStore: @escaping @Sendable (String) async throws -> Bool) {
        self.platformHostname = Self.bare(platformHostname)
        self.isStore = isStore
    }

    /// Passes for the platform: its own hostname, or any host that is no store's when none was named.
    ///
    /// - Parameters:
    ///   - hostname: what the body says.
    ///   - host: what the request was sent to.
    /// - Throws: ``Stores/UnknownHost`` for a name that is nobody's, ``RequestError/storeLoginUnavailable`` for a
    ///   store's.
    package func requirePlatform(named hostname: String?, host: String?) async throws {
        guard let name = hostname ?? host, Self.bare(name) != platformHostname else { return }
        if try await isStore(name) { throw RequestError.storeLoginUnavailable }
        if hostname != nil { throw UnknownHost() }
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
