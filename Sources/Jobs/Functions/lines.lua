-- Where jobs wait: in their tenant's line, parked for something that is used up, or until they are due.

-- A tenant whose line is no longer empty takes its place among the others: not before those who have been waiting, and not
-- before it would have been served anyway.
local function enter_ring(call, lane, tenant)
    local left = room(call, tenant)
    if left and left <= 0 then
        redis.call('SADD', call.P .. 'full', tenant)
        return
    end
    local now = tonumber(redis.call('HGET', call.P .. 'meta', 'v:' .. lane)) or 0
    local own = tonumber(redis.call('HGET', call.P .. 't:' .. tenant, 'v:' .. lane)) or 0
    redis.call('ZADD', call.P .. 'ring:' .. lane, 'NX', math.max(now, own), tenant)
end

-- A tenant that had no room takes its places again, if it has some by now; says whether.
local function leave_full(call, tenant)
    local left = room(call, tenant)
    if left and left <= 0 then return false end
    redis.call('SREM', call.P .. 'full', tenant)
    for _, queue in ipairs(redis.call('SMEMBERS', call.P .. 'queues')) do
        for band = 0, BANDS - 1 do
            local lane = queue .. ':' .. band
            if redis.call('EXISTS', call.P .. 'tq:' .. lane .. ':' .. tenant) == 1 then
                enter_ring(call, lane, tenant)
                call.woken[queue] = true
            end
        end
    end
    return true
end

-- A job whose hash was evicted is forgotten: the table will name it again.
local function make_ready(call, id)
    local job = redis.call('HMGET', call.P .. 'j:' .. id, 'q', 'b', 't', 's')
    if not job[1] then
        redis.call('DEL', call.P .. 'j:' .. id)
        return
    end
    local lane = job[1] .. ':' .. job[2]
    local line = call.P .. 'tq:' .. lane .. ':' .. job[3]
    redis.call('ZADD', line, job[4], id)
    if redis.call('ZCARD', line) == 1 then enter_ring(call, lane, job[3]) end
    call.woken[job[1]] = true
end

local function park(call, id, seq, name)
    redis.call('HSET', call.P .. 'j:' .. id, 'p', name)
    redis.call('ZADD', call.P .. 'park:' .. name, seq, id)
    redis.call('SADD', call.P .. 'parks', name)
end

-- A job that was parked waits in its line again, or for the next thing that it needs; says whether it may be lent now.
local function reenter(call, id, seq)
    local job = redis.call('HMGET', call.P .. 'j:' .. id, 't', 'r', 'x')
    redis.call('HDEL', call.P .. 'j:' .. id, 'p')
    if not job[1] then return false end
    local _, blocked = counted(call, job[2], job[3])
    if blocked then
        park(call, id, seq, blocked)
        return false
    end
    make_ready(call, id)
    local left = room(call, job[1])
    return not left or left > 0
end

-- Lets in as many of the jobs parked for a name as there is room for, the oldest first; says whether there was any.
local function unpark(call, name)
    local limit = limit_on(call, name)
    local left = limit and limit - (tonumber(redis.call('HGET', call.P .. 'act', name)) or 0) or MAX_PROMOTED
    local isAny = false
    for _ = 1, MAX_PROMOTED do
        if left <= 0 then break end
        local popped = redis.call('ZPOPMIN', call.P .. 'park:' .. name)
        if not popped[1] then
            redis.call('SREM', call.P .. 'parks', name)
            break
        end
        if reenter(call, popped[1], popped[2]) then left = left - 1 end
        isAny = true
    end
    return isAny
end

-- Lets in whoever was overlooked, a few with each call: a place became free, and the one it was meant for is gone, or has to
-- wait for something else. Says whether there was anybody.
local function sweep(call)
    local isAny = false
    for _, name in ipairs(redis.call('SRANDMEMBER', call.P .. 'parks', MAX_SWEPT)) do
        isAny = unpark(call, name) or isAny
    end
    for _, tenant in ipairs(redis.call('SRANDMEMBER', call.P .. 'full', MAX_SWEPT)) do
        isAny = leave_full(call, tenant) or isAny
    end
    return isAny
end

-- Moves what has become due to its line; says how many milliseconds until the next one, -1 for none.
local function promote(call, now)
    local ids = redis.call('ZRANGEBYSCORE', call.P .. 'due', '-inf', now, 'LIMIT', 0, MAX_PROMOTED)
    for _, id in ipairs(ids) do
        redis.call('ZREM', call.P .. 'due', id)
        make_ready(call, id)
    end
    local next = redis.call('ZRANGE', call.P .. 'due', 0, 0, 'WITHSCORES')
    if next[2] then return math.max(0, tonumber(next[2]) - now) end
    return -1
end

local function has_ready(P, queue)
    local ring = P .. 'ring:' .. queue .. ':'
    return redis.call('EXISTS', ring .. 0, ring .. 1, ring .. 2) > 0
end

-- Wakes a worker of each queue that got work in this call.
local function wake_queues(call)
    for queue in pairs(call.woken) do
        if limit_of(call, 'q', queue) ~= 0 and has_ready(call.P, queue) then wake(call.P, queue) end
    end
end

