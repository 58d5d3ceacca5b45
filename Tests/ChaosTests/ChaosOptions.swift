import ChaosJobs
import Foundation

/// How long and how hard it is stormed. `make chaos` sets what a usual test run leaves alone.
struct ChaosOptions: Sendable {
    /// `TENANTRY_CHAOS_FAULTS`.
    var faults = 40
    /// `TENANTRY_CHAOS_SEED`: the same faults in the same order, and the same jobs.
    var seed = UInt64.random(in: 0...UInt64.max)
    /// `TENANTRY_CHAOS_PACE`: `usual` or `brisk`.
    var pace = ChaosPace.brisk
    /// `TENANTRY_CHAOS_KINDS`: names of ``Fault``s with commas between them; all of them without it.
    var kinds = Fault.allCases
    /// `TENANTRY_CHAOS_CALM`: with `yes`, each fault waits until all has recovered from the one before.
    var isCalm = false
    /// `TENANTRY_CHAOS_TABLE`: a file that the table of recovery times is written to.
    var table: String?

    init() {
        let environment = ProcessInfo.processInfo.environment
        faults = environment["TENANTRY_CHAOS_FAULTS"].flatMap { Int($0) } ?? faults
        seed = environment["TENANTRY_CHAOS_SEED"].flatMap { UInt64($0) } ?? seed
        pace = environment["TENANTRY_CHAOS_PACE"].flatMap(ChaosPace.init) ?? pace
        if let names = environment["TENANTRY_CHAOS_KINDS"]?.split(separator: ",").map(String.init) {
            kinds = Fault.allCases.filter { names.contains("\($0)") }
            precondition(kinds.count == names.count, "TENANTRY_CHAOS_KINDS: \(Fault.allCases.map { "\($0)" })")
        }
        isCalm = environment["TENANTRY_CHAOS_CALM"] == "yes"
        table = environment["TENANTRY_CHAOS_TABLE"]
    }
}
