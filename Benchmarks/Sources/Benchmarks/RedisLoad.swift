import Foundation

/// Redis' own load generator.
struct RedisLoad {
    let settings: Settings
    let clients: Int
    /// Of each value.
    let bytes: Int

    /// - Parameter depth: commands that each client sends before it waits (`-P`).
    func run(_ name: String, depth: Int) async throws -> [Figure: Double] {
        // It counts commands, not seconds: about as many as it does in the time.
        let requests = settings.seconds * (depth == 1 ? 60_000 : 600_000)
        let command = Command(
            "redis-benchmark",
            [
                "-h", "127.0.0.1", "-p", "\(settings.redisPort)", "-a", settings.redisPassword, "--csv",
                "-c", "\(clients)", "-d", "\(bytes)", "-P", "\(depth)", "-n", "\(requests)", "-t", name.lowercased(),
            ])
        let output = try await command.run(in: settings.scratch).output
        // "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms",…
        let line = output.split(separator: "\n").first { $0.hasPrefix("\"\(name)\"") }
        let columns = (line ?? "").split(separator: ",").map { $0.filter { $0 != "\"" } }
        guard columns.count >= 7, let rate = Double(columns[1]), let median = Double(columns[4]),
            let tail = Double(columns[6])
        else { throw WrongAnswer(to: "redis-benchmark") }
        return [.operations: rate, .median: median, .tail: tail]
    }
}
