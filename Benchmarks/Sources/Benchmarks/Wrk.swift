import Foundation

/// A load generator for HTTP: 64 connections, each of which asks again as soon as it is answered.
struct Wrk: Sendable {
    let settings: Settings

    static let connections = 64

    /// Requests are made before the first one is sent. The last line is for us: how many requests, in how many
    /// microseconds, p50 and p99 in microseconds, how many answers from 400 on, how many errors of the connections.
    private static let script = """
        local requests, last = {}, 0
        function init(arguments)
            for line in io.lines(arguments[1]) do
                local host, token = line:match("^(%S+) (%S+)$")
                requests[#requests + 1] =
                    wrk.format("GET", nil, { ["Host"] = host, ["Authorization"] = "Bearer " .. token })
            end
        end
        function request()
            last = last % #requests + 1
            return requests[last]
        end
        function done(summary, latency)
            local errors = summary.errors
            io.write(string.format("\\nfigures %d %d %f %f %d %d\\n", summary.requests, summary.duration,
                latency:percentile(50), latency:percentile(99), errors.status,
                errors.connect + errors.read + errors.write + errors.timeout))
        end
        """

    /// One load, as long as the settings want it.
    ///
    /// - Throws: ``WrongAnswer`` when a connection failed, or when not just the revoked callers were refused.
    func run(on server: WhoAmIServer) async throws -> [Figure: Double] {
        let stem = "\(settings.scratch)/\(UUID().uuidString)"
        let (script, callers) = ("\(stem).lua", "\(stem).callers")
        defer { for path in [script, callers] { unlink(path) } }
        try Data(Self.script.utf8).write(to: URL(fileURLWithPath: script))
        let lines = server.callers.map { "\($0.host) \($0.token)\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: callers))
        let command = Command(
            "wrk",
            [
                "-t2", "-c\(Self.connections)", "-d\(settings.seconds)s", "--latency", "-s", script,
                "http://127.0.0.1:\(server.port)\(server.path)", "--", callers,
            ])
        let family = ProcessFamily(of: server.program.processIdentifier)
        let before = family.processorSeconds
        let output = try await command.run(in: settings.scratch).output
        let line = output.split(separator: "\n").first { $0.hasPrefix("figures ") }
        let values = line?.split(separator: " ").compactMap { Double($0) } ?? []
        guard values.count == 6, values[0] > 0, values[1] > 0, values[5] == 0 else {
            throw WrongAnswer(to: "wrk at \(server.name): \(output)")
        }
        let refused = values[4] / values[0]
        let expected = Double(server.callers.count { $0.isRevoked }) / Double(server.callers.count)
        guard abs(refused - expected) < 0.002 else {
            throw WrongAnswer(to: "\(server.name): \(refused) of the requests were refused instead of \(expected)")
        }
        return [
            .requests: values[0] / values[1] * 1e6, .median: values[2] / 1e3, .tail: values[3] / 1e3,
            .refused: refused,
            .processor: (family.processorSeconds - before) / values[0] * 1e6, .memory: family.peakMemory,
        ]
    }
}
