import Foundation
package import Secrets

/// Compares the credential keys of this process with every key ever used on this master database.
///
/// The database holds a fingerprint of each key, never a key. Run at start, before anything is sealed or opened: a
/// wrong key found here costs a restart, found later it costs a tenant.
package enum KeyCheck {
    /// Notes keys that are new.
    ///
    /// - Throws: ``Mismatch`` when a key differs from what its name meant before, or when rows are sealed with a key that
    ///   this process does not have.
    package static func run(_ keyring: Keyring, on master: Database<Master>) async throws {
        try await master.transaction { master in
            for id in keyring.keyIDs {
                guard let value = keyring.checkValue(of: id) else { continue }
                let known = try await KeyCheckQueries.note(id.rawValue, value: value.bytes, on: master)
                guard known == value.bytes else { throw Mismatch.differentKey(id.rawValue) }
            }
            for name in try await KeyCheckQueries.inUse(on: master) {
                guard let id = KeyID(name), keyring.contains(id) else { throw Mismatch.missingKey(name) }
            }
        }
    }

    /// Why this process must not go on.
    package enum Mismatch: Error, Equatable, CustomStringConvertible {
        case differentKey(String)
        case missingKey(String)

        package var description: String {
            switch self {
            case .differentKey(let name):
                "The credential key “\(name)” is not the one this database was used with. Put the right key into TENANTRY_CREDENTIAL_KEYS, or give the new one another name."
            case .missingKey(let name):
                "Credentials in this database are sealed with the key “\(name)”, which is missing from TENANTRY_CREDENTIAL_KEYS. Add it again, behind the others."
            }
        }
    }
}
