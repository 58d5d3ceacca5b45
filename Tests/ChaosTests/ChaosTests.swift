import ChaosJobs
import Foundation
import Testing

/// Workers and servers are killed, frozen and cut off while jobs are asked for. `make chaos` does it for longer.
@Suite("Under chaos", .serialized, .timeLimit(.minutes(120)))
struct ChaosTests {
    @Test("nothing is lost and nothing happens twice")
    func storm() async throws {
        let options = ChaosOptions()
        let outcome = try await Arena.storm(options)
        print(outcome.summary)
        print(outcome.recoveries.table)
        if let path = options.table {
            try (outcome.summary + "\n\n" + outcome.recoveries.table + "\n").write(
                toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(outcome.violations == [], "seed \(options.seed)")
        #expect(outcome.recoveries.count == options.faults)
    }

    @Test("the absence of the fence is noticed")
    func withoutFence() async throws {
        var options = ChaosOptions()
        options.faults = 8
        options.kinds = [.freezeWorker]
        options.pace = .brisk
        let outcome = try await Arena.storm(options, patience: .seconds(20)) { servers in
            try await servers.run(ChaosQueries.withoutFence, on: Servers.master)
        }
        #expect(outcome.violations.contains { $0.contains("(I5)") || $0.contains("(fence)") }, "\(outcome)")
    }

    @Test("the absence of the relay is noticed")
    func withoutRelay() async throws {
        var options = ChaosOptions()
        options.faults = 2
        options.kinds = [.killWorker]
        options.pace = .brisk
        let outcome = try await Arena.storm(
            options, settings: ["CHAOS_RELAY": "none"], patience: .seconds(8))
        #expect(outcome.violations.contains("jobs have not come to their end"), "\(outcome)")
    }
}
