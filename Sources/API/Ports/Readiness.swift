/// Looks at everything this process cannot do without, and at what it can.
///
/// Each check returns `nil` when all is well, else a sentence that anybody may read; none takes longer than two
/// seconds. Tenant databases are no part of it.
package struct Readiness: Sendable {
    /// One look.
    package typealias Check = @Sendable () async -> String?

    /// The master database answers.
    package var masterDatabase: Check
    /// Its migrations are those that this binary was built for.
    package var schemaVersion: Check
    /// Every key that sealed a row is there.
    package var keys: Check
    /// Redis answers. Without it requests are still accepted.
    package var redis: Check

    /// The checks one by one.
    package init(
        masterDatabase: @escaping Check, schemaVersion: @escaping Check, keys: @escaping Check, redis: @escaping Check
    ) {
        self.masterDatabase = masterDatabase
        self.schemaVersion = schemaVersion
        self.keys = keys
        self.redis = redis
    }

    /// All checks at once.
    package func report() async -> ReadinessReport {
        async let database = masterDatabase()
        async let schema = schemaVersion()
        async let keys = keys()
        async let redis = redis()
        return ReadinessReport(
            masterDatabase: await database, schemaVersion: await schema, keys: await keys, redis: await redis)
    }
}
