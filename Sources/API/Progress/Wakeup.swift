/// Why somebody who waits should look up.
package enum Wakeup: Sendable {
    /// What is watched may have changed.
    case changed
    /// Nothing happened for a while, and the other end should hear that somebody is there.
    case heartbeat
}
