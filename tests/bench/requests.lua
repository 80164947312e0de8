-- wrk: 32 officers, each with a token and 16 cases; what is asked is the first argument. For next and deadlines the file has a
-- long case for each, for get a path.
local kind, file = "read", nil
local calls, at, threads = {}, 0, 0

-- The fresh cases of an act are used once each: a thread takes every second of its file.
function setup(thread)
  thread:set("mine", threads)
  threads = threads + 1
end

function init(args)
  kind = args[1]
  math.randomseed(os.time())
  for line in io.lines(args[2]) do
    local token, ids = line:match("^(%S+) (.*)$")
    local headers = { ["Authorization"] = "Bearer " .. token }
    if kind == "read" then
      for id in ids:gmatch("%S+") do
        calls[#calls + 1] = wrk.format("GET", "/api/v1/cases/" .. id, headers)
      end
    elseif kind == "next" or kind == "deadlines" then
      calls[#calls + 1] = wrk.format("GET", "/api/v1/cases/" .. ids .. "/" .. kind, headers)
    elseif kind == "worklist" then
      calls[#calls + 1] = wrk.format("GET", "/api/v1/worklist?view=duties", headers)
    elseif kind == "act" then
      local first, count = ids:match("^(%d+) (%d+)$")
      headers["Content-Type"] = "application/json"
      headers["If-Match"] = '"1"'
      for k = mine, count - 1, 2 do
        calls[#calls + 1] = wrk.format("POST", string.format("/api/v1/cases/0192dddd-0000-7000-8000-%012d/events", first + k), headers, args[4])
      end
    elseif kind == "get" then
      calls[#calls + 1] = wrk.format("GET", "/api/v1" .. ids, headers)
    elseif kind == "list" then
      calls[#calls + 1] = wrk.format("GET", "/api/v1/cases", headers)
    else
      headers["Content-Type"] = "application/json"
      calls[#calls + 1] = wrk.format("POST", "/api/v1/cases", headers, args[3])
    end
  end
end

function request()
  if kind == "act" then
    at = at % #calls + 1
    return calls[at]
  end
  return calls[math.random(#calls)]
end

function done(summary, latency)
  io.write(string.format("RESULT %.1f %d %d %.3f\n", summary.requests / (summary.duration / 1e6), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, latency:percentile(99) / 1000))
end
