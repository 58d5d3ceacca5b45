import Foundation
import NIOCore
import NIOPosix

/// The TCP sockets of this machine.
enum Sockets {
    /// Those that are listening at a port of 127.0.0.1, or connected from or to it, by their inodes. Ports are given
    /// away again as soon as they are free, inodes are not.
    static func open(at baseURL: String) throws -> Set<Substring> {
        guard let port = URLComponents(string: baseURL)?.port else { return [] }
        let address = "0100007F:" + String(format: "%04X", port)
        // To its end: files of the kernel say that they are empty.
        let table = try FileHandle(forReadingFrom: URL(filePath: "/proc/net/tcp")).readToEnd() ?? Data()
        let rows = String(decoding: table, as: UTF8.self).split(separator: "\n").dropFirst()
        return rows.reduce(into: []) { inodes, row in
            let columns = row.split(separator: " ")
            // Established and listening; the others are the kernel's alone.
            guard columns.count > 9, ["01", "0A"].contains(columns[3]) else { return }
            if columns[1...2].contains(where: { $0 == address }) { inodes.insert(columns[9]) }
        }
    }

    /// A port for a program that has to be told one. It is none of those that are given away for port 0.
    static func freePort() async throws -> Int {
        while true {
            let port = Int.random(in: 20_000..<30_000)
            let listener = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: port).get()
            guard let listener else { continue }
            try await listener.close()
            return port
        }
    }
}
