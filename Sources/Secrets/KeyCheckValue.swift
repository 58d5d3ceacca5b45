import Crypto

/// Eight bytes that tell whether a key is the one it was yesterday, and nothing else about it.
///
/// The first eight of HMAC-SHA256 over `cp-kcv-v1` under the key. Kept beside the key's name in the master database,
/// and recomputed at every start: a process with a wrong key of the right name must not run.
public struct KeyCheckValue: Hashable, Sendable {
    /// The eight bytes.
    public let bytes: [UInt8]

    /// A check value as a row holds it; `nil` unless it has eight bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 8 else { return nil }
        self.bytes = bytes
    }

    init(of key: SymmetricKey) {
        bytes = Array(HMAC<SHA256>.authenticationCode(for: Array("cp-kcv-v1".utf8), using: key).prefix(8))
    }
}

extension KeyCheckValue: CustomStringConvertible {
    /// Sixteen hexadecimal digits.
    public var description: String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
