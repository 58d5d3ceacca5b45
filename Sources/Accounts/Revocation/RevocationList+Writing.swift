import Foundation
import Redis

extension RevocationList {
    /// Writes revocations down, atomically. What matters to no token any more is left out.
    ///
    /// - Throws: what kept Redis from it; it may have been done nevertheless, and doing it again is harmless.
    func put(_ revocations: [Revocation], within deadline: Duration? = nil) async throws(RedisError) {
        let rows = revocations.filter(\.matters)
        guard !rows.isEmpty else { return }
        let arguments: [any RedisArgument] = rows.flatMap { row -> [any RedisArgument] in
            [row.value, row.key == .everything ? 0 : row.secondsLeft]
        }
        try await redis.call("rv1_put", keys: rows.map { name(of: $0.key) }, arguments: arguments, deadline: deadline)
    }

    /// Looks whether this server still takes writes, as long as it is trusted.
    ///
    /// One that was made a replica answers reads for ever, while others publish to its master: the client leaves it
    /// with the first write that it refuses, and with the connection goes the trust. Any other refusal ends the trust
    /// here; only a full server is as good as before, since nobody can have published anything to it.
    func confirmWritable() async {
        guard let ground = trustedGround() else { return }
        do throws(RedisError) {
            try await redis.send(RedisCommand("SET", prefix + "beat", 1, "EX", 60), deadline: .milliseconds(250))
        } catch {
            guard let refusal = error.serverPrefix, refusal != "OOM" else { return }
            lose(ground, because: "a write was refused: \(refusal)")
        }
    }
}
