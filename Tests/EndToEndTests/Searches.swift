import Logging
import Postgres
import Redis

/// All rows of all tables as text, `bytea` both as hexadecimal digits and as the characters it holds.
func everyRow(of endpoint: PostgresEndpoint) async throws -> String {
    let connection = try await PostgresConnection.connect(to: endpoint, logger: Logger(label: "test"))
    defer { connection.close() }
    try await connection.execute("set bytea_output = 'escape'")
    let tables = try await connection.all(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', '_tenantry')",
        as: String.self)
    var text = ""
    for table in tables {
        text += try await connection.all("select t::text from \(raw: table) t", as: String.self)
            .joined(separator: "\n")
    }
    return text
}

/// All keys of a Redis database with all they hold.
func everyValue(of endpoint: RedisEndpoint) async throws -> String {
    let client = RedisClient(endpoint: endpoint, logger: Logger(label: "test"))
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        var text = ""
        for key in try await client.send(["KEYS", "*"]).array ?? [] {
            guard let key = key.string else { continue }
            text += key + "\n" + "\(try await client.send(["DUMP", key]))"
            let kind = try await client.send(["TYPE", key]).string
            switch kind {
            case "hash": text += "\(try await client.send(["HGETALL", key]))"
            case "zset": text += "\(try await client.send(["ZRANGE", key, "0", "-1"]))"
            case "list": text += "\(try await client.send(["LRANGE", key, "0", "-1"]))"
            case "set": text += "\(try await client.send(["SMEMBERS", key]))"
            default: text += "\(try await client.send(["GET", key]))"
            }
        }
        group.cancelAll()
        return text
    }
}
