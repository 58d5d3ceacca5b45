import Domain
package import Redis

/// The index of jobs in Redis, through the functions of `Functions/jobs.lua`.
///
/// Every answer is a hint: it says which job to try to claim, never that it may be run.
package struct DispatchIndex: Sendable {
    package static let library = RedisFunctionLibrary(
        name: "tenantry_jobs_1", source: String(decoding: PackageResources.jobs_lua, as: UTF8.self))

    /// A job as the index knows it.
    package struct Entry: Sendable {
        package let id: Job.ID
        package let band: Int
        package let delay: Duration

        package init(id: Job.ID, band: Int, delay: Duration) {
            self.id = id
            self.band = band
            self.delay = delay
        }
    }

    /// A job lent to this worker until the lease ends.
    package struct Lease: Sendable, Hashable {
        package let id: Job.ID
        package let token: String
    }

    /// What ``fetch(_:lease:)`` found.
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
        self.prefix = "\(namespace):{q:0}:"
    }

    /// The key that ``WakeListener`` blocks on.
    var wakeKey: String { prefix + "wake" }

    /// Adds jobs; those it knows already stay where they are. Returns the index's incarnation.
    ///
    /// - Parameter deadline: how long to wait for Redis; the client's own by default.
    @discardableResult
    package func enqueue(_ entries: [Entry], deadline: Duration? = nil) async throws(RedisError) -> String {
        let reply = try await call(
            "tj1_enqueue", entries.flatMap { ["\($0.id)", "\($0.band)", "\($0.delay.wholeMilliseconds)"] },
            deadline: deadline)
        return reply.first?.string ?? ""
    }

    func fetch(_ count: Int, lease: Duration) async throws(RedisError) -> Fetched {
        let reply = try await call("tj1_fetch", ["\(count)", "\(lease.wholeMilliseconds)"])
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
        _ = try await call("tj1_ack", leases.flatMap { ["\($0.id)", $0.token] })
    }

    /// Gives a job back, to be fetched again after `delay`.
    func nack(_ lease: Lease, delay: Duration) async throws(RedisError) {
        _ = try await call("tj1_nack", ["\(lease.id)", lease.token, "\(delay.wholeMilliseconds)"])
    }

    /// Renews leases. Returns those that are no longer ours.
    func beat(_ leases: [Lease], lease: Duration) async throws(RedisError) -> [Lease] {
        let reply = try await call(
            "tj1_beat", ["\(lease.wholeMilliseconds)"] + leases.flatMap { ["\($0.id)", $0.token] })
        return zip(leases, reply).filter { $0.1.integer == 0 }.map(\.0)
    }

    /// Puts jobs whose lease ended back in line, at most 100 a call. Returns the index's incarnation.
    func reap() async throws(RedisError) -> String {
        try await call("tj1_reap", ["100"]).first?.string ?? ""
    }

    /// Whether there is any use in asking at this moment.
    var isReachable: Bool { redis.isConnected }

    private func call(
        _ function: String, _ arguments: [String], deadline: Duration? = nil
    ) async throws(RedisError) -> [RedisValue] {
        try await redis.call(function, keys: [prefix], arguments: arguments, deadline: deadline).array ?? []
    }
}

extension Duration {
    /// Rounded up, so that nothing is ever early.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
