import Secrets

/// A password's hash, as a row holds it. Shows itself to nobody.
///
/// What it would cost to check is bounded, for the hashes of a store's users come out of a database that belongs to
/// somebody else.
package struct PasswordHash: Sendable, Hashable {
    /// What it was made with. New ones are always argon2id.
    enum Algorithm: Hashable, Sendable {
        case argon2id(cost: Argon2, salt: [UInt8], digest: [UInt8])
        case bcrypt(Bcrypt)
    }

    let algorithm: Algorithm

    /// The dearest argon2id hash that is ever checked: 64 MiB, five passes, four lanes.
    static let dearest = Argon2(memory: 65_536, iterations: 5, lanes: 4)

    init(_ algorithm: Algorithm) {
        self.algorithm = algorithm
    }

    /// Hashes a password with the standard cost and 16 random bytes of salt. Blocks its thread.
    init(of password: Password) throws(PasswordHashingError) {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let digest = try Argon2.standard.digest(of: password.bytes, salt: salt, length: 32)
        self.init(.argon2id(cost: .standard, salt: salt, digest: digest.withUnsafeBytes { Array($0) }))
    }

    /// Reads a hash that a store's own database holds: argon2id, or the bcrypt that other shops' software left behind.
    ///
    /// - Returns: `nil` for what is neither, and for what would cost too much: see ``init(phc:)``; bcrypt above cost 12.
    package init?(stored text: String) {
        if let bcrypt = Bcrypt(text) { self.init(.bcrypt(bcrypt)) } else { self.init(phc: text) }
    }

    /// Whether the password is the one. Blocks its thread for as long as the hash costs, right or wrong.
    func matches(_ password: Password) throws(PasswordHashingError) -> Bool {
        switch algorithm {
        case .argon2id(let cost, let salt, let digest):
            try cost.digest(of: password.bytes, salt: salt, length: digest.count) == SecretBytes(copying: digest)
        case .bcrypt(let hash): try hash.matches(password.bytes)
        }
    }

    /// Whether it was made in another way than new ones are: make a new one when the password is next given.
    package var needsRehash: Bool {
        switch algorithm {
        case .argon2id(let cost, let salt, let digest): cost != .standard || salt.count < 16 || digest.count < 32
        case .bcrypt: true
        }
    }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
