-- What is lent to workers.

-- Names a lease among all leases of all times: a job that was forgotten and comes back has another number of arrival.
local function token_of(seq, count)
    return seq .. '.' .. count
end

-- What is known of a job, if (id, token) is the newest lease of a leased job.
local function held(P, id, token)
    local job = redis.call('HMGET', P .. 'j:' .. id, 's', 'k', 'o', 't', 'c')
    if not job[1] or token_of(job[1], job[2]) ~= token then return nil end
    if not redis.call('ZSCORE', P .. 'lease', id) then return nil end
    return { canceled = job[3], tenant = job[4], counted = job[5] }
end

-- Ends a lease, and lets in who waited for it.
local function release(call, id, tenant, names)
    local P = call.P
    redis.call('ZREM', P .. 'lease', id)
    if tenant then
        local left = redis.call('HINCRBY', P .. 't:' .. tenant, 'a', -1)
        if left <= 0 then redis.call('DEL', P .. 't:' .. tenant) end
        if call.isLimited and redis.call('SISMEMBER', P .. 'full', tenant) == 1 then leave_full(call, tenant) end
    end
    for name in string.gmatch(names or '', '[^\n]+') do
        if redis.call('HINCRBY', P .. 'act', name, -1) <= 0 then redis.call('HDEL', P .. 'act', name) end
        if redis.call('SISMEMBER', P .. 'parks', name) == 1 then unpark(call, name) end
    end
end

-- Lends a job that was popped from its line; nil when it has to wait for something, or is forgotten.
local function lend(call, id, seq, until_ms)
    local key = call.P .. 'j:' .. id
    local job = redis.call('HMGET', key, 'q', 'r', 'x', 's')
    if not job[1] then
        redis.call('DEL', key)
        return nil
    end
    if call.isLimited or (job[3] and job[3] ~= '') then
        local names, blocked = counted(call, job[2], job[3])
        if blocked then
            park(call, id, seq, blocked)
            return nil
        end
        for _, name in ipairs(names) do redis.call('HINCRBY', call.P .. 'act', name, 1) end
        if #names > 0 then redis.call('HSET', key, 'c', table.concat(names, '\n')) end
    end
    local count = redis.call('HINCRBY', key, 'k', 1)
    redis.call('ZADD', call.P .. 'lease', until_ms, id)
    return token_of(job[4], count)
end

-- Bands in the order in which the n-th job is looked for: every eighth time band 1 first, every 64th band 2, so that what
-- is urgent cannot keep the rest from being done for ever.
local function bands(n)
    if n % 64 == 63 then return 2, 0, 1 end
    if n % 8 == 7 then return 1, 0, 2 end
    return 0, 1, 2
end

-- Serves the tenant whose turn it is in a lane, with one job, or with up to `wanted` where nobody else waits: weighted fair
-- queueing by virtual start times. Says how many were lent, or nil when nobody waits.
local function serve(call, lane, wanted, until_ms, reply)
    local P, ring = call.P, call.P .. 'ring:' .. lane
    local turn = redis.call('ZRANGE', ring, 0, 1, 'WITHSCORES')
    local tenant, start = turn[1], tonumber(turn[2])
    if not tenant then return nil end
    local line = P .. 'tq:' .. lane .. ':' .. tenant
    local left = room(call, tenant)
    if left and left <= 0 then
        redis.call('ZREM', ring, tenant)
        if redis.call('EXISTS', line) == 1 then redis.call('SADD', P .. 'full', tenant) end
        return 0
    end
    local count = turn[3] and 1 or math.min(wanted, left or wanted)
    local popped = redis.call('ZPOPMIN', line, count)
    local lent = 0
    for i = 1, #popped, 2 do
        local token = lend(call, popped[i], popped[i + 1], until_ms)
        if token then
            reply[#reply + 1] = popped[i]
            reply[#reply + 1] = token
            lent = lent + 1
        end
    end
    local after = start + lent / weight_of(call, tenant)
    if lent > 0 then
        redis.call('HINCRBY', P .. 't:' .. tenant, 'a', lent)
        redis.call('HSET', P .. 'meta', 'v:' .. lane, start)
    end
    local hasMore = #popped == 2 * count and redis.call('EXISTS', line) == 1
    if hasMore and (not left or left - lent > 0) then
        redis.call('ZADD', ring, after, tenant)
    else
        redis.call('ZREM', ring, tenant)
        if lent > 0 then redis.call('HSET', P .. 't:' .. tenant, 'v:' .. lane, after) end
        if hasMore then redis.call('SADD', P .. 'full', tenant) end
    end
    return lent
end

-- Lends up to `wanted` jobs of a queue; says how many.
local function serve_queue(call, queue, wanted, until_ms, reply, n)
    local taken, tries = 0, 0
    while taken < wanted and tries < 4 * wanted + 64 do  -- jobs that are parked on the way cost time, too
        tries = tries + 1
        local at, lent = (n + taken) % 8, nil
        local most = at == 7 and 1 or math.min(wanted - taken, 7 - at)  -- until another band is looked at first
        for _, band in ipairs({ bands(n + taken) }) do
            lent = serve(call, queue .. ':' .. band, most, until_ms, reply)
            if lent then break end
        end
        if not lent then break end
        taken = taken + lent
    end
    return taken
end

