import Domain
import Redis

@testable import Jobs

/// Where each job stands in Redis, read in one transaction.
struct IndexSnapshot: Equatable {
    /// Ids of each band, in the order they will be fetched.
    var ready: [[Job.ID]]
    var due: Set<Job.ID>
    var leased: Set<Job.ID>
    /// Whether the places above are all there is: one hash per job, and each job in one place only.
    var isConsistent: Bool

    init(ready: [[Job.ID]], due: Set<Job.ID>, leased: Set<Job.ID>) {
        self.ready = ready
        self.due = due
        self.leased = leased
        isConsistent = true
    }

    init(of keys: IndexKeys) async throws {
        let prefix = keys.prefix
        let replies = try await keys.redis.pipeline([
            ["MULTI"],
            ["ZRANGE", "\(prefix)ready:0", "0", "-1"], ["ZRANGE", "\(prefix)ready:1", "0", "-1"],
            ["ZRANGE", "\(prefix)ready:2", "0", "-1"], ["ZRANGE", "\(prefix)due", "0", "-1"],
            ["ZRANGE", "\(prefix)lease", "0", "-1"], ["KEYS", "\(prefix)j:*"],
            ["EXEC"],
        ])
        let lists = (try replies.last?.get().array ?? []).map { ($0.array ?? []).compactMap(\.string) }
        let ids = lists.dropLast().map { $0.compactMap(Job.ID.init) }
        self.init(ready: Array(ids[0..<3]), due: Set(ids[3]), leased: Set(ids[4]))
        let places = ids.flatMap(\.self)
        let hashes = Set((lists.last ?? []).map { String($0.dropFirst(prefix.count + 2)) })
        isConsistent = Set(places).count == places.count && hashes == Set(places.map(\.description))
    }
}
