import Foundation

/// What is measured. The raw value is the key in the results.
enum Figure: String, Sendable, CaseIterable {
    case operations = "operations_per_second"
    case requests = "requests_per_second"
    case median = "p50_ms"
    case tail = "p99_ms"
    /// Share of the answers that were no success.
    case refused = "non_2xx_share"
    /// What a request cost the server's processes, in their own code and in the kernel's.
    case processor = "cpu_us_per_request"
    /// The most memory that a server's processes have had so far.
    case memory = "peak_memory_mib"
    /// What the database is occupied for: from a worker's claim to the job's completion, or a whole run of psql.
    case work = "work_seconds"
    /// What somebody waits: from the answer 202 until the job has succeeded, or a whole run of psql.
    case wait = "wait_seconds"
    /// How often the client spoke after the server had.
    case turns

    /// Heads its column.
    var heading: String {
        switch self {
        case .operations: "operations/s"
        case .requests: "requests/s"
        case .median: "p50, ms"
        case .tail: "p99, ms"
        case .refused: "not 2xx"
        case .processor: "CPU a request, µs"
        case .memory: "peak memory, MiB"
        case .work: "work, s"
        case .wait: "wait, s"
        case .turns: "client turns"
        }
    }

    /// Whether twice as much is twice as good.
    var isBetterHigher: Bool { self == .operations || self == .requests }

    /// Digits that mean something.
    func text(_ value: Double) -> String {
        switch self {
        case .operations, .requests:
            value.formatted(.number.precision(.significantDigits(1...3)).grouping(.automatic))
        case .median, .tail, .work, .wait: value.formatted(.number.precision(.fractionLength(3)))
        case .refused: value.formatted(.percent.precision(.fractionLength(1)))
        case .processor: value.formatted(.number.precision(.fractionLength(0)))
        case .memory: value.formatted(.number.precision(.fractionLength(1)))
        case .turns: value.formatted(.number.precision(.fractionLength(0)))
        }
    }
}
