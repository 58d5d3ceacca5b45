internal import CLibpq

/// What is needed to ask a server to cancel a connection's statement.
///
/// A `PGcancel` is never changed after it was made and libpq documents `PQcancel` as safe from any thread; it is freed
/// when the last reference goes. That is what makes `@unchecked Sendable` true.
@safe final class CancelRequest: @unchecked Sendable {
    private let raw: OpaquePointer

    init?(for connection: OpaquePointer) {
        guard let raw = unsafe PQgetCancel(connection) else { return nil }
        unsafe self.raw = raw
    }

    deinit {
        unsafe PQfreeCancel(raw)
    }

    /// Blocks until the server has taken the request, over a connection of its own that is not encrypted (it carries a
    /// key, no data). A failure needs no word: the statement then runs on until its connection is dropped.
    func send() {
        _ = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            unsafe PQcancel(raw, message.baseAddress, 256)
        }
    }
}
