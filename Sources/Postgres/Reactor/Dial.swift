/// A connection to be made.
struct Dial: Sendable {
    let id: UInt64
    let endpoint: PostgresEndpoint
    /// How many statements may be on their way at once; see ``CommandQueue``.
    let depth: Int
    /// Called exactly once, on the reactor's thread.
    let completion: @Sendable (Result<PostgresConnection, PostgresError>) -> Void
}
