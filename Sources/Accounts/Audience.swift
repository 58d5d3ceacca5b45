package import Domain

/// Where an access token is good: the claim `aud`.
package enum Audience: Hashable, Sendable {
    /// The platform's own calls: `platform`.
    case platform
    /// One store, and nothing else of the platform: `store:<id>`.
    case store(Store.ID)

    /// The store, `nil` for the platform.
    package var storeID: Store.ID? {
        switch self {
        case .platform: nil
        case .store(let id): id
        }
    }

    /// Which users it is for.
    package var realm: Realm { storeID == nil ? .platform : .store }
}

extension Audience: LosslessStringConvertible {
    /// Reads the claim exactly as it is minted; `nil` for any other spelling.
    package init?(_ description: String) {
        if description == "platform" {
            self = .platform
        } else if description.hasPrefix("store:"), let id = Store.ID(String(description.dropFirst(6))),
            description == "store:\(id)"
        {
            self = .store(id)
        } else {
            return nil
        }
    }

    /// The claim.
    package var description: String { storeID.map { "store:\($0)" } ?? "platform" }
}
