-- How many at once. A call reads each limit at most once; where there are none at all, that is one question a call.

-- What a call remembers: the prefix, and what it has read of the limits.
local function begin(keys)
    local P = keys[1]
    return { P = P, isLimited = redis.call('EXISTS', P .. 'limits') == 1, limits = {}, woken = {} }
end

-- The limit of a name in its class (t, k, h, q), else of the whole class; nil for none.
local function limit_of(call, class, name)
    if not call.isLimited then return nil end
    local key = class .. ':' .. name
    local known = call.limits[key]
    if known == nil then
        local found = redis.call('HMGET', call.P .. 'limits', key, class .. ':*')
        known = tonumber(found[1] or found[2]) or false
        call.limits[key] = known
    end
    return known or nil
end

local function weight_of(call, tenant)
    if not call.isLimited then return 1 end
    return tonumber(redis.call('HGET', call.P .. 'limits', 'w:' .. tenant)) or 1
end

-- How many more jobs of a tenant may be leased; nil for any number.
local function room(call, tenant)
    local limit = limit_of(call, 't', tenant)
    if not limit then return nil end
    return limit - (tonumber(redis.call('HGET', call.P .. 't:' .. tenant, 'a')) or 0)
end

-- The limit of what a lease would count against: one at a time for a serial key, written s:<key>.
local function limit_on(call, name)
    if string.sub(name, 1, 2) == 's:' then return 1 end
    return limit_of(call, string.sub(name, 1, 1), string.sub(name, 3))
end

-- What a lease of a job counts against, and the first of it that is used up.
local function counted(call, labels, serial)
    local names, blocked = {}, nil
    if serial and serial ~= '' then names[1] = 's:' .. serial end
    if call.isLimited then
        for name in string.gmatch(labels or '', '%S+') do
            if limit_on(call, name) then names[#names + 1] = name end
        end
    end
    for _, name in ipairs(names) do
        local active = tonumber(redis.call('HGET', call.P .. 'act', name)) or 0
        if not blocked and active >= limit_on(call, name) then blocked = name end
    end
    return names, blocked
end

