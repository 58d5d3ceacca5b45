import Foundation
import Postgres

/// Where and with what was measured: figures mean nothing without it.
struct Surroundings: Encodable {
    private let kind = "surroundings"
    private let date: String
    private let commit: String
    private let tenantry: String
    private let processor: String
    private let cores: Int
    private let load: String
    private let kernel: String
    private let postgres: String
    private let postgresSettings: [String: String]
    private let redis: String

    private enum CodingKeys: String, CodingKey {
        case kind, date, commit, tenantry, processor, cores, load, kernel, postgres, postgresSettings, redis
    }

    /// Looks at the machine and asks the server.
    static func look(_ settings: Settings) async throws -> Surroundings {
        let found = try await settings.withConnection { connection in
            try await connection.first(
                """
                select current_setting('server_version'), current_setting('fsync'),
                       current_setting('synchronous_commit'), current_setting('shared_buffers'),
                       current_setting('max_wal_size')
                """, as: (String, String, String, String, String).self)
        }
        guard let (version, fsync, commit, buffers, log) = found else { throw WrongAnswer(to: "current_setting") }
        let redis = try await Command("redis-server", ["--version"]).run(in: settings.scratch).output
        return Surroundings(
            date: Date.now.formatted(.iso8601), commit: settings.commit, tenantry: settings.tenantry,
            processor: value(of: "model name", in: "/proc/cpuinfo") ?? "?",
            cores: ProcessInfo.processInfo.activeProcessorCount,
            load: contents("/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " "),
            kernel: contents("/proc/sys/kernel/osrelease"), postgres: version,
            postgresSettings: [
                "fsync": fsync, "synchronous_commit": commit, "shared_buffers": buffers, "max_wal_size": log,
            ],
            redis: redis.split(separator: " ").first { $0.hasPrefix("v=") }.map { String($0.dropFirst(2)) } ?? "?")
    }

    var markdown: String {
        let server = postgresSettings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return """
            # Tenantry, measured

            - \(date), commit \(commit), `\(tenantry)`
            - \(cores) × \(processor), Linux \(kernel), load at the start: \(load)
            - PostgreSQL \(postgres): \(server.joined(separator: ", "))
            - Redis \(redis), without persistence
            - Clients and servers share the machine.
            """
    }

    private static func contents(_ path: String) -> String {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func value(of key: String, in path: String) -> String? {
        contents(path).split(separator: "\n").first { $0.hasPrefix(key) }?
            .split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    }
}
