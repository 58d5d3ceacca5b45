import Foundation

extension UUID {
    /// The sixteen bytes, most significant first.
    var bytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }

    /// A UUID of sixteen bytes, most significant first.
    init(bytes: some Collection<UInt8>) {
        precondition(bytes.count == 16, "a UUID has sixteen bytes")
        var uuid = Self.zero
        withUnsafeMutableBytes(of: &uuid) { $0.copyBytes(from: bytes) }
        self.init(uuid: uuid)
    }

    private static var zero: uuid_t { (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) }
}
