import Redis

/// What this process's belief in a miss rests on: that of the list in Redis nothing has been lost.
///
/// Redis may forget: flushed, started empty or from an old snapshot, replaced by a replica that lacks the last writes.
/// A flush takes the epoch with it, everything else breaks the connection. So the ground is a connection and an epoch,
/// both as they were when this process had itself written everything down that the database knew.
///
/// Whoever finds another epoch does not adopt it, though the process that wrote it has rebuilt the list: on the same
/// server that would be enough, but a server that was made a replica takes over another one's data, epoch included,
/// without breaking a connection. To rebuild costs milliseconds.
struct ListTrust: Sendable {
    struct Ground: Sendable, Equatable {
        let connection: UInt64
        let epoch: String
    }

    private(set) var ground: Ground?

    mutating func gain(_ ground: Ground) { self.ground = ground }

    /// Gives a ground up that proved false.
    ///
    /// - Returns: `false` when there is another one by now, which stays.
    mutating func lose(_ lost: Ground) -> Bool {
        guard ground == lost else { return false }
        ground = nil
        return true
    }
}

extension ListTrust.Ground {
    enum Judgement: Equatable {
        case revoked
        case alive
        /// A value that is no number: somebody else wrote it.
        case unclear
        /// The ground is gone.
        case groundless
    }

    /// Reads the reply to `MGET epoch key…`.
    ///
    /// A value that revokes is believed whatever the ground: nobody writes one that was not committed.
    ///
    /// - Parameters:
    ///   - probes: what was asked for, in this order.
    ///   - connection: the newest connection's number after the reply; before the question it was the ground's.
    func judge(_ reply: [RedisValue], of probes: [RevocationProbe], after connection: UInt64) -> Judgement {
        guard reply.count == probes.count + 1 else { return .unclear }
        let values = zip(probes, reply.dropFirst()).filter { !$1.isNull }
        if values.contains(where: { probe, value in value.integer.map(probe.isRevoked) ?? false }) { return .revoked }
        guard connection == self.connection, reply[0].string == epoch else { return .groundless }
        return values.allSatisfy { $1.integer != nil } ? .alive : .unclear
    }
}
