import { ERASED_EPOCH } from '../event-log.js';

/**
 * The scripts of the event log. Per session, under one hash tag, so that a cluster keeps them on one node:
 *
 * `…:log`   stream; ids are `<generation>-<n>`, each entry has one field: type and JSON of the event
 * `…:head`  hash: g generation, n number of the newest event, e epoch and s sequence of the fence, a number of
 *           the event before the first of that epoch, v when it was last verified, r run id of the server then
 *
 * Both expire together. Numbers stay below 2^53, where Lua counts exactly.
 */

/**
 * `open(ttl, v)`: sets `g` and `n`, begins a new log where there is none.
 *
 * A server that restarts from an older file, or a replica that takes over, may have forgotten the newest events.
 * Cursors of them would then be taken for places among the events that are written next. So a log goes on only
 * on the server that it was begun on: the run id tells. It is asked for ten times a second at most, which is
 * quicker than a server can be replaced.
 */
const open = `
local ERASED = ${ERASED_EPOCH}
local head, log = KEYS[1], KEYS[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local g, n, e, s, a, v

local function open(ttl)
  local h = redis.call('HMGET', head, 'g', 'n', 'e', 's', 'a', 'v', 'r')
  g, n, e, s, a, v = h[1], tonumber(h[2]), tonumber(h[3]), tonumber(h[4]), tonumber(h[5]), tonumber(h[6])
  if g and n > 0 and now - v < 100 then return end
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
  if g and h[7] ~= run then g = nil end
  if not g then
    g, n = time[1] .. string.format('%06d', time[2]), 0
    if e then a = 0 end
    redis.call('DEL', log)
    redis.call('HSET', head, 'g', g, 'n', 0, 'r', run)
    if a then redis.call('HSET', head, 'a', a) end
  end
  redis.call('HSET', head, 'v', string.format('%.0f', now))
  return true
end
`;

/**
 * KEYS head, log, [once]. ARGV ttl ms, most events, channel, most bytes on the wake-up, epoch or '', sequence or '',
 * then type and JSON of each event. Answers 'duplicate', 'fenced', or the cursor.
 */
export const appendScript = `${open}
local ttl, channel, inline = ARGV[1], ARGV[3], tonumber(ARGV[4])
local epoch, sequence = tonumber(ARGV[5]), tonumber(ARGV[6])
local verified = open(ttl)
if e == ERASED or (epoch and e and epoch < e) then return 'fenced' end
if epoch and e == epoch and sequence <= s then return 'duplicate' end
if KEYS[3] then
  if redis.call('GET', KEYS[3]) == g then return 'duplicate' end
  redis.call('SET', KEYS[3], g, 'PX', ttl)
end
if epoch and e ~= epoch then redis.call('HSET', head, 'e', ARGV[5], 'a', n) end

local bytes, lines = 0, {''}
for i = 7, #ARGV, 2 do
  n = n + 1
  redis.call('XADD', log, 'MAXLEN', '~', ARGV[2], g .. '-' .. n, ARGV[i], ARGV[i + 1])
  bytes = bytes + #ARGV[i + 1]
  lines[#lines + 1] = ARGV[i] .. ' ' .. ARGV[i + 1]
end
if epoch then
  redis.call('HSET', head, 'n', n, 's', ARGV[6])
else
  redis.call('HSET', head, 'n', n)
end
if verified then
  redis.call('PEXPIRE', head, ttl)
  redis.call('PEXPIRE', log, ttl)
end
local cursor = g .. '-' .. n
lines[1] = cursor
redis.call('PUBLISH', channel, bytes <= inline and table.concat(lines, '\\n') or cursor)
return cursor
`;

/**
 * KEYS head, log. ARGV ttl ms, channel, epoch. What is left is an empty log of another generation behind a fence; keys
 * of `once` expire by themselves and hold no text.
 */
export const eraseScript = `${open}
redis.call('DEL', head, log)
open(ARGV[1])
redis.call('HSET', head, 'e', ARGV[3], 's', 0, 'a', 0)
redis.call('PEXPIRE', head, ARGV[1])
redis.call('PUBLISH', ARGV[2], g .. '-0')
`;

/**
 * KEYS head, log. ARGV ttl ms, channel, epoch, sequence. An empty log of another generation; the fence is that of the
 * epoch unless a higher one stands.
 */
export const renewScript = `${open}
open(ARGV[1])
local e0, s0 = e, s
redis.call('DEL', head, log)
open(ARGV[1])
if e0 and e0 > tonumber(ARGV[3]) then
  redis.call('HSET', head, 'e', string.format('%.0f', e0), 's', string.format('%.0f', s0), 'a', 0)
else
  redis.call('HSET', head, 'e', ARGV[3], 's', ARGV[4], 'a', 0)
end
redis.call('PEXPIRE', head, ARGV[1])
redis.call('PUBLISH', ARGV[2], g .. '-0')
`;

/**
 * KEYS head, log. ARGV ttl ms. Answers the cursor, epoch or false, and the cursor before that epoch or false; both
 * false when what comes after that cursor has been trimmed away.
 */
export const tailScript = `${open}
if open(ARGV[1]) then
  redis.call('PEXPIRE', head, ARGV[1])
  redis.call('PEXPIRE', log, ARGV[1])
end
if e and a < n then
  local first = redis.call('XRANGE', log, g .. '-' .. string.format('%.0f', a + 1), '+', 'COUNT', 1)[1]
  if not first or first[1] ~= g .. '-' .. string.format('%.0f', a + 1) then e = nil end
end
return {g .. '-' .. n, e or false, e and (g .. '-' .. a) or false}
`;

/**
 * KEYS head, log. ARGV generation, number, most events, most bytes. Answers the number of the newest event and the
 * entries, or 0 when the cursor is of another log or events after it are gone: the first entry must be the one right
 * after the cursor. One, then two more, and so on: Redis copies what it is asked for before its bytes are counted.
 */
export const readScript = `
local h = redis.call('HMGET', KEYS[1], 'g', 'n')
local after, last, most, left = tonumber(ARGV[2]), tonumber(h[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if h[1] ~= ARGV[1] or after > last then return 0 end
local page, from, count = {}, ARGV[1] .. '-' .. ARGV[2], 1
repeat
  count = math.min(#page + 1, most - #page)
  local entries = redis.call('XRANGE', KEYS[2], '(' .. from, '+', 'COUNT', count)
  for _, entry in ipairs(entries) do
    left = left - #entry[2][2]
    if left < 0 and page[1] then break end
    page[#page + 1], from = entry, entry[1]
  end
until left < 0 or #entries < count or #page == most
if after < last and (not page[1] or page[1][1] ~= ARGV[1] .. '-' .. string.format('%.0f', after + 1)) then return 0 end
return {last, page}
`;
