import Foundation
import Testing

@testable import LocalServers

@Suite("The servers' programs")
struct ServerBinariesTests {
    @Test("are found where Debian keeps them")
    func found() async throws {
        let binaries = try await ServerBinaries.find()
        #expect(FileManager.default.isExecutableFile(atPath: "\(binaries.postgres)/initdb"))
        #expect(FileManager.default.isExecutableFile(atPath: binaries.redis))
    }

    @Test("that are missing are named together with how to install them")
    func missing() async throws {
        let postgres = await #expect(throws: LocalServerError.self) {
            try await ServerBinaries.findPostgres(below: "/nowhere", path: "/nowhere")
        }
        #expect(postgres.map { "\($0)" } == "PostgreSQL is not installed: apt-get install postgresql")
        let redis = #expect(throws: LocalServerError.self) { try ServerBinaries.findRedis(path: "/nowhere") }
        #expect(redis.map { "\($0)" } == "Redis is not installed: apt-get install redis-server")
    }

    @Test("of PostgreSQL are the newest, by number and only if whole, or of the version the data need")
    func versions() async throws {
        try await withTemporaryDirectory { root in
            for (version, programs) in [
                ("9", ["postgres", "initdb"]), ("15", ["postgres", "initdb"]), ("16", ["initdb"]),
            ] {
                let folder = "\(root)/\(version)/bin"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                for program in programs {
                    #expect(
                        FileManager.default.createFile(
                            atPath: "\(folder)/\(program)", contents: nil, attributes: [.posixPermissions: 0o755]))
                }
            }
            #expect(try await ServerBinaries.findPostgres(below: root, path: "/nowhere") == "\(root)/15/bin")
            #expect(try await ServerBinaries.findPostgres(major: 9, below: root, path: "/nowhere") == "\(root)/9/bin")
            await #expect(throws: LocalServerError.notInstalled(program: "PostgreSQL", package: "postgresql-14")) {
                try await ServerBinaries.findPostgres(major: 14, below: root, path: "/nowhere")
            }
        }
    }
}
