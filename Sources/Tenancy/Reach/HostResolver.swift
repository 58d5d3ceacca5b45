import Foundation
import NIOPosix

/// Turns a host into addresses, off the cooperative pool.
package struct HostResolver: Sendable {
    /// What a name stands for; an address stands for itself. Empty when nothing is known of it.
    package let addresses: @Sendable (String) async throws -> [NetworkAddress]

    /// - Parameter addresses: what a name stands for at the moment; tests hand in answers that change.
    package init(addresses: @escaping @Sendable (String) async throws -> [NetworkAddress]) {
        self.addresses = addresses
    }

    /// The system's own resolver, on threads of its own. Whoever is cancelled leaves at once; the question is asked to
    /// its end, which names whose servers do not answer can draw out for half a minute.
    package static let system = HostResolver { host in
        if let literal = NetworkAddress(host) { return [literal] }
        return try await LeavingWork.run(by: { work in threads.submit { _ in work() } }) { lookUp(host) }
    }

    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 16)
        threads.start()
        return threads
    }()

    private static func lookUp(_ host: String) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var found: [NetworkAddress] = []
        var next = first
        while let info = next?.pointee {
            if let address = address(of: info), !found.contains(address) { found.append(address) }
            next = info.ai_next
        }
        return found
    }

    private static func address(of info: addrinfo) -> NetworkAddress? {
        guard let raw = info.ai_addr else { return nil }
        switch info.ai_family {
        case AF_INET:
            let bytes = raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { socket in
                withUnsafeBytes(of: socket.pointee.sin_addr) { Array($0) }
            }
            return NetworkAddress(bytes: bytes)
        case AF_INET6:
            let bytes = raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { socket in
                withUnsafeBytes(of: socket.pointee.sin6_addr) { Array($0) }
            }
            return NetworkAddress(bytes: bytes)
        default: return nil
        }
    }
}
