import NIOCore
import Testing
import TestSupport

@Suite("A proxy that fails", .timeLimit(.minutes(5)))
struct TCPProxyFaultTests {
    @Test("cuts what is open, and accepts again")
    func cutAll() async throws {
        let server = try await EchoServer()
        try await TCPProxy.with(.tcp(host: "127.0.0.1", port: server.port)) { proxy in
            for _ in 1...2 {
                try await withConnection(port: proxy.port) { incoming, outgoing in
                    try await outgoing.write(ByteBuffer(string: "hello"))
                    #expect(try await incoming.text(5) == "hello")
                    await proxy.cutAll()
                    #expect(try await incoming.text(1) == "")
                }
            }
            #expect(proxy.traffic.connections == 2)
        }
    }

    @Test("cuts after exactly so many bytes, once", arguments: [TCPProxy.Direction.toServer, .toClient])
    func cutAfter(direction: TCPProxy.Direction) async throws {
        let server = try await EchoServer()
        try await TCPProxy.with(.tcp(host: "127.0.0.1", port: server.port)) { proxy in
            proxy.cut(afterBytes: 7, direction)
            try await withConnection(port: proxy.port) { incoming, outgoing in
                try await outgoing.write(ByteBuffer(string: "hello"))
                #expect(try await incoming.text(5) == "hello")
                try await outgoing.write(ByteBuffer(string: "world"))
                #expect(try await incoming.text(5) == (direction == .toClient ? "wo" : ""))
                #expect(proxy.traffic.bytesToServer == (direction == .toClient ? 10 : 7))
            }
            try await withConnection(port: proxy.port) { incoming, outgoing in
                try await outgoing.write(ByteBuffer(string: "hello again"))
                #expect(try await incoming.text(11) == "hello again")
            }
        }
    }

    @Test("refuses new connections and keeps the old when told to, and has its port back afterwards")
    func stopAccepting() async throws {
        let server = try await EchoServer()
        try await TCPProxy.with(.tcp(host: "127.0.0.1", port: server.port)) { proxy in
            try await withConnection(port: proxy.port) { incoming, outgoing in
                try await outgoing.write(ByteBuffer(string: "old"))
                #expect(try await incoming.text(3) == "old")
                await proxy.stopAccepting()
                // A process that another test forks holds the port until it has its own program.
                try await eventually { (try? await withConnection(port: proxy.port) { _, _ in }) == nil }
                try await outgoing.write(ByteBuffer(string: "old"))
                #expect(try await incoming.text(3) == "old")
            }
            try await proxy.resumeAccepting()
            try await withConnection(port: proxy.port) { incoming, outgoing in
                try await outgoing.write(ByteBuffer(string: "new"))
                #expect(try await incoming.text(3) == "new")
            }
        }
    }

    @Test("closes a client whose server is not there")
    func unreachable() async throws {
        let server = try await EchoServer()
        let port = server.port
        try await server.channel.close()
        try await TCPProxy.with(.tcp(host: "127.0.0.1", port: port)) { proxy in
            try await withConnection(port: proxy.port) { incoming, _ in
                let text = try await incoming.text(1)
                #expect(text == "")
            }
        }
    }
}
