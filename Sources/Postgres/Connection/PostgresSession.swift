/// Anything a statement can be sent to: a leased connection, a transaction, a pool, its shared readers.
public protocol PostgresSession: Sendable {
    /// Runs one statement and returns all its rows.
    ///
    /// Cancelling the task cancels the statement on the server, waits for that to take effect and throws kind
    /// `cancelled`; if the statement was done by then, its result is returned.
    func query(_ sql: SQL) async throws(PostgresError) -> PostgresRows
}

extension PostgresSession {
    /// Runs a statement for its effect.
    /// - Returns: the number of rows inserted, changed, deleted or selected.
    @discardableResult
    public func execute(_ sql: SQL) async throws(PostgresError) -> Int {
        try await query(sql).affected
    }

    /// The first row as a tuple, or `nil` when there is none.
    public func first<First: PostgresDecodable, Second: PostgresDecodable, each Other: PostgresDecodable>(
        _ sql: SQL, as type: (First, Second, repeat each Other).Type
    ) async throws(PostgresError) -> (First, Second, repeat each Other)? {
        try await query(sql).first?.decode(type)
    }

    /// All rows as tuples.
    public func all<First: PostgresDecodable, Second: PostgresDecodable, each Other: PostgresDecodable>(
        _ sql: SQL, as type: (First, Second, repeat each Other).Type
    ) async throws(PostgresError) -> [(First, Second, repeat each Other)] {
        let rows = try await query(sql)
        var values: [(First, Second, repeat each Other)] = []
        values.reserveCapacity(rows.count)
        for row in rows { values.append(try row.decode(type)) }
        return values
    }

    /// The first row as a `Decodable` value, or `nil` when there is none. See ``PostgresRow/decode(as:)``.
    public func first<Value: Decodable>(
        _ sql: SQL, decoding type: Value.Type = Value.self
    ) async throws(PostgresError) -> Value? {
        try await query(sql).first?.decode(as: type)
    }

    /// All rows as `Decodable` values. See ``PostgresRow/decode(as:)``.
    public func all<Value: Decodable>(
        _ sql: SQL, decoding type: Value.Type = Value.self
    ) async throws(PostgresError) -> [Value] {
        let rows = try await query(sql)
        let columns = ColumnIndex(rows.result)
        var values: [Value] = []
        values.reserveCapacity(rows.count)
        for row in rows { values.append(try row.decode(type, with: columns)) }
        return values
    }
}
