import Foundation
import NIOCore
import Testing

@testable import TestSupport

@Suite("A proxy", .timeLimit(.minutes(5)))
struct TCPProxyTests {
    @Test("passes bytes in order, and counts connections, bytes and turns")
    func traffic() async throws {
        let server = try await EchoServer()
        try await TCPProxy.with(.tcp(host: "127.0.0.1", port: server.port)) { proxy in
            try await withConnection(port: proxy.port) { incoming, outgoing in
                for word in ["one", "second", "three"] {
                    try await outgoing.write(ByteBuffer(string: word))
                    #expect(try await incoming.text(word.utf8.count) == word)
                }
                let traffic = proxy.traffic
                #expect(
                    traffic
                        == .init(
                            connections: 1, openConnections: 1, bytesToServer: 14, bytesToClient: 14, turns: 3))
            }
            try await eventually { proxy.traffic.openConnections == 0 }
        }
    }

    @Test("takes half of the round trip in each direction, however much is on its way")
    func delay() async throws {
        let server = try await EchoServer()
        try await TCPProxy.with(.tcp(host: "127.0.0.1", port: server.port), roundTrip: .milliseconds(100)) { proxy in
            try await withConnection(port: proxy.port) { incoming, outgoing in
                let text = String(repeating: "0123456789", count: 10_000)
                let start = ContinuousClock.now
                try await outgoing.write(ByteBuffer(string: text))
                #expect(try await incoming.text(text.utf8.count) == text)
                let elapsed = ContinuousClock.now - start
                #expect(elapsed >= .milliseconds(100))
                #expect(elapsed < .seconds(10))  // not once per chunk
                #expect(proxy.traffic.turns == 1)
            }
        }
    }

    @Test("reaches a Unix socket")
    func unixSocket() async throws {
        let path = "/tmp/tenantry-echo-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try await EchoServer(unixSocket: path)
        try await TCPProxy.with(.unixSocket(path: path)) { proxy in
            try await withConnection(port: proxy.port) { incoming, outgoing in
                try await outgoing.write(ByteBuffer(string: "hello"))
                #expect(try await incoming.text(5) == "hello")
            }
        }
    }

    @Test("that is frozen is silent, and loses nothing")
    func freeze() async throws {
        let server = try await EchoServer()
        try await TCPProxy.with(.tcp(host: "127.0.0.1", port: server.port)) { proxy in
            try await withConnection(port: proxy.port) { incoming, outgoing in
                proxy.freeze()
                try await outgoing.write(ByteBuffer(string: "wait"))
                try await eventually { proxy.traffic.turns == 1 }
                #expect(proxy.traffic.bytesToServer == 0)
                await proxy.thaw()
                #expect(try await incoming.text(4) == "wait")
            }
        }
    }
}
