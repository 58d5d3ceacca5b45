import Domain
package import Redis

/// The index of jobs in Redis, through the functions in `Functions/`.
///
/// Tenants with waiting jobs take turns by weighted fair queueing, the more urgent bands first. Every answer is a hint: it
/// says which job to try to claim, never that it may be run.
package struct DispatchIndex: Sendable {
    /// Library, functions and keys carry the number of their layout: what another version has left in Redis is not mistaken
    /// for this one's, and the relay fills what is missing here.
    package static let library = RedisFunctionLibrary(
        name: "tenantry_jobs_2",
        source: [
            PackageResources.keys_lua, PackageResources.limits_lua, PackageResources.lines_lua,
            PackageResources.leases_lua, PackageResources.calls_lua,
        ].map { String(decoding: $0, as: UTF8.self) }.joined())

    /// A job lent to this worker until the lease ends.
    package struct Lease: Sendable, Hashable {
        package let id: Job.ID
        package let token: String
    }

    /// What ``fetch(_:from:lease:forgetting:)`` found.
    package struct Fetched: Sendable {
        /// Name of the index's present life; a new one means that Redis lost what it knew.
        package let incarnation: String
        /// Time until the next delayed job, if there is one.
        package let nextDue: Duration?
        package let leases: [Lease]
    }

    private let redis: RedisClient
    private let prefix: String

    /// - Parameter namespace: keeps two installations on one Redis apart.
    package init(redis: RedisClient, namespace: String = "tenantry") {
        self.redis = redis
        self.prefix = "\(namespace):{q:0}:2:"
    }

    /// The keys that a worker of those queues blocks on.
    package func wakeKeys(_ queues: [String]) -> [String] { queues.map { "\(prefix)wake:\($0)" } }

    /// Adds jobs; those it knows already stay where they are.
    ///
    /// - Parameter deadline: how long to wait for Redis; the client's own by default.
    /// - Returns: the index's incarnation, and which of the jobs are lent at the moment: whoever has them may forget them,
    ///   so they have to be announced again.
    @discardableResult
    package func enqueue(
        _ entries: [DispatchEntry], deadline: Duration? = nil
    ) async throws(RedisError) -> (incarnation: String, lent: Set<Job.ID>) {
        let reply = try await call("tj2_enqueue", entries.flatMap(\.arguments), deadline: deadline)
        return (reply.first?.string ?? "", Set(reply.dropFirst().compactMap { $0.string.flatMap(Job.ID.init) }))
    }

    /// Borrows up to `count` jobs, and forgets those that are done, in one call.
    ///
    /// - Parameter done: leases of this worker's; those that are no longer its own are left alone.
    package func fetch(
        _ count: Int, from queues: [String], lease: Duration, forgetting done: [Lease] = []
    ) async throws(RedisError) -> Fetched {
        let reply = try await call(
            "tj2_fetch",
            ["\(count)", "\(lease.wholeMilliseconds)", "\(queues.count)"] + queues + done.flatMap(\.arguments))
        let due = reply.count > 1 ? reply[1].integer ?? -1 : -1
        let leases = stride(from: 2, to: reply.count - 1, by: 2).compactMap { at -> Lease? in
            guard let id = reply[at].string.flatMap(Job.ID.init), let token = reply[at + 1].string else { return nil }
            return Lease(id: id, token: token)
        }
        return Fetched(
            incarnation: reply.first?.string ?? "", nextDue: due < 0 ? nil : .milliseconds(due), leases: leases)
    }

    /// Forgets jobs that are finished.
    func ack(_ leases: [Lease]) async throws(RedisError) {
        _ = try await fetch(0, from: [], lease: .zero, forgetting: leases)
    }

    /// Gives jobs back, each to be fetched again after its delay.
    func nack(_ leases: [(lease: Lease, delay: Duration)]) async throws(RedisError) {
        _ = try await call("tj2_nack", leases.flatMap { $0.lease.arguments + ["\($0.delay.wholeMilliseconds)"] })
    }

    /// Gives a job back, to be fetched again after `delay`.
    func nack(_ lease: Lease, delay: Duration) async throws(RedisError) { try await nack([(lease, delay)]) }

    /// Forgets jobs that wait; one that is lent stays, and its worker is told with its next beat.
    func cancel(_ ids: [Job.ID]) async throws(RedisError) {
        _ = try await call("tj2_cancel", ids.map(\.description), deadline: .milliseconds(250))
    }

    /// Renews leases. Returns those that are no longer ours, and those whose job was canceled.
    func beat(
        _ leases: [Lease], lease: Duration
    ) async throws(RedisError) -> (lost: [Lease], canceled: [Lease]) {
        let reply = try await call("tj2_beat", ["\(lease.wholeMilliseconds)"] + leases.flatMap(\.arguments))
        let answers = zip(leases, reply)
        return (answers.filter { $0.1.integer == 0 }.map(\.0), answers.filter { $0.1.integer == 2 }.map(\.0))
    }

    /// Puts jobs whose lease ended back in line, at most 100 a call.
    ///
    /// - Returns: which index it is, in which run of Redis, and whether Redis has evicted something: what it counts is wrong
    ///   then, and it has to be wiped.
    func reap() async throws(RedisError) -> (life: IndexLife, isDamaged: Bool) {
        let reply = try await call("tj2_reap", ["100"])
        guard reply.count > 3 else { return (IndexLife(index: reply.first?.string ?? "", run: ""), false) }
        return (IndexLife(index: reply[0].string ?? "", run: reply[3].string ?? ""), reply[2].integer == 1)
    }

    /// Makes these all the limits there are.
    func setLimits(_ limits: DispatchLimits) async throws(RedisError) {
        _ = try await redis.call("tj2_limits", keys: [prefix], arguments: limits.arguments)
    }

    /// Of these jobs, those that the index does not know, has lent, or would offer later than they may start.
    func probe(_ jobs: [(id: Job.ID, delay: Duration)]) async throws(RedisError) -> [Job.ID] {
        try await call("tj2_probe", jobs.flatMap { ["\($0.id)", "\($0.delay.wholeMilliseconds)"] })
            .compactMap { $0.string.flatMap(Job.ID.init) }
    }

    /// Forgets everything. What is asked next begins another life, and relays announce every waiting job to that.
    func wipe() async throws(RedisError) {
        var cursor = "0"
        repeat {
            cursor =
                try await redis.call("tj2_wipe", keys: [prefix], arguments: [cursor]).string ?? "0"
        } while cursor != "0"
    }

    /// Whether there is any use in asking at this moment.
    var isReachable: Bool { redis.isConnected }

    private func call(
        _ function: String, _ arguments: [String], deadline: Duration? = nil
    ) async throws(RedisError) -> [RedisValue] {
        try await redis.call(function, keys: [prefix], arguments: arguments, deadline: deadline).array ?? []
    }
}

extension DispatchIndex.Lease {
    fileprivate var arguments: [String] { ["\(id)", token] }
}

extension Duration {
    /// Rounded up, so that nothing is ever early.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
