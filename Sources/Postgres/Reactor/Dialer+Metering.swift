internal import Foundation

extension Dialer {
    /// From its first word on, what a server with bounded answers sends is counted.
    ///
    /// - Returns: why this attempt is over, if it is.
    func meterSocket() -> PostgresError? {
        guard let limit = dial.endpoint.resultLimit else { return nil }
        if let meter {
            meter.move()
            return meter.isOverrun ? .connectionFailed(.unreachable, "more bytes than allowed") : nil
        }
        guard isConnected else { return nil }  // libpq says why
        loop.poller.ignore(socket)
        meter = MeteredSocket(replacing: socket, limit: limit.bytes, owner: dial.id, poller: loop.poller)
        return meter == nil ? .connectionFailed(.unreachable, "no file descriptor is left") : nil
    }

    func stopMetering() {
        meter?.close()
        meter = nil
    }

    private var isConnected: Bool {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getpeername(socket, address, &length) == 0
            }
        }
    }
}
