import Foundation

/// A socket that listens and never answers.
struct BlackHole {
    private let socket: Int32
    let port: Int

    init() throws {
        struct Failed: Error {}
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = socket
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw Failed() }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Returns once somebody has connected, and keeps saying nothing.
    func waitForClient() {
        _ = accept(socket, nil, nil)
    }

    func close() {
        _ = Foundation.close(socket)
    }
}
