#!lua name=tenantry_jobs_2
-- The dispatch index of jobs: which wait, which are leased, which become due. Ids and names only, never a payload.
-- Everything here can be rebuilt from the table job_queue, and nothing here gives the right to act: a worker still
-- has to win the claim in PostgreSQL. The server's clock is the only clock.
--
-- Keys, all under one prefix with one hash tag. A lane is <queue>:<band>; a tenant is whoever a job is for.
--   meta          hash  inc: random name of this index's life; seq: number of the newest arrival; n: jobs fetched;
--                       v:<lane>: virtual time; limits: all of them as they were told
--   j:<id>        hash  q queue, b band, t tenant, s seq, r "k:<kind> h:<host>", x serial key, k how often it was
--                       lent, c what the lease counts against, p where it is parked, o "1" once it was canceled
--   tq:<lane>:<t> zset  id -> seq, the jobs of a tenant that wait; the seq is kept when a job comes back
--   ring:<lane>   zset  tenant -> virtual time; only tenants that have jobs waiting and room for one more
--   t:<tenant>    hash  a: leases; v:<lane>: its virtual time; only while it has leases
--   full          set   tenants with jobs waiting and no room
--   due           zset  id -> ms, delayed
--   lease         zset  id -> ms at which the lease ends; membership is what "leased" means
--   act           hash  serial key, kind or host -> leases that count against its limit
--   park:<name>   zset  id -> seq, jobs that wait for one of those; parks: set of their names
--   limits        hash  t:, k:, h: or q: and a name, or * -> how many at once, 0 for paused; w:<tenant> -> weight
--   queues        set   of all queues there ever were
--   wake:<queue>  list  tokens, one taken by each worker that has room

local BANDS = 3
local MAX_WAKE = 64
local MAX_PROMOTED = 64
local MAX_SWEPT = 32

local function now_ms()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function incarnation(P)
    local inc = redis.call('HGET', P .. 'meta', 'inc')
    if inc then return inc end
    local time = redis.call('TIME')
    inc = time[1] .. '.' .. time[2]
    redis.call('HSET', P .. 'meta', 'inc', inc, 'seq', now_ms())  -- beyond all numbers of an earlier life
    return inc
end

local function wake(P, queue)
    local key = P .. 'wake:' .. queue
    if redis.call('LLEN', key) < MAX_WAKE then redis.call('LPUSH', key, '1') end
end

