import Foundation

/// Where this machine keeps the servers' programs.
package struct ServerBinaries: Sendable, Equatable {
    /// The folder with `postgres` and `initdb` of one and the same version.
    package var postgres: String
    /// Absolute path of `redis-server`.
    package var redis: String

    /// Looks for both.
    ///
    /// - Throws: ``LocalServerError/notInstalled(program:package:)``, saying what to install.
    package static func find() async throws -> ServerBinaries {
        ServerBinaries(postgres: try await findPostgres(), redis: try findRedis())
    }

    /// The newest PostgreSQL below `/usr/lib/postgresql` (where Debian keeps them, beside the `PATH`), else the one
    /// that `pg_config` knows, else the one on the `PATH`.
    ///
    /// - Parameter major: only this major version will do; data belong to the version that made them.
    static func findPostgres(
        major: Int? = nil, below root: String = "/usr/lib/postgresql", path: String? = nil
    ) async throws -> String {
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        for version in versions.sorted(by: >) where major == nil || version == major {
            if hasPostgres("\(root)/\(version)/bin") { return "\(root)/\(version)/bin" }
        }
        if let pgConfig = try? Executable.find("pg_config", package: "libpq-dev", path: path),
            let folder = await output(of: pgConfig, ["--bindir"]), hasPostgres(folder)
        {
            return folder
        }
        let server = try? Executable.find("postgres", package: "postgresql", path: path)
        if let server {
            let folder = URL(fileURLWithPath: server).resolvingSymlinksInPath().deletingLastPathComponent().path
            if hasPostgres(folder) { return folder }
        }
        let package = major.map { "postgresql-\($0)" } ?? "postgresql"
        throw LocalServerError.notInstalled(program: "PostgreSQL", package: package)
    }

    static func findRedis(path: String? = nil) throws(LocalServerError) -> String {
        do {
            return try Executable.find("redis-server", package: "redis-server", path: path)
        } catch {
            throw .notInstalled(program: "Redis", package: "redis-server")
        }
    }

    private static func hasPostgres(_ folder: String) -> Bool {
        ["postgres", "initdb"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
    }

    private static func output(of executable: String, _ arguments: [String]) async -> String? {
        let ends = Pipe()
        let child = try? await ChildProcess.spawn(
            .init(
                executable: executable, arguments: arguments,
                standardOutput: .descriptor(ends.fileHandleForWriting.fileDescriptor), deathSignal: .kill))
        try? ends.fileHandleForWriting.close()
        guard let child, (try? await child.waitForExit()) == .exited(0) else { return nil }
        // A line, so the pipe's buffer holds it and reading cannot block now that the writer is gone.
        let text = String(decoding: (try? ends.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
