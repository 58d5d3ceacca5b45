-- What workers and the API call.

-- A job that is known and delayed may be wanted sooner than it was; it is never put off by this.
local function hasten(call, id, due_at, now)
    local score = redis.call('ZSCORE', call.P .. 'due', id)
    if not score or due_at >= tonumber(score) then return end
    if due_at > now then
        redis.call('ZADD', call.P .. 'due', due_at, id)
    else
        redis.call('ZREM', call.P .. 'due', id)
        make_ready(call, id)
    end
end

-- args: (id, queue, band, tenant, labels, serial key or '', delay in ms)*
--   ->  incarnation, then the ids of those that are lent: whoever gives them back may forget them
local function enqueue(keys, args)
    local call, now = begin(keys), now_ms()
    local P, reply = call.P, { incarnation(call.P) }
    for i = 1, #args, 7 do
        local id, queue, delay = args[i], args[i + 1], tonumber(args[i + 6])
        local key = P .. 'j:' .. id
        if redis.call('EXISTS', key) == 1 then
            hasten(call, id, now + delay, now)
            if redis.call('ZSCORE', P .. 'lease', id) then reply[#reply + 1] = id end
        else
            local seq = redis.call('HINCRBY', P .. 'meta', 'seq', 1)
            redis.call('HSET', key, 'q', queue, 'b', args[i + 2], 't', args[i + 3], 's', seq, 'r', args[i + 4],
                'x', args[i + 5], 'k', 0)
            if not call.woken[queue] then redis.call('SADD', P .. 'queues', queue) end
            if delay > 0 then
                redis.call('ZADD', P .. 'due', now + delay, id)
                wake(P, queue)  -- whoever waits for the next due job has to know of this one
            else
                make_ready(call, id)
            end
        end
    end
    wake_queues(call)
    return reply
end

local function fetch_into(call, reply, wanted, lease, queues, now)
    local P = call.P
    local n = tonumber(redis.call('HGET', P .. 'meta', 'n')) or 0
    local taken, rounds = 0, 0
    repeat
        for _, queue in ipairs(queues) do
            if taken < wanted and limit_of(call, 'q', queue) ~= 0 then
                taken = taken + serve_queue(call, queue, wanted - taken, now + lease, reply, n + taken)
            end
            call.woken[queue] = true
        end
        rounds = rounds + 1
    until taken >= wanted or rounds == 3 or not sweep(call)
    if taken > 0 then redis.call('HSET', P .. 'meta', 'n', n + taken) end
    wake_queues(call)
end

-- args: how many, lease in ms, how many queues, queue*, (id, token)*
--   ->  incarnation, ms until the next due job or -1, then (id, token)*
-- Forgets the leases that are named, for their jobs are over, and lends new ones in the same instant.
local function fetch(keys, args)
    local call, now = begin(keys), now_ms()
    local queues, first = {}, 4 + tonumber(args[3])
    for i = 4, first - 1 do queues[#queues + 1] = args[i] end
    for i = first, #args, 2 do
        local job = held(call.P, args[i], args[i + 1])
        if job then
            release(call, args[i], job.tenant, job.counted)
            redis.call('DEL', call.P .. 'j:' .. args[i])
        end
    end
    local wanted = tonumber(args[1])
    if wanted == 0 then
        wake_queues(call)
        return { incarnation(call.P), -1 }
    end
    local reply = { incarnation(call.P), promote(call, now) }
    fetch_into(call, reply, wanted, tonumber(args[2]), queues, now)
    return reply
end

-- args: (id, token, delay in ms)*  ->  1 given back | 0 not ours any more, for each
local function nack(keys, args)
    local call, now, reply = begin(keys), now_ms(), {}
    for i = 1, #args, 3 do
        local id, delay = args[i], tonumber(args[i + 2])
        local job = held(call.P, id, args[i + 1])
        if job then
            release(call, id, job.tenant, job.counted)
            redis.call('HDEL', call.P .. 'j:' .. id, 'c', 'o')
            if delay > 0 then
                redis.call('ZADD', call.P .. 'due', now + delay, id)
            else
                make_ready(call, id)
            end
            reply[#reply + 1] = 1
        else
            reply[#reply + 1] = 0
        end
    end
    wake_queues(call)
    return reply
end

-- args: lease in ms, (id, token)*  ->  1 renewed | 2 renewed, and canceled | 0 lost, for each
local function beat(keys, args)
    local P, until_ms, reply = keys[1], now_ms() + tonumber(args[1]), {}
    for i = 2, #args, 2 do
        local job = held(P, args[i], args[i + 1])
        if job then
            redis.call('ZADD', P .. 'lease', 'XX', until_ms, args[i])
            reply[#reply + 1] = job.canceled and 2 or 1
        else
            reply[#reply + 1] = 0
        end
    end
    return reply
end

-- args: id*  ->  1 forgotten | 2 lent: its worker is told with its next beat | 0 unknown, for each
local function cancel(keys, args)
    local call, reply = begin(keys), {}
    for i = 1, #args do
        local id, key = args[i], call.P .. 'j:' .. args[i]
        local job = redis.call('HMGET', key, 'q', 'b', 't', 'p')
        if not job[1] then
            reply[i] = 0
        elseif redis.call('ZSCORE', call.P .. 'lease', id) then
            redis.call('HSET', key, 'o', 1)
            reply[i] = 2
        else
            redis.call('ZREM', call.P .. 'due', id)
            if job[4] then redis.call('ZREM', call.P .. 'park:' .. job[4], id) end
            local lane = job[1] .. ':' .. job[2]
            local line = call.P .. 'tq:' .. lane .. ':' .. job[3]
            if redis.call('ZREM', line, id) == 1 and redis.call('EXISTS', line) == 0 then
                redis.call('ZREM', call.P .. 'ring:' .. lane, job[3])
            end
            redis.call('DEL', key)
            reply[i] = 1
        end
    end
    return reply
end

-- args: limit  ->  incarnation, how many leases had ended, 1 if one of their jobs was evicted and counts cannot be trusted,
--                  name of the server's present run: with another one it may have forgotten what came last
-- The jobs wait again at their old place.
local function reap(keys, args)
    local call, now = begin(keys), now_ms()
    local ids = redis.call('ZRANGEBYSCORE', call.P .. 'lease', '-inf', now, 'LIMIT', 0, tonumber(args[1]))
    local evicted = 0
    for _, id in ipairs(ids) do
        local key = call.P .. 'j:' .. id
        local job = redis.call('HMGET', key, 't', 'c')
        release(call, id, job[1], job[2])
        if job[1] then
            redis.call('HINCRBY', key, 'k', 1)
            redis.call('HDEL', key, 'c', 'o')
        else
            evicted = 1
        end
        make_ready(call, id)
    end
    promote(call, now)
    sweep(call)
    for _, queue in ipairs(redis.call('SMEMBERS', call.P .. 'queues')) do call.woken[queue] = true end
    wake_queues(call)
    return { incarnation(call.P), #ids, evicted, string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or '' }
end

-- What is lent already counts against limits that are new.
local function recount(call)
    local P = call.P
    redis.call('DEL', P .. 'act')
    for _, id in ipairs(redis.call('ZRANGE', P .. 'lease', 0, -1)) do
        local job = redis.call('HMGET', P .. 'j:' .. id, 'r', 'x')
        local names = job[1] and counted(call, job[1], job[2]) or {}
        if job[1] then redis.call('HSET', P .. 'j:' .. id, 'c', table.concat(names, '\n')) end
        for _, name in ipairs(names) do redis.call('HINCRBY', P .. 'act', name, 1) end
    end
end

-- args: (name, limit)*  ->  1 changed | 0 as it was. All limits there are: what is not named has none.
local function limits(keys, args)
    local P = keys[1]
    local text = table.concat(args, '\n')
    if redis.call('HGET', P .. 'meta', 'limits') == text then return 0 end
    redis.call('DEL', P .. 'limits')
    for i = 1, #args, 2 do redis.call('HSET', P .. 'limits', args[i], args[i + 1]) end
    redis.call('HSET', P .. 'meta', 'limits', text)
    local call = begin(keys)
    recount(call)
    for _, name in ipairs(redis.call('SMEMBERS', P .. 'parks')) do unpark(call, name) end
    for _, tenant in ipairs(redis.call('SMEMBERS', P .. 'full')) do leave_full(call, tenant) end
    for _, queue in ipairs(redis.call('SMEMBERS', P .. 'queues')) do call.woken[queue] = true end
    wake_queues(call)
    return 1
end

-- args: (id, delay in ms)*  ->  those that are not known, or lent, or delayed for two seconds longer than that
local function probe(keys, args)
    local P, now, found = keys[1], now_ms(), {}
    for i = 1, #args, 2 do
        if redis.call('EXISTS', P .. 'j:' .. args[i]) == 0 or redis.call('ZSCORE', P .. 'lease', args[i]) then
            found[#found + 1] = args[i]
        else
            local due = redis.call('ZSCORE', P .. 'due', args[i])
            if due and tonumber(due) > now + tonumber(args[i + 1]) + 2000 then found[#found + 1] = args[i] end
        end
    end
    return found
end

-- args: cursor, 0 to begin  ->  where to go on, 0 at the end. Forgets everything; the next call begins another life.
local function wipe(keys, args)
    local found = redis.call('SCAN', args[1], 'MATCH', string.gsub(keys[1], '[%[%]*?\\]', '\\%0') .. '*', 'COUNT', 1000)
    for _, key in ipairs(found[2]) do redis.call('UNLINK', key) end
    return found[1]
end

redis.register_function('tj2_enqueue', enqueue)
redis.register_function('tj2_fetch', fetch)
redis.register_function('tj2_nack', nack)
redis.register_function('tj2_beat', beat)
redis.register_function('tj2_cancel', cancel)
redis.register_function('tj2_reap', reap)
redis.register_function('tj2_limits', limits)
redis.register_function('tj2_probe', probe)
redis.register_function('tj2_wipe', wipe)
