import Foundation
import LocalServers
import Logging
import ServiceLifecycle
import Testing

private let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

@Suite("A PostgreSQL of our own that fails", .timeLimit(.minutes(5)))
struct LocalPostgresFailureTests {
    let fast = LocalPostgres.Options(durability: .fast)

    @Test("tells its last words when it cannot start, and leaves no process")
    func badSetting() async throws {
        try await withTemporaryDirectory { directory in
            var options = fast
            options.settings["shared_buffers"] = "none"
            let error = await #expect(throws: LocalServerError.self) {
                _ = try await LocalPostgres.start(in: directory, options: options, logger: quiet)
            }
            #expect(error.map { "\($0)" }?.contains("invalid value for parameter \"shared_buffers\"") == true)
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            await server.stop()
        }
    }

    @Test("ends its service with its last words when it dies by itself, without the password")
    func death() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            let run = Task { try await server.run() }
            server.send(signal: SIGQUIT)
            let error = await #expect(throws: LocalServerError.self) { try await run.value }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("ended by itself"))
            #expect(text.contains("received immediate shutdown request"))
            #expect(!text.contains(server.password))
            #expect(server.processID == nil)
        }
    }

    @Test("stops with its service group")
    func gracefulShutdown() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            let processID = try #require(server.processID)
            let group = ServiceGroup(services: [server], logger: quiet)
            async let run: Void = group.run()
            await group.triggerGracefulShutdown()
            try await run
            #expect(!ProcessTable.isAlive(processID))
            let log = try String(contentsOfFile: "\(directory)/server.log", encoding: .utf8)
            #expect(log.contains("database system is shut down"))
        }
    }

    @Test("is stopped by the cancellation of its service")
    func cancellation() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            let processID = try #require(server.processID)
            let task = Task { try await server.run() }
            task.cancel()
            try await task.value
            #expect(!ProcessTable.isAlive(processID))
        }
    }

    @Test("leaves neither process nor half-made data when its start is cancelled")
    func cancelledStart() async throws {
        try await withTemporaryDirectory { directory in
            let start = Task { try await LocalPostgres.start(in: directory, options: fast, logger: quiet) }
            while !FileManager.default.fileExists(atPath: "\(directory)/data.new/PG_VERSION") { await Task.yield() }
            start.cancel()
            await #expect(throws: CancellationError.self) { _ = try await start.value }
            #expect(!FileManager.default.fileExists(atPath: "\(directory)/data"))
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            #expect(try await server.psql("select 1") == "1")
            await server.stop()
        }
    }

    @Test("does not open data whose password is gone")
    func lostPassword() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            await server.stop()
            try FileManager.default.removeItem(atPath: "\(directory)/password")
            await #expect(throws: LocalServerError.passwordMissing(path: "\(directory)/password")) {
                _ = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            }
        }
    }
}
