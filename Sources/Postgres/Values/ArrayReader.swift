/// Walks over a binary array; every length is checked against what is there.
@safe struct ArrayReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        unsafe self.bytes = bytes
    }

    /// The number of elements and their type; `nil` for several dimensions or a malformed value.
    mutating func header() -> (count: Int, type: UInt32)? {
        guard let dimensions = number(), let _ = number(), let type = number() else { return nil }
        guard dimensions != 0 else { return (0, UInt32(bitPattern: type)) }
        guard dimensions == 1, let count = number(), let _ = number(), unsafe 0...bytes.count ~= Int(count) else {
            return nil
        }
        return (Int(count), UInt32(bitPattern: type))
    }

    /// The next element's bytes; `nil` for NULL and past the end.
    mutating func element() -> UnsafeRawBufferPointer? {
        guard let length = number(), length >= 0, unsafe position + Int(length) <= bytes.count else { return nil }
        defer { position += Int(length) }
        // A zero-length slice of a non-empty buffer keeps its base address, so an empty element is not taken for NULL.
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)])
    }

    private mutating func number() -> Int32? {
        guard unsafe position + 4 <= bytes.count else { return nil }
        defer { position += 4 }
        return unsafe Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int32.self))
    }
}
