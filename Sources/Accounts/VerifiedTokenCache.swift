import Crypto

/// Remembers which tokens had a good signature, so that a busy one is not verified again each time.
///
/// Two generations: when the younger has `capacity` entries it becomes the older, and the older is forgotten. So it
/// holds at most twice the capacity, what is used stays, and nothing is ever searched for what to evict. Keys are
/// SHA-256 of the whole token, so any change of a byte misses. Says nothing about time: the caller checks the claims
/// on every use.
struct VerifiedTokenCache {
    private struct Entry {
        let token: VerifiedToken
        let goodUntil: Int64
    }

    /// A signature is believed for at most so long, in seconds, so that a withdrawn key is soon noticed.
    static let lifetime: Int64 = 60

    private let capacity: Int
    private var young: [SHA256.Digest: Entry] = [:]
    private var old: [SHA256.Digest: Entry] = [:]

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many tokens are remembered.
    var count: Int { young.count + old.count }

    /// A token that was verified at most ``lifetime`` ago and has not expired.
    mutating func token(_ digest: SHA256.Digest, at now: Int64) -> VerifiedToken? {
        if let entry = young[digest] { return entry.goodUntil > now ? entry.token : nil }
        guard let entry = old.removeValue(forKey: digest), entry.goodUntil > now else { return nil }
        store(entry, for: digest)
        return entry.token
    }

    /// Remembers a token whose signature was just found good.
    mutating func insert(_ token: VerifiedToken, of digest: SHA256.Digest, at now: Int64) {
        store(Entry(token: token, goodUntil: min(token.claims.expiresAt, now + Self.lifetime)), for: digest)
    }

    /// Forgets everything, as when the keys have changed.
    mutating func removeAll() {
        young.removeAll()
        old.removeAll()
    }

    private mutating func store(_ entry: Entry, for digest: SHA256.Digest) {
        if young.count >= capacity, young[digest] == nil {
            old = young
            young = [:]
        }
        old[digest] = nil
        young[digest] = entry
    }
}
