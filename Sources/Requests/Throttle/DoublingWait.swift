/// Slows down whoever goes on failing, and never locks anybody out.
///
/// The first failures cost nothing. When the quota of them is used up the next attempt has to wait for one window, the
/// one after it for two, then four, up to the longest wait; there it stays, so that an attempt gets through at least
/// that often. An attempt that comes too early is refused and changes nothing. All is forgotten after a success (the
/// bucket is reset), or once nothing has been tried for the longest wait after the next attempt was free to come.
///
/// A window of a minute, a quota of 5 and a longest wait of 15 minutes bear 5 guesses in the first minute and about a
/// hundred in a day, where NIST SP 800-63B §5.2.2 draws its line at 100 failures in a row.
struct DoublingWait: ThrottleRule, Hashable {
    let quota: Int
    /// The first wait, in microseconds.
    let window: Int64
    /// No wait is longer, in microseconds.
    let longest: Int64

    /// - Parameters:
    ///   - quota: at least 1.
    ///   - window: microseconds, at least 1.
    ///   - longest: microseconds, at least the window.
    init(quota: Int, window: Int64, longest: Int64) {
        precondition(quota > 0 && window > 0 && longest >= window, "waits begin above zero and grow")
        self.quota = quota
        self.window = window
        self.longest = longest
    }

    func standing(of state: BucketState?, at now: Int64) -> BucketStanding {
        guard let state = remembered(state, at: now) else {
            return BucketStanding(remaining: quota, wait: 0, reset: 0)
        }
        let wait = max(0, state.instant + self.wait(after: state.failures) - now)
        return BucketStanding(
            remaining: wait > 0 ? 0 : max(1, quota - state.failures), wait: wait, reset: end(of: state) - now)
    }

    func charging(_ state: BucketState?, at now: Int64) -> BucketState {
        let failures = remembered(state, at: now)?.failures ?? 0
        return BucketState(instant: now, failures: min(failures + 1, quota + Self.mostDoublings))
    }

    func end(of state: BucketState) -> Int64 { state.instant + wait(after: state.failures) + longest }

    /// Past it counting failures makes no difference: 2³² windows are longer than any wait.
    private static let mostDoublings = 32

    private func wait(after failures: Int) -> Int64 {
        guard failures >= quota else { return 0 }
        var wait = window
        for _ in 0..<(failures - quota) where wait < longest { wait *= 2 }
        return min(wait, longest)
    }

    private func remembered(_ state: BucketState?, at now: Int64) -> BucketState? {
        guard let state else { return nil }
        let past = BucketState(instant: min(state.instant, now), failures: state.failures)
        return end(of: past) > now ? past : nil
    }
}
