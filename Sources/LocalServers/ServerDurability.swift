/// What of a server's data outlives a crash.
package enum ServerDurability: Sendable {
    /// PostgreSQL loses nothing, Redis at most its last second.
    case safe
    /// Nothing is promised and nothing waits for a disk: for data that are thrown away.
    case fast
}
