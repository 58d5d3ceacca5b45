import CCrypt
import Foundation
import Secrets

/// A bcrypt hash of somebody else's making (`$2a$`, `$2b$` or `$2y$`), by the system's library.
///
/// Only ever checked: new hashes are argon2id. A cost of 4 to 12 is accepted; 12 is about a quarter of a second.
struct Bcrypt: Hashable, Sendable {
    /// The 60 characters as they are stored.
    let text: String

    /// Bytes of a password that bcrypt looks at.
    static let significantBytes = 72
    private static let settingLength = 29
    private static let dearest = 12

    /// - Returns: `nil` for any other form, and for what would cost too much.
    init?(_ text: String) {
        let bytes = Array(text.utf8.prefix(61))
        guard bytes.count == 60, bytes.suffix(53).allSatisfy(Self.isDigit),
            ["$2a$", "$2b$", "$2y$"].contains(String(decoding: bytes.prefix(4), as: UTF8.self)),
            bytes[6] == UInt8(ascii: "$"), let cost = Int(String(decoding: bytes[4...5], as: UTF8.self)),
            bytes[4...5].allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), 4...Self.dearest ~= cost
        else { return nil }
        self.text = text
    }

    /// Whether the password is the one. Blocks its thread for as long as the hash costs, right or wrong.
    ///
    /// A password that bcrypt would cut, after 72 bytes or at a NUL, is none: two such passwords could not be told apart.
    ///
    /// - Throws: ``PasswordHashingError/failed`` when the library does not know bcrypt.
    func matches(_ password: SecretBytes) throws(PasswordHashingError) -> Bool {
        let computed = try compute(password)
        let stored = SecretBytes(copying: Array(text.utf8.dropFirst(Self.settingLength)))
        let isWhole = password.withUnsafeBytes { $0.count <= Self.significantBytes && !$0.contains(0) }
        return computed == stored && isWhole
    }

    /// The last 31 characters of what the password hashes to.
    private func compute(_ password: SecretBytes) throws(PasswordHashingError) -> SecretBytes {
        let size = MemoryLayout<crypt_data>.size
        let workspace = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        var phrase = password.withUnsafeBytes { Array($0.prefix(Self.significantBytes)) + [0] }
        defer {
            explicit_bzero(workspace, size)
            workspace.deallocate()
            phrase.withUnsafeMutableBytes { bytes in
                if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
            }
        }
        workspace.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        let computed: SecretBytes? = phrase.withUnsafeBytes { phrase in
            // `crypt_r`, but for telling of failures by a null pointer.
            let output = crypt_rn(
                phrase.baseAddress?.assumingMemoryBound(to: CChar.self), text, workspace, Int32(size))
            guard let output, strlen(output) == 60 else { return nil }
            return SecretBytes(
                copying: UnsafeRawBufferPointer(start: output + Self.settingLength, count: 60 - Self.settingLength))
        }
        guard let computed else { throw .failed }
        return computed
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
