import Secrets

/// A password's argon2id hash, as a row holds it. Shows itself to nobody.
///
/// What it would cost to check is bounded, for the hashes of a store's users come out of a database that belongs to
/// somebody else.
package struct PasswordHash: Sendable, Hashable {
    let cost: Argon2
    let salt: [UInt8]
    let digest: [UInt8]

    /// The dearest hash that is ever checked: 64 MiB, five passes, four lanes.
    static let dearest = Argon2(memory: 65_536, iterations: 5, lanes: 4)

    init(cost: Argon2, salt: [UInt8], digest: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.digest = digest
    }

    /// Hashes a password with the standard cost and 16 random bytes of salt. Blocks its thread.
    init(of password: Password) throws(PasswordHashingError) {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let digest = try Argon2.standard.digest(of: password.bytes, salt: salt, length: 32)
        self.init(cost: .standard, salt: salt, digest: digest.withUnsafeBytes { Array($0) })
    }

    /// Whether the password is the one. Blocks its thread for as long as the hash costs, right or wrong.
    func matches(_ password: Password) throws(PasswordHashingError) -> Bool {
        try cost.digest(of: password.bytes, salt: salt, length: digest.count) == SecretBytes(copying: digest)
    }

    /// Whether it was made with another cost than new ones are: make a new one when the password is next given.
    package var needsRehash: Bool { cost != .standard || salt.count < 16 || digest.count < 32 }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
