package import Redis

extension RevocationList {
    /// The functions of the list; give them to the client of every process that uses it.
    ///
    /// `rv1_put` makes a key's value at least what is said and lets it stay at least so long, so that of two publishers
    /// the slower one cannot bring an older value back. Lua compares as doubles: exact up to 2^53, far beyond any
    /// generation or time. `rv1_finish` names an epoch only if the rebuild's own mark is still there.
    package static let library = RedisFunctionLibrary(
        name: "tenantry_revocations_1",
        source: """
            #!lua name=tenantry_revocations_1
            -- keys: names; args: for each its value and the seconds it is to stay, 0 for ever.
            local function put(keys, args)
                for place, key in ipairs(keys) do
                    local value, seconds = args[2 * place - 1], tonumber(args[2 * place])
                    local known = redis.call('GET', key)
                    if known and (tonumber(known) or -1) > tonumber(value) then value = known end
                    local left = redis.call('TTL', key)
                    if seconds == 0 or left == -1 then
                        redis.call('SET', key, value)
                    else
                        redis.call('SET', key, value, 'EX', math.max(seconds, left))
                    end
                end
                return #keys
            end

            -- keys: the epoch and the mark; args: the epoch to begin if there is none. Nothing without the mark.
            local function finish(keys, args)
                if redis.call('DEL', keys[2]) == 0 then return false end
                redis.call('SET', keys[1], args[1], 'NX')
                return redis.call('GET', keys[1])
            end

            redis.register_function('rv1_put', put)
            redis.register_function('rv1_finish', finish)
            """)
}
