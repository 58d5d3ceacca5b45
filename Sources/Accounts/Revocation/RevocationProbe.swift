/// One key that could have ended a token, and the greatest value there that the token outlives.
///
/// A token is revoked when one of its keys has a greater value. This is the whole rule; Redis, the database and the
/// memory of this process only differ in how they find the values.
struct RevocationProbe: Sendable, Equatable {
    let key: RevocationKey
    let outlives: Int64

    init(_ key: RevocationKey, outlives: Int64) {
        self.key = key
        self.outlives = outlives
    }

    func isRevoked(by value: Int64) -> Bool { value > outlives }
}

extension AccessClaims {
    /// Everything that could have ended this token: three keys on the platform, four in a store.
    var revocationProbes: [RevocationProbe] {
        var probes = [
            RevocationProbe(.session(sessionID), outlives: -1),
            RevocationProbe(.user(subject, of: audience), outlives: generation),
            RevocationProbe(.everything, outlives: max(issuedAt, 1) - 1),
        ]
        if let storeID { probes.append(RevocationProbe(.store(storeID), outlives: storeGeneration ?? 0)) }
        return probes
    }
}
