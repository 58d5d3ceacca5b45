import CArgon2
import Secrets

/// Argon2id, version 1.3 (RFC 9106), by the reference library. Blocks its thread for as long as it computes.
struct Argon2: Hashable, Sendable {
    /// KiB of memory, at least 8 for each lane.
    let memory: UInt32
    /// Passes over that memory, at least 1.
    let iterations: UInt32
    /// Independent parts of that memory, at least 1; computed one after the other by one thread here.
    let lanes: UInt32

    /// What new passwords are hashed with: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
    static let standard = Argon2(memory: 19_456, iterations: 2, lanes: 1)

    /// - Parameters:
    ///   - salt: 8 bytes or more.
    ///   - length: of the digest, 4 bytes or more.
    /// - Throws: ``PasswordHashingError/failed``, above all when there is no memory left.
    func digest(of password: SecretBytes, salt: [UInt8], length: Int) throws(PasswordHashingError) -> SecretBytes {
        var digest = [UInt8](repeating: 0, count: length)
        var salt = salt
        let status = password.withUnsafeBytes { password in
            digest.withUnsafeMutableBufferPointer { digest in
                salt.withUnsafeMutableBufferPointer { salt in
                    var context = argon2_context()
                    context.out = digest.baseAddress
                    context.outlen = UInt32(digest.count)
                    // Only read, as no flag asks for the password to be cleared.
                    context.pwd = UnsafeMutableRawPointer(mutating: password.baseAddress)?.assumingMemoryBound(
                        to: UInt8.self)
                    context.pwdlen = UInt32(password.count)
                    context.salt = salt.baseAddress
                    context.saltlen = UInt32(salt.count)
                    context.t_cost = iterations
                    context.m_cost = memory
                    context.lanes = lanes
                    context.threads = 1
                    context.version = UInt32(ARGON2_VERSION_13.rawValue)
                    return argon2_ctx(&context, Argon2_id)
                }
            }
        }
        guard status == ARGON2_OK.rawValue else { throw .failed }
        return SecretBytes(wiping: &digest)
    }
}
