import Crypto
public import Foundation

/// Secret bytes that are overwritten when the last copy of the value goes.
///
/// The storage is a `SymmetricKey`'s, which swift-crypto cleanses when it is freed and compares in constant time;
/// copies of the value share it. Whatever is copied out of it (a `Data`, a `String`) is out of its care.
public struct SecretBytes: Sendable, Equatable {
    private let storage: SymmetricKey

    /// Copies bytes that somebody else owns and wipes.
    public init(copying bytes: some ContiguousBytes) {
        storage = SymmetricKey(data: bytes)
    }

    /// Takes bytes over and overwrites the source with zeros.
    ///
    /// Copies that the array shared its storage with are not reached.
    public init(wiping bytes: inout [UInt8]) {
        storage = SymmetricKey(data: bytes)
        for index in bytes.indices { bytes[index] = 0 }
    }

    /// Takes bytes over and overwrites the source with zeros, for what Crypto and Foundation return as `Data`.
    public init(wiping data: inout Data) {
        storage = SymmetricKey(data: data)
        data.resetBytes(in: data.startIndex..<data.endIndex)
    }

    /// As many random bytes, from the system's generator.
    public static func random(count: Int) -> SecretBytes {
        guard count > 0 else { return SecretBytes(copying: Data()) }
        return SecretBytes(copying: SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)))
    }

    /// How many bytes there are.
    public var count: Int { storage.bitCount / 8 }

    /// Shows the bytes to `body` for as long as it runs, without copying them.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try storage.withUnsafeBytes(body)
    }

    /// Shows the bytes to `body` as `Data`, a copy that is overwritten when `body` is through, also by an error.
    public func withData<Result>(_ body: (Data) throws -> Result) rethrows -> Result {
        var data = storage.withUnsafeBytes { Data($0) }
        defer { data.resetBytes(in: data.startIndex..<data.endIndex) }
        return try body(data)
    }

    /// The bytes as a key for Crypto, sharing the storage.
    var symmetricKey: SymmetricKey { storage }
}

extension SecretBytes: ContiguousBytes {}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`; the length is nobody's business either.
    public var description: String { "<redacted>" }

    /// Always `<redacted>`.
    public var debugDescription: String { "<redacted>" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
