/// What can be asked for by name.
enum Measurement: String, CaseIterable {
    case select
    case redis
    case api
    case credits
    case provisioningLocal = "provisioning-local"
    case provisioningFar = "provisioning-far"

    /// Runs all rounds.
    func run(_ settings: Settings, log: ResultLog) async throws -> Report {
        switch self {
        case .select: try await SelectBenchmark(settings: settings).run(log: log)
        case .redis: try await RedisBenchmark(settings: settings).run(log: log)
        case .api: try await APIBenchmark(settings: settings).run(log: log)
        case .credits: try await CreditsBenchmark(settings: settings).run(log: log)
        case .provisioningLocal: try await ProvisioningBenchmark(settings: settings, roundTrip: nil).run(log: log)
        case .provisioningFar:
            try await ProvisioningBenchmark(settings: settings, roundTrip: .milliseconds(80)).run(log: log)
        }
    }
}
