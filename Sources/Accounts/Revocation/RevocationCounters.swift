/// What the checks of one process came to since it started.
package struct RevocationCounters: Sendable, Equatable {
    /// Checks answered by Redis.
    package var redis = 0
    /// Checks answered by the master database.
    package var database = 0
    /// Checks answered by what this process had just heard.
    package var memory = 0
    /// Checks, among all of these, of tokens that were revoked.
    package var revoked = 0
    /// Checks that nobody could answer.
    package var unavailable = 0
    /// How often the list in Redis was rebuilt.
    package var rebuilds = 0

    package init() {}
}
