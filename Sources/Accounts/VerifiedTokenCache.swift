import Crypto
import Tenancy

/// Remembers which tokens had a good signature, so that a busy one is not verified again each time.
///
/// Keys are SHA-256 of the whole token, so any change of a byte misses. Says nothing about time: the caller checks the
/// claims on every use.
struct VerifiedTokenCache {
    private struct Entry {
        let token: VerifiedToken
        let goodUntil: Int64
    }

    /// A signature is believed for at most so long, in seconds, so that a withdrawn key is soon noticed.
    static let lifetime: Int64 = 60

    private var entries: TwoGenerations<SHA256.Digest, Entry>

    /// - Parameter capacity: so many of the tokens used last are always remembered, and never more than twice as many.
    init(capacity: Int) {
        entries = TwoGenerations(limit: 2 * capacity)
    }

    /// How many tokens are remembered.
    var count: Int { entries.count }

    /// A token that was verified at most ``lifetime`` ago and has not expired.
    mutating func token(_ digest: SHA256.Digest, at now: Int64) -> VerifiedToken? {
        guard let entry = entries.use(digest), entry.goodUntil > now else { return nil }
        return entry.token
    }

    /// Remembers a token whose signature was just found good.
    mutating func insert(_ token: VerifiedToken, of digest: SHA256.Digest, at now: Int64) {
        entries.write(
            Entry(token: token, goodUntil: min(token.claims.expiresAt, now + Self.lifetime)), for: digest)
    }

    /// Forgets everything, as when the keys have changed.
    mutating func removeAll() { entries.removeAll() }
}
