import NIOConcurrencyHelpers
import Redis

extension RevocationList {
    /// What is wrong with the way this Redis makes room, as a sentence that says what to set; `nil` when it never drops
    /// a key before its time, and while it cannot be asked.
    ///
    /// An evicted key would be a token come alive again. Asks `INFO`, because `CONFIG` is often forbidden; where `INFO`
    /// is too, that is a problem of its own.
    package func policyProblem() async -> String? {
        try? await evictionProblem()
    }

    /// Stops trusting misses when the policy was changed while the server ran.
    func confirmPolicy() async {
        guard let ground = trustedGround(), await policyProblem() != nil else { return }
        lose(ground, because: "the server may evict keys")
    }

    func evictionProblem() async throws(RedisError) -> String? {
        let report: String
        do throws(RedisError) {
            report = try await redis.send(RedisCommand("INFO", "memory").idempotent()).string ?? ""
        } catch {
            guard error.serverPrefix == "NOPERM" else { throw error }
            report = ""
        }
        let field = "maxmemory_policy:"
        let line = report.split(whereSeparator: \.isNewline).first { $0.hasPrefix(field) }
        switch line?.dropFirst(field.count) {
        case "noeviction": return nil
        case let policy?:
            return """
                Redis may drop keys when its memory is full (maxmemory-policy \(policy)), and with them what was revoked. \
                Set: maxmemory-policy noeviction.
                """
        case nil:
            return """
                Redis does not tell its maxmemory-policy, which has to be noeviction. Allow this user the command INFO.
                """
        }
    }
}
