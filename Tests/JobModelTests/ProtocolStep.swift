/// One atomic step: a call of a Redis function, a transaction, or something that happens to the parties.
struct ProtocolStep: Equatable {
    enum Action: UInt8, CaseIterable {
        // Worker and Redis
        case fetches, fetchesUnheard, acks, nacks, isNotHeardByRedis
        // Worker and master database
        case looksAtTable, claims, claimsUnheard, isTurnedAway, learnsItIsOver, learnsItIsNot, asksInVain
        case beats, learnsItWasLost, givesBackUnheld
        // Handler and tenant database
        case claimsTenant, isRefusedByTenant, writesTenant, throwsError
        // The end of an attempt
        case succeeds, succeedsUnheard, retries, retriesUnheard, fails, failsUnheard
        case releases, releasesUnheard, cancels, cancelsUnheard, findsItLost
        // Relay and reaper
        case promiserAnnounces, relayAnnounces, relayAnnouncesUnmarked, relayForgets, relayIsRestarted, reaperTakesBack
        // Time, owner, faults
        case isDeserted, ownerCancels, ownerReopens, isRestarted, isGone, redisIsEmptied, redisLosesEntry

        var handsBack: Bool { self == .releases || self == .releasesUnheard || self == .givesBackUnheld }
    }

    let action: Action
    var worker: WorkerName?
    var job = 0

    /// It comes about in the end when nothing else does, unless its worker is gone. The others may never happen:
    /// faults, lost messages, wishes, and hints that are nobody's duty.
    var isAssured: Bool {
        switch action {
        case .fetchesUnheard, .isNotHeardByRedis, .claimsUnheard, .asksInVain, .throwsError, .releases,
            .succeedsUnheard, .retriesUnheard, .failsUnheard, .releasesUnheard, .cancelsUnheard, .promiserAnnounces,
            .relayAnnouncesUnmarked, .relayIsRestarted, .ownerCancels, .ownerReopens, .isRestarted, .isGone,
            .redisIsEmptied, .redisLosesEntry:
            false
        default: true
        }
    }
}
