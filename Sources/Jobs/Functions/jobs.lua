#!lua name=tenantry_jobs_1
-- The dispatch index of jobs: which are waiting, which are leased, which become due. Ids only, never a payload.
-- Everything here can be rebuilt from the table job_queue, and nothing here gives the right to act: a worker still
-- has to win the claim in PostgreSQL. The server's clock is the only clock.
--
-- Keys, all under one prefix with one hash tag:
--   meta       hash   inc: random name of this index's life; seq: arrival counter
--   ready:<b>  zset   id -> seq, waiting, one per band; the seq is kept when a job comes back
--   due        zset   id -> ms, delayed
--   lease      zset   id -> ms at which the lease ends; membership is what "leased" means
--   j:<id>     hash   b band, s seq, t token of the newest lease
--   wake       list   tokens, one taken by each worker that has room

local BANDS = 3
local MAX_WAKE = 64
local MAX_PROMOTED = 64

local function now_ms()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function incarnation(prefix)
    local inc = redis.call('HGET', prefix .. 'meta', 'inc')
    if inc then return inc end
    local time = redis.call('TIME')
    inc = time[1] .. '.' .. time[2]
    redis.call('HSET', prefix .. 'meta', 'inc', inc, 'seq', 0)
    return inc
end

local function wake(prefix)
    if redis.call('LLEN', prefix .. 'wake') < MAX_WAKE then redis.call('LPUSH', prefix .. 'wake', '1') end
end

-- A job whose hash was evicted is forgotten: the table will name it again.
local function make_ready(prefix, id)
    local job = redis.call('HMGET', prefix .. 'j:' .. id, 'b', 's')
    if not job[1] then
        redis.call('DEL', prefix .. 'j:' .. id)
        return
    end
    redis.call('ZADD', prefix .. 'ready:' .. job[1], job[2], id)
end

-- Moves what has become due to its band; says how many milliseconds until the next one, -1 for none.
local function promote(prefix, now)
    local ids = redis.call('ZRANGEBYSCORE', prefix .. 'due', '-inf', now, 'LIMIT', 0, MAX_PROMOTED)
    for _, id in ipairs(ids) do
        redis.call('ZREM', prefix .. 'due', id)
        make_ready(prefix, id)
    end
    local next = redis.call('ZRANGE', prefix .. 'due', 0, 0, 'WITHSCORES')
    if next[2] then return math.max(0, tonumber(next[2]) - now) end
    return -1
end

local function any_ready(prefix)
    for band = 0, BANDS - 1 do
        if redis.call('EXISTS', prefix .. 'ready:' .. band) == 1 then return true end
    end
    return false
end

-- Is this (id, token) the newest lease of a leased job?
local function holds(prefix, id, token)
    if not redis.call('ZSCORE', prefix .. 'lease', id) then return false end
    return redis.call('HGET', prefix .. 'j:' .. id, 't') == token
end

-- A job that is known and delayed may be wanted sooner than it was; it is never put off by this.
local function hasten(prefix, id, due_at, now)
    local score = redis.call('ZSCORE', prefix .. 'due', id)
    if not score or due_at >= tonumber(score) then return false end
    if due_at > now then
        redis.call('ZADD', prefix .. 'due', due_at, id)
        return false
    end
    redis.call('ZREM', prefix .. 'due', id)
    make_ready(prefix, id)
    return true
end

-- args: (id, band, delay in ms)*  ->  incarnation, then 1 added | 0 was there, for each
local function enqueue(keys, args)
    local prefix, now = keys[1], now_ms()
    local reply, added = { incarnation(prefix) }, false
    for i = 1, #args, 3 do
        local id, band, delay = args[i], args[i + 1], tonumber(args[i + 2])
        if redis.call('EXISTS', prefix .. 'j:' .. id) == 1 then
            if hasten(prefix, id, now + delay, now) then added = true end
            reply[#reply + 1] = 0
        else
            local seq = redis.call('HINCRBY', prefix .. 'meta', 'seq', 1)
            redis.call('HSET', prefix .. 'j:' .. id, 'b', band, 's', seq, 't', 0)
            if delay > 0 then redis.call('ZADD', prefix .. 'due', now + delay, id) else make_ready(prefix, id) end
            reply[#reply + 1] = 1
            added = true
        end
    end
    if added then wake(prefix) end
    return reply
end

-- args: how many, lease in ms  ->  incarnation, ms until the next due job or -1, then (id, token)*
local function fetch(keys, args)
    local prefix, wanted, lease, now = keys[1], tonumber(args[1]), tonumber(args[2]), now_ms()
    local reply = { incarnation(prefix), promote(prefix, now) }
    for band = 0, BANDS - 1 do
        if wanted <= 0 then break end
        local popped = redis.call('ZPOPMIN', prefix .. 'ready:' .. band, wanted)
        for i = 1, #popped, 2 do
            local id = popped[i]
            local token = redis.call('HINCRBY', prefix .. 'j:' .. id, 't', 1)
            redis.call('ZADD', prefix .. 'lease', now + lease, id)
            reply[#reply + 1] = id
            reply[#reply + 1] = tostring(token)
            wanted = wanted - 1
        end
    end
    if any_ready(prefix) then wake(prefix) end
    return reply
end

-- args: (id, token)*  ->  1 forgotten | 0 not ours any more, for each
local function ack(keys, args)
    local prefix, reply = keys[1], {}
    for i = 1, #args, 2 do
        if holds(prefix, args[i], args[i + 1]) then
            redis.call('ZREM', prefix .. 'lease', args[i])
            redis.call('DEL', prefix .. 'j:' .. args[i])
            reply[#reply + 1] = 1
        else
            reply[#reply + 1] = 0
        end
    end
    return reply
end

-- args: (id, token, delay in ms)*  ->  1 given back | 0 not ours any more, for each
local function nack(keys, args)
    local prefix, now, reply = keys[1], now_ms(), {}
    local ready = false
    for i = 1, #args, 3 do
        local id, delay = args[i], tonumber(args[i + 2])
        if holds(prefix, id, args[i + 1]) then
            redis.call('ZREM', prefix .. 'lease', id)
            if delay > 0 then
                redis.call('ZADD', prefix .. 'due', now + delay, id)
            else
                make_ready(prefix, id)
                ready = true
            end
            reply[#reply + 1] = 1
        else
            reply[#reply + 1] = 0
        end
    end
    if ready then wake(prefix) end
    return reply
end

-- args: lease in ms, (id, token)*  ->  1 renewed | 0 lost, for each
local function beat(keys, args)
    local prefix, until_ms, reply = keys[1], now_ms() + tonumber(args[1]), {}
    for i = 2, #args, 2 do
        if holds(prefix, args[i], args[i + 1]) then
            redis.call('ZADD', prefix .. 'lease', 'XX', until_ms, args[i])
            reply[#reply + 1] = 1
        else
            reply[#reply + 1] = 0
        end
    end
    return reply
end

-- args: limit  ->  incarnation, how many leases had ended; their jobs wait again at their old place
local function reap(keys, args)
    local prefix, now = keys[1], now_ms()
    local ids = redis.call('ZRANGEBYSCORE', prefix .. 'lease', '-inf', now, 'LIMIT', 0, tonumber(args[1]))
    for _, id in ipairs(ids) do
        redis.call('ZREM', prefix .. 'lease', id)
        redis.call('HINCRBY', prefix .. 'j:' .. id, 't', 1)
        make_ready(prefix, id)
    end
    promote(prefix, now)
    if any_ready(prefix) then wake(prefix) end
    return { incarnation(prefix), #ids }
end

redis.register_function('tj1_enqueue', enqueue)
redis.register_function('tj1_fetch', fetch)
redis.register_function('tj1_ack', ack)
redis.register_function('tj1_nack', nack)
redis.register_function('tj1_beat', beat)
redis.register_function('tj1_reap', reap)
