extension PostgresSession {
    /// The only column of the first row, or `nil` when there is no row. A column that may be NULL is read as an
    /// optional.
    public func first<Value: PostgresDecodable>(
        _ sql: SQL, as type: Value.Type
    ) async throws(PostgresError) -> Value? {
        guard let row = try await query(sql).first else { return nil }
        return try row.decode(type)
    }

    /// The only column of all rows.
    public func all<Value: PostgresDecodable>(
        _ sql: SQL, as type: Value.Type
    ) async throws(PostgresError) -> [Value] {
        let rows = try await query(sql)
        var values: [Value] = []
        values.reserveCapacity(rows.count)
        for row in rows { values.append(try row.decode(type)) }
        return values
    }
}
