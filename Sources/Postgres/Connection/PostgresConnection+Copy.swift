extension PostgresConnection {
    /// Runs `COPY … FROM STDIN` with the data of `chunks`, in whatever format the statement asks for.
    ///
    /// A chunk is taken when the one before has left this process. An error or cancellation abandons the copy on the
    /// server, so that no row of it stays, and leaves the connection usable. An error in the data is noticed at the
    /// end.
    /// - Returns: the number of rows.
    /// - Throws: ``PostgresError``, or what `chunks` throws.
    @discardableResult
    public func copy<Chunks: AsyncSequence>(
        into statement: SQL, _ chunks: Chunks
    ) async throws -> Int where Chunks.Element == [UInt8] {
        guard statement.values.isEmpty else { throw PostgresError.misuse("COPY takes no values.") }
        guard !statement.text.utf8.contains(0) else { throw PostgresError.misuse("COPY contains no NUL character.") }
        try await perform(.copyBegin(statement.text))
        do {
            for try await chunk in chunks where !chunk.isEmpty {
                guard chunk.count < Int32.max else { throw PostgresError.misuse("A chunk is smaller than 2 GiB.") }
                try await perform(.copyData(chunk))
            }
            try Task.checkCancellation()
        } catch {
            _ = try? await perform(.copyEnd(abandoning: "abandoned"), isCancellable: false)
            throw error is CancellationError ? PostgresError.cancelled : error
        }
        guard case .rows(let rows) = try await perform(.copyEnd(abandoning: nil), isCancellable: false) else {
            return 0
        }
        return rows.affected
    }
}
