import Foundation
import LocalServers
import Logging
import ServiceLifecycle
import Testing

private let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

@Suite("A PostgreSQL of our own", .timeLimit(.minutes(5)))
struct LocalPostgresTests {
    let fast = LocalPostgres.Options(durability: .fast)

    @Test("finds its data and its port again after a stop")
    func nextStart() async throws {
        try await withTemporaryDirectory { directory in
            let first = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            #expect(try await first.psql("create database marker") == "CREATE DATABASE")
            let port = first.port
            await first.stop()
            #expect(first.processID == nil)
            let second = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            #expect(second.port == port)
            #expect(try await second.psql("select current_database()", url: second.url(database: "marker")) == "marker")
            await second.stop()
        }
    }

    @Test("asks for the password on its port and on its socket")
    func password() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            for url in [server.url(), server.socketURL()] {
                #expect(try await server.psql("select 1", url: url) == "1")
                let wrong = url.replacing(server.password, with: "wrong")
                #expect(try await server.psql("select 1", url: wrong).contains("password authentication failed"))
            }
            let mode = try FileManager.default.attributesOfItem(atPath: "\(directory)/password")[.posixPermissions]
            #expect(mode as? Int == 0o600)
            await server.stop()
        }
    }

    @Test("keeps what was committed when it is killed, whatever process has its old id now")
    func crash() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalPostgres.start(in: directory, logger: quiet)
            _ = try await server.psql("create table kept as select 7 as number")
            await server.crash()
            try "\(getpid())\n\(directory)/data\n".write(
                toFile: "\(directory)/data/postmaster.pid", atomically: false, encoding: .utf8)
            try await server.restart()
            #expect(try await server.psql("select number from kept") == "7")
            await server.stop()
        }
    }

    @Test("refuses a second start and names the process that serves the directory")
    func secondStart() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            let expected = LocalServerError.alreadyRunning(
                server: "PostgreSQL", directory: directory, processID: getpid())
            await #expect(throws: expected) {
                _ = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            }
            #expect(try await server.psql("select 1") == "1")
            await server.stop()
        }
    }

    @Test("takes another port when somebody else has its own")
    func portInUse() async throws {
        try await withTemporaryDirectory { directory in
            let server = try await LocalPostgres.start(in: directory, options: fast, logger: quiet)
            await server.stop()
            let thief = try ListeningSocket(port: server.port)
            let taken = server.port
            try await server.restart()
            #expect(server.port != taken)
            #expect(try await server.psql("select 1") == "1")
            await server.stop()
            thief.close()
        }
    }

    @Test("puts its socket elsewhere when the directory lies too deep for one")
    func deepDirectory() async throws {
        try await withTemporaryDirectory { directory in
            let deep = directory + "/" + String(repeating: "deep/", count: 20) + "end"
            let server = try await LocalPostgres.start(in: deep, options: fast, logger: quiet)
            #expect(server.socketDirectory.hasPrefix("/tmp/"))
            #expect(try await server.psql("select 1", url: server.socketURL()) == "1")
            await server.stop()
            try FileManager.default.removeItem(atPath: server.socketDirectory)
        }
    }
}
