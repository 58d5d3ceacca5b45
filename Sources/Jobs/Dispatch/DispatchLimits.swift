/// How many jobs run at once, of which tenants, kinds and database servers; what is paused; who is served how often.
package struct DispatchLimits: Sendable, Equatable {
    /// What a limit is on. The name `*` stands for each that has no limit of its own.
    package enum Subject: Hashable, Sendable {
        case queue(String)
        case tenant(String)
        case kind(String)
        case host(String)

        fileprivate var name: String {
            switch self {
            case .queue(let name): "q:\(name)"
            case .tenant(let name): "t:\(name)"
            case .kind(let name): "k:\(name)"
            case .host(let name): "h:\(name)"
            }
        }
    }

    /// Leases at once; 0 for paused.
    package var atOnce: [Subject: Int]
    /// 1 for tenants that are not named.
    package var weights: [String: Double]

    package init(atOnce: [Subject: Int] = [:], weights: [String: Double] = [:]) {
        self.atOnce = atOnce
        self.weights = weights
    }

    /// As `tj2_limits` takes it; equal limits give equal arguments.
    var arguments: [String] {
        let pairs = atOnce.map { ($0.key.name, "\($0.value)") } + weights.map { ("w:\($0.key)", "\($0.value)") }
        return pairs.sorted { $0.0 < $1.0 }.flatMap { [$0.0, $0.1] }
    }
}

extension DispatchLimits.Subject {
    /// As the tables name it.
    init?(scope: String, name: String) {
        switch scope {
        case "queue": self = .queue(name)
        case "store": self = .tenant(name)
        case "kind": self = .kind(name)
        case "host": self = .host(name)
        default: return nil
        }
    }
}
