import Foundation
import LocalServers
import Logging
import Testing

private let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

@Suite("A Redis of our own", .timeLimit(.minutes(5)))
struct LocalRedisTests {
    @Test("keeps its data over a restart, and over a start by the next process")
    func safe() async throws {
        try await withTemporaryDirectory { directory in
            let first = try await LocalRedis.start(in: directory, logger: quiet)
            #expect(try await first.redisCLI("set", "kept", "yes") == "OK")
            try await first.restart()
            #expect(try await first.redisCLI("get", "kept") == "yes")
            let port = first.port
            await first.stop()
            let second = try await LocalRedis.start(in: directory, logger: quiet)
            #expect(second.port == port)
            #expect(try await second.redisCLI("get", "kept") == "yes")
            await second.stop()
        }
    }

    @Test("is empty after a crash when nothing was to be kept")
    func fast() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalRedis.start(in: directory, options: .init(durability: .fast), logger: quiet)
            #expect(try await server.redisCLI("set", "kept", "no") == "OK")
            await server.crash()
            #expect(server.processID == nil)
            try await server.restart()
            #expect(try await server.redisCLI("dbsize") == "0")
            await server.stop()
        }
    }

    @Test("refuses the wrong password, and hides its own from the process list")
    func password() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalRedis.start(in: directory, options: .init(durability: .fast), logger: quiet)
            let anonymous = try await ProgramOutput.of("/usr/bin/redis-cli", ["-p", "\(server.port)", "ping"])
            #expect(anonymous.text.contains("NOAUTH"))
            let named = try await ProgramOutput.of(
                "/usr/bin/redis-cli", ["--no-auth-warning", "-u", server.url(), "ping"])
            #expect(named.text == "PONG")
            let processID = try #require(server.processID)
            let commandLine = try String(contentsOfFile: "/proc/\(processID)/cmdline", encoding: .utf8)
            #expect(!commandLine.contains(server.password))
            await server.stop()
        }
    }

    @Test("hangs while it is suspended, can be stopped then, and answers again when resumed")
    func suspension() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalRedis.start(in: directory, options: .init(durability: .fast), logger: quiet)
            server.suspend()
            let processID = try #require(server.processID)
            while try !String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8).contains(" T ") {
                await Task.yield()
            }
            async let answer = server.redisCLI("ping")
            server.resume()
            #expect(try await answer == "PONG")
            server.suspend()
            await server.stop()
            #expect(server.processID == nil)
        }
    }
}
