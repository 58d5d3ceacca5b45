package import Domain
package import Tenancy

/// A name that a store answers to.
///
/// Encodes to the hostname object of the HTTP API: `{hostname, isPrimary, createdAt}`.
package struct StoreHostname: Hashable, Sendable, Codable {
    /// The name itself, as requests are compared with it.
    package let hostname: Hostname
    /// The one that links lead to; every store that has a name has exactly one such.
    package let isPrimary: Bool
    package let createdAt: Timestamp
}
