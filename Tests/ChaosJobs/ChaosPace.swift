package import Jobs

/// How fast workers notice things.
package enum ChaosPace: String, Sendable {
    /// As in production.
    case usual
    /// A fifth of the usual times, for runs that are short.
    case brisk

    package var timing: JobTiming {
        var timing = JobTiming()
        guard self == .brisk else { return timing }
        timing.beat = .milliseconds(400)
        timing.silence = .seconds(2)
        timing.lease = .seconds(2)
        timing.relay = .milliseconds(200)
        timing.relayGrace = .milliseconds(100)
        timing.relayOverlap = .milliseconds(600)
        timing.republish = .seconds(6)
        timing.idle = .seconds(1)
        timing.fallback = .milliseconds(100)
        timing.busy = .milliseconds(200)
        return timing
    }

    package var backoff: Backoff { Backoff(first: .milliseconds(100), cap: .seconds(1)) }
}
