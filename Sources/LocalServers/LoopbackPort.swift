import Foundation

/// TCP ports of 127.0.0.1.
package enum LoopbackPort {
    /// Whether a server could listen on this port now. Ports that only wait out old connections count as free.
    package static func isFree(_ port: Int) -> Bool {
        bound(port) != nil
    }

    /// A port nobody listens on, chosen by the kernel. Another process may be quicker to take it.
    package static func unused() throws(LocalServerError) -> Int {
        guard let port = bound(0) else { throw .unusable(path: "127.0.0.1", reason: "no port is free") }
        return port
    }

    /// Binds and lets go again; the port it was, or `nil` if it is taken.
    private static func bound(_ port: Int) -> Int? {
        guard let number = UInt16(exactly: port) else { return nil }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) == 0 && getsockname(descriptor, generic, &size) == 0
            }
        }
        return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
