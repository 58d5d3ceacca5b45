import Redis

extension IndexKeys {
    enum Value {
        /// Members of a sorted set, in order.
        case ordered([String])
        case hash([String: String])
        case set(Set<String>)
    }

    /// All that stands under the index but its wake-ups, in one instant.
    func dump() async throws -> [(key: String, value: Value)] {
        let reply = try await redis.send(
            [
                "EVAL",
                """
                local found = {}
                for _, key in ipairs(redis.call('KEYS', '*')) do
                    local kind = redis.call('TYPE', key).ok
                    if kind == 'zset' then found[#found + 1] = { key, kind, redis.call('ZRANGE', key, 0, -1) } end
                    if kind == 'hash' then found[#found + 1] = { key, kind, redis.call('HGETALL', key) } end
                    if kind == 'set' then found[#found + 1] = { key, kind, redis.call('SMEMBERS', key) } end
                end
                return found
                """, "0",
            ]
        )
        return (reply.array ?? []).compactMap { row in
            guard let row = row.array, row.count == 3, let name = row[0].string, let kind = row[1].string else {
                return nil
            }
            let members = (row[2].array ?? []).compactMap(\.string)
            let key = String(name.dropFirst(prefix.count))
            switch kind {
            case "zset": return (key, .ordered(members))
            case "set": return (key, .set(Set(members)))
            default:
                let pairs = stride(from: 0, to: members.count - 1, by: 2).map { (members[$0], members[$0 + 1]) }
                return (key, .hash(Dictionary(pairs) { first, _ in first }))
            }
        }
    }
}
