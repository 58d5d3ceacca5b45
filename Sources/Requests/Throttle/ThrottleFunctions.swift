package import Redis

/// What Redis does for throttles: judges several buckets in one step by its own clock.
package enum ThrottleFunctions {
    /// To be given to the `RedisClient` that a ``Throttle`` uses.
    package static let library = RedisFunctionLibrary(name: "tenantry_throttle_1", source: source)

    static let judge = "tth1_judge"

    private static let source = #"""
        #!lua name=tenantry_throttle_1
        -- Buckets of requests. The same arithmetic as GCRA and DoublingWait in this folder; the server's clock, in
        -- microseconds, is the only clock. A bucket is a string "<instant>:<failures>" that expires when it would be as
        -- if it had never been used. Nothing here is kept anywhere else: what Redis loses, everybody has again.

        local MOST_DOUBLINGS = 32

        local function read(key)
            local stored = redis.call('GET', key)
            if not stored then return nil end
            local instant, failures = string.match(stored, '^(%d+):(%d+)$')
            if not instant then return nil end
            return { instant = tonumber(instant), failures = tonumber(failures) }
        end

        local function write(key, state, finish, now)
            local text = string.format('%.0f:%.0f', state.instant, state.failures)
            local millis = math.max(1, math.ceil((finish - now) / 1000))
            redis.call('SET', key, text, 'PX', string.format('%.0f', millis))
        end

        local function steady(quota, window)
            local interval = math.ceil(window / quota)
            local capacity = interval * quota
            local function arrival(state, now)
                if not state then return now end
                return math.min(math.max(state.instant, now), now + capacity)
            end
            return {
                standing = function(state, now)
                    local used = arrival(state, now) - now
                    return math.floor((capacity - used) / interval), math.max(0, used + interval - capacity), used
                end,
                charging = function(state, now)
                    return { instant = arrival(state, now) + interval, failures = 0 }
                end,
                finish = function(state) return state.instant end,
            }
        end

        local function doubling(quota, window, longest)
            local function wait_after(failures)
                if failures < quota then return 0 end
                return math.min(window * 2 ^ math.min(failures - quota, MOST_DOUBLINGS), longest)
            end
            local function finish(state) return state.instant + wait_after(state.failures) + longest end
            local function remembered(state, now)
                if not state then return nil end
                local past = { instant = math.min(state.instant, now), failures = state.failures }
                if finish(past) > now then return past end
                return nil
            end
            return {
                standing = function(state, now)
                    state = remembered(state, now)
                    if not state then return quota, 0, 0 end
                    local wait = math.max(0, state.instant + wait_after(state.failures) - now)
                    local remaining = 0
                    if wait == 0 then remaining = math.max(1, quota - state.failures) end
                    return remaining, wait, finish(state) - now
                end,
                charging = function(state, now)
                    state = remembered(state, now)
                    local failures = state and state.failures or 0
                    return { instant = now, failures = math.min(failures + 1, quota + MOST_DOUBLINGS) }
                end,
                finish = finish,
            }
        end

        -- Keys: the buckets. Arguments: quota, window and longest wait of each, the last 0 for a steady rate.
        -- Says the time, whether all let the request through (then, and only then, all are charged), and of each what
        -- remains, the wait until it lets one through and the time until it is full, as they are afterwards.
        local function judge(keys, args)
            local time = redis.call('TIME')
            local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
            local rules, states, allowed = {}, {}, 1
            for at, key in ipairs(keys) do
                local quota, window = tonumber(args[3 * at - 2]), tonumber(args[3 * at - 1])
                local longest = tonumber(args[3 * at])
                rules[at] = longest > 0 and doubling(quota, window, longest) or steady(quota, window)
                states[at] = read(key) or false
                local _, wait = rules[at].standing(states[at] or nil, now)
                if wait > 0 then allowed = 0 end
            end
            local reply = { now, allowed }
            for at, key in ipairs(keys) do
                local state = states[at] or nil
                if allowed == 1 then
                    state = rules[at].charging(state, now)
                    write(key, state, rules[at].finish(state), now)
                end
                for _, number in ipairs({ rules[at].standing(state, now) }) do reply[#reply + 1] = number end
            end
            return reply
        end

        redis.register_function('tth1_judge', judge)
        """#
}
