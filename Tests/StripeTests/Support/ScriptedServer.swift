import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Listens on this machine and says to each connection, after one request, what a test has written for it: whole
/// answers, halves of answers, or nothing.
struct ScriptedServer: Sendable {
    /// What one connection is told.
    enum Line: Sendable {
        /// The text, and then the connection is closed.
        case say(String)
        /// The text, and then nothing until the client closes the connection.
        case begin(String)
    }

    let baseURL: String
    /// The requests so far and to come, whole.
    let requests: AsyncStream<String>

    /// Runs a server for as long as `body` does. Connections beyond the script are told nothing.
    static func open(_ script: [Line], _ body: (ScriptedServer) async throws -> Void) async throws {
        let rest = NIOLockedValueBox(script[...])
        let (requests, arrived) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(100))
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let line = rest.withLockedValue { $0.popFirst() } ?? .begin("")
                    try channel.pipeline.syncOperations.addHandler(ScriptedConnection(line, arrived))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = listener.localAddress?.port ?? 0
        let outcome: Result<Void, any Error>
        do {
            try await body(ScriptedServer(baseURL: "http://127.0.0.1:\(port)", requests: requests))
            outcome = .success(())
        } catch { outcome = .failure(error) }
        try await listener.close()
        try outcome.get()
    }

    /// The first request; `nil` when there is none in time.
    func firstRequest(within limit: Duration) async throws -> String? {
        try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { [requests] in await requests.first { _ in true } }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}

/// One connection of a ``ScriptedServer``. Lives as long as its client's end.
private final class ScriptedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let line: ScriptedServer.Line
    private let arrived: AsyncStream<String>.Continuation
    private var request = ""

    init(_ line: ScriptedServer.Line, _ arrived: AsyncStream<String>.Continuation) {
        self.line = line
        self.arrived = arrived
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        request += String(buffer: unwrapInboundIn(data))
        guard isWhole else { return }
        switch line {
        case .say(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        case .begin(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
        arrived.yield(request)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Whether the head has ended, and as much has come after it as it says.
    private var isWhole: Bool {
        guard let head = request.firstRange(of: "\r\n\r\n") else { return false }
        let field = request[..<head.lowerBound].lowercased().split(separator: "\r\n").first {
            $0.hasPrefix("content-length:")
        }
        let length = field.flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) } ?? 0
        return request[head.upperBound...].utf8.count >= length
    }
}
