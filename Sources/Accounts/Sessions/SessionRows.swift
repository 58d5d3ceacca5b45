import Domain

/// Where the rows of one realm's sessions are.
protocol SessionRows: Sendable {
    /// The row, and its owner as it is now; `nil` when there is none.
    func read(_ id: SessionID) async throws -> SessionRow?
    /// Raises the counter by one if it is still this one and the session lives. Shows that this counter was received.
    ///
    /// - Returns: whether it was.
    func rotate(_ id: SessionID, from counter: UInt32) async throws -> Bool
    /// Ends the session because a spent token of it was shown, and writes that down. Its access tokens die with it.
    func endAfterReuse(_ id: SessionID, of row: SessionRow, by client: ClientInfo) async throws
}
