import Crypto
import Foundation

@testable import Secrets

/// The value whose every byte is written down in the description of the form `cp1`.
enum PublishedValue {
    static let keyID = KeyID("k1")!  // a literal that is a name
    static let key = SymmetricKey(data: Data(0x00...0x1F))
    static let keyring = Keyring(primary: (keyID, key))
    static let context = SealingContext(
        table: "store_databases", column: "credentials",
        owner: UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF")!,  // a literal that is a UUID
        version: 1)
    static let plaintext = #"{"user":"u","password":"p"}"#
    static let text = """
        cp1.Q1ABAQJrMQA8AAAAAAAAAAAAAAABNfed32DRFjkmB3sSwIsU2CWuLmdQh2KzSzk54hoNTWEc6e-PIGywwjElMLE3sJ1eAAAAAAAAAAAAAAA\
        CQ3IzgoCxJox5XLbGYcAUC3h_qBKpX8TGZQyVFylT1fQwFHD0osasYfBAGA
        """

    static func material() throws -> SealingMaterial {
        try SealingMaterial(
            dataKey: SecretBytes(copying: Data(0x20...0x3F)),
            wrapNonce: AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 11) + [1]),
            nonce: AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 11) + [2]))
    }
}

extension SecretBytes {
    init(_ text: String) {
        self.init(copying: Data(text.utf8))
    }

    /// The secret in the open, for comparing.
    var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}
