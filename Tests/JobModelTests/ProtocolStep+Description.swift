/// What a counter-example reads like.
extension ProtocolStep: CustomStringConvertible {
    var description: String {
        let text = text
        return worker.map { "\($0) \(text)" } ?? text
    }

    private var name: String { "job \(job + 1)" }

    private var text: String {
        switch action {
        case .fetches: "fetches \(name) from Redis"
        case .fetchesUnheard: "fetches \(name) from Redis, and the answer is lost"
        case .acks: "acknowledges \(name) in Redis"
        case .nacks: "gives \(name) back to Redis"
        case .isNotHeardByRedis: "tells Redis of \(name), and is not heard"
        case .looksAtTable: "finds \(name) in the table"
        case .claims: "claims \(name)"
        case .claimsUnheard: "claims \(name), and the answer is lost"
        case .isTurnedAway: "cannot claim \(name)"
        case .learnsItIsOver: "learns that \(name) is over"
        case .learnsItIsNot: "learns that \(name) is not over"
        case .asksInVain: "does not reach the master database"
        case .beats: "beats: its row is fresh again"
        case .learnsItWasLost: "learns from its heartbeat that it lost \(name)"
        case .givesBackUnheld: "has \(name) in its name without running it yet, and hands it back"
        case .claimsTenant: "claims the tenant database for \(name)"
        case .isRefusedByTenant: "is refused by the tenant database"
        case .writesTenant: "writes to the tenant database for \(name)"
        case .throwsError: "has an error in \(name)"
        case .succeeds: "commits \(name) as succeeded"
        case .succeedsUnheard: "commits \(name) as succeeded, and the answer is lost"
        case .retries: "commits \(name) as retrying"
        case .retriesUnheard: "commits \(name) as retrying, and the answer is lost"
        case .fails: "commits \(name) as failed"
        case .failsUnheard: "commits \(name) as failed, and the answer is lost"
        case .releases: "hands \(name) back uncounted"
        case .releasesUnheard: "hands \(name) back uncounted, and the answer is lost"
        case .cancels: "commits \(name) as canceled"
        case .cancelsUnheard: "commits \(name) as canceled, and the answer is lost"
        case .findsItLost: "cannot write how \(name) ended: its epoch matches no running row"
        case .promiserAnnounces: "who promised \(name) announces it"
        case .relayAnnounces: "the relay announces \(name)"
        case .relayAnnouncesUnmarked: "the relay announces \(name), and is killed before it commits"
        case .relayForgets: "the relay sees a new incarnation, and forgets what was announced"
        case .relayIsRestarted: "the relay is restarted, and remembers nothing"
        case .reaperTakesBack: "the lease of \(name) ends: it is reaped"
        case .isDeserted: "\(name) counts as deserted"
        case .ownerCancels: "the owner cancels \(name)"
        case .ownerReopens: "the owner has \(name) tried again"
        case .isRestarted: "is killed, and a new process takes its place"
        case .isGone: "is killed or frozen for good"
        case .redisIsEmptied: "Redis is emptied"
        case .redisLosesEntry: "Redis loses the entry of \(name)"
        }
    }
}
