import Foundation
import Testing

@testable import LocalServers

@Suite("A server's directory", .timeLimit(.minutes(5)))
struct ServerHomeTests {
    @Test(
        "is moved to where the server's account can reach it when we are root and it lies in a closed folder",
        .enabled(if: ServiceUser.current != nil, "only root gives rights away"))
    func relocation() async throws {
        try await withTemporaryDirectory { directory in
            let closed = "\(directory)/closed"
            try FileManager.default.createDirectory(
                atPath: closed, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            let home = try ServerHome(at: "\(closed)/project/postgres")
            defer { try? FileManager.default.removeItem(atPath: home.path) }
            #expect(home.path.hasPrefix("/var/lib/tenantry/postgres-"))
            #expect(home.user?.firstObstacle(onTheWayTo: home.path) == nil)
            #expect(try ServerHome(at: "\(closed)/project/postgres").path == home.path)
            let mode = try FileManager.default.attributesOfItem(atPath: closed)[.posixPermissions]
            #expect(mode as? Int == 0o700)
        }
    }

    @Test("makes one password and keeps it")
    func password() async throws {
        try await withTemporaryDirectory { directory in
            let home = try ServerHome(at: directory)
            let password = try home.password(dataExist: false)
            #expect(password.count == 48 && password.allSatisfy { $0.isHexDigit })
            #expect(try home.password(dataExist: true) == password)
            let log = ServerLog(path: "\(directory)/server.log", secrets: [password])
            try home.write("one\ntwo \(password)\n", to: log.path)
            #expect(log.tail() == ["one", "two •••"])
            #expect(log.tail(lines: 1) == ["two •••"])
        }
    }

    @Test("that is a file is refused with the reason")
    func file() async throws {
        try await withTemporaryDirectory { directory in
            try Data().write(to: URL(fileURLWithPath: "\(directory)/file"))
            #expect(throws: LocalServerError.unusable(path: "\(directory)/file/postgres", reason: "Not a directory")) {
                try ServerHome(at: "\(directory)/file/postgres")
            }
        }
    }

    @Test("has one owner, and after it waits for the server that still ends")
    func lock() async throws {
        try await withTemporaryDirectory { directory in
            var first: DirectoryLock? = try await DirectoryLock.acquire(directory, server: "S", patience: .seconds(9))
            await #expect(
                throws: LocalServerError.alreadyRunning(server: "S", directory: directory, processID: getpid())
            ) {
                _ = try await DirectoryLock.acquire(directory, server: "S", patience: .seconds(9))
            }
            let server = try await ChildProcess.spawn(
                .init(
                    executable: "/bin/sleep", arguments: ["0.3"], standardOutput: .file("/dev/null"),
                    deathSignal: .kill, inherited: [first?.descriptor].compactMap(\.self)))
            first = nil
            let second = try await DirectoryLock.acquire(directory, server: "S", patience: .seconds(9))
            #expect(!ProcessTable.isAlive(server.processID))
            withExtendedLifetime(second) {}
        }
    }
}
