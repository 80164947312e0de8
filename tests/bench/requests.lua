-- wrk: 32 officers, each with a token and 16 cases; what is asked is the first argument.
local kind, file = "read", nil
local calls, n = {}, 0

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
    elseif kind == "list" then
      calls[#calls + 1] = wrk.format("GET", "/api/v1/cases", headers)
    else
      headers["Content-Type"] = "application/json"
      calls[#calls + 1] = wrk.format("POST", "/api/v1/cases", headers, args[3])
    end
  end
end

function request()
  return calls[math.random(#calls)]
end

function done(summary, latency)
  io.write(string.format("RESULT %.1f %d %d %.3f\n", summary.requests / (summary.duration / 1e6), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, latency:percentile(99) / 1000))
end
