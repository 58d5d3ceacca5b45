import Domain
package import Jobs

/// Where each job stands in Redis, and what is kept beside it, read in one transaction.
package struct IndexSnapshot: Sendable {
    package enum Place: Hashable, Sendable {
        /// In the line of a tenant.
        case line(lane: String, tenant: String)
        case due, leased
        /// Waiting for a name that is used up.
        case parked(String)
    }

    /// Where each job is; a job that is in two places is in `problems`.
    package private(set) var places: [Job.ID: Place] = [:]
    /// Ids of each line, in order.
    package private(set) var lines: [Place: [Job.ID]] = [:]
    /// Tenants that take turns, by lane.
    package private(set) var rings: [String: [String]] = [:]
    package private(set) var full: Set<String> = []
    /// Leases by tenant, and by what else they count against.
    package private(set) var active: [String: Int] = [:]
    /// What is wrong with it, whatever it stands for: I2 to I4.
    package private(set) var problems: [String] = []

    /// Ids of a band, in the order of their lines; for one tenant that is the order in which they will be fetched.
    package func ready(_ band: Int) -> [Job.ID] {
        lines.filter { if case .line("default:\(band)", _) = $0.key { true } else { false } }.flatMap(\.value)
    }

    package func ids(_ place: Place) -> Set<Job.ID> { Set(places.filter { $0.value == place }.keys) }

    package var waiting: Set<Job.ID> {
        Set(places.filter { if case .line = $0.value { true } else { false } }.keys)
    }

    package var parked: Set<Job.ID> {
        Set(places.filter { if case .parked = $0.value { true } else { false } }.keys)
    }

    package init(of keys: IndexKeys) async throws {
        let dump = try await keys.dump()
        var hashes: [Job.ID: [String: String]] = [:]
        var tenants: [String: [String: String]] = [:]
        var counts: [String: Int] = [:]
        for (key, value) in dump {
            switch value {
            case .ordered(let members):
                guard let place = Self.place(key) else {
                    if key.hasPrefix("ring:") { rings[String(key.dropFirst(5))] = members }
                    continue
                }
                let ids = members.compactMap(Job.ID.init)
                if case .line = place { lines[place] = ids }
                for id in ids {
                    if places.updateValue(place, forKey: id) != nil { problems.append("\(id) is in two places") }
                }
            case .hash(let fields):
                if key.hasPrefix("j:"), let id = Job.ID(String(key.dropFirst(2))) { hashes[id] = fields }
                if key.hasPrefix("t:") { tenants[String(key.dropFirst(2))] = fields }
                if key == "act" { counts = fields.compactMapValues { Int($0) } }
            case .set(let members): if key == "full" { full = members }
            }
        }
        active = tenants.compactMapValues { $0["a"].flatMap { Int($0) } }
        check(hashes, counts: counts)
    }

    private mutating func check(_ hashes: [Job.ID: [String: String]], counts: [String: Int]) {
        if Set(hashes.keys) != Set(places.keys) { problems.append("jobs without a place, or places without a job") }
        var leases: [String: Int] = [:]
        var counted: [String: Int] = [:]
        for id in ids(.leased) {
            leases[hashes[id]?["t"] ?? "?", default: 0] += 1
            for name in (hashes[id]?["c"] ?? "").split(separator: "\n") { counted[String(name), default: 0] += 1 }
        }
        if leases != active { problems.append("leases by tenant are \(leases), counted were \(active)") }
        if counted != counts { problems.append("leases by name are \(counted), counted were \(counts)") }
        for place in lines.keys {
            guard case .line(let lane, let tenant) = place else { continue }
            if rings[lane]?.contains(tenant) != true, !full.contains(tenant) {
                problems.append("\(tenant) waits in \(lane) and is not among those who take turns")
            }
        }
        for (lane, tenants) in rings {
            for tenant in tenants where lines[.line(lane: lane, tenant: tenant)] == nil {
                problems.append("\(tenant) takes turns in \(lane) and has nothing there")
            }
        }
    }

    private static func place(_ key: String) -> Place? {
        if key == "due" { return .due }
        if key == "lease" { return .leased }
        if key.hasPrefix("park:") { return .parked(String(key.dropFirst(5))) }
        guard key.hasPrefix("tq:") else { return nil }
        let parts = key.dropFirst(3).split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? .line(lane: "\(parts[0]):\(parts[1])", tenant: String(parts[2])) : nil
    }
}
