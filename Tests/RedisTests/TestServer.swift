import Foundation
import NIOCore
import NIOPosix
import Redis

/// A redis-server of a test's own, a child process in a directory of its own.
final class TestServer {
    let directory: URL
    let port: Int
    private let arguments: [String]
    private var process: Process?
    private var exits: AsyncStream<Void>?

    var socketPath: String { directory.appending(path: "redis.sock").path }
    var url: String { "redis://127.0.0.1:\(port)" }

    /// - Parameter arguments: more of the server's options; `{dir}` and `{port}` stand for its directory and port.
    init(directory: URL, port: Int, arguments: [String]) {
        self.directory = directory
        self.port = port
        self.arguments = arguments.map {
            $0.replacing("{dir}", with: directory.path).replacing("{port}", with: String(port))
        }
    }

    func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/redis-server")
        let tcp = arguments.contains("--tls-port") ? "0" : String(port)
        process.arguments =
            [
                "--bind", "127.0.0.1", "--port", tcp, "--unixsocket", socketPath, "--save", "", "--dir", directory.path,
            ] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (exits, exit) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in exit.finish() }
        try process.run()
        self.process = process
        self.exits = exits
    }

    func signal(_ number: Int32) {
        if let process { kill(process.processIdentifier, number) }
    }

    func killed() async {
        signal(SIGKILL)
        if let exits { for await _ in exits {} }
        process = nil
    }
}

/// Runs `body` with a server that answers, and ends the server afterwards.
func withRedis(
    _ arguments: [String] = [], readyURL: ((TestServer) -> String)? = nil, prepare: (URL) throws -> Void = { _ in },
    _ body: (TestServer) async throws -> Void
) async throws {
    let directory = URL(filePath: "/tmp/redis-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try prepare(directory)
    let probe = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: 0).get()
    let port = probe.localAddress?.port ?? 0
    try await probe.close().get()
    let server = TestServer(directory: directory, port: port, arguments: arguments)
    try server.start()
    do {
        if let readyURL = readyURL?(server) ?? (arguments.isEmpty ? server.url : nil) {
            _ = try await withClient(readyURL) { try await $0.send(["PING"], deadline: .seconds(10)) }
        }
        try await body(server)
    } catch {
        await server.killed()
        throw error
    }
    await server.killed()
}
