-- SPDX-License-Identifier: Apache-2.0
-- Load for intake.py, run by wrk. From the environment: SHAPE (what to send), BATCH (events in a
-- request), RUN (makes ids unique among runs), NOW (epoch seconds).
-- Everything but the id is made once, so that the client costs little beside the server.

local shape, batch = os.getenv("SHAPE"), tonumber(os.getenv("BATCH"))
local run, now = os.getenv("RUN"), tonumber(os.getenv("NOW"))
local models = {"claude-sonnet", "nova-pro", "nova-lite", "titan-embed"}
local features = {"search", "chat", "summary", "triage", "translate", "review", "tagging", "mail"}
local count, kinds, pieces = 0, 1000, {}

local function call(i)
  return {
    at = now - (i * 7) % 3000, model = models[i % 4 + 1], feature = features[i % 8 + 1],
    user = "u-" .. (i * 13) % 200, project = "p-" .. i % 6, team = "t-" .. i % 4,
    input = 100 + i * 7, output = 20 + i * 3, cached = i % 90,
    cost = string.format("0.00%04d", i), latency = 80 + i * 5, first = 20 + i % 50 }
end

local function json(c)
  return string.format('","timestamp":"%s","provider":"bedrock","model":"%s","input_tokens":%d,'
    .. '"output_tokens":%d,"cache_read_tokens":%d,"cost_usd":"%s","feature":"%s","user_id":"%s",'
    .. '"project_id":"%s","team":"%s","environment":"production","latency_ms":%d,"ttft_ms":%d}',
    os.date("!%Y-%m-%dT%H:%M:%SZ", c.at), c.model, c.input, c.output, c.cached, c.cost, c.feature,
    c.user, c.project, c.team, c.latency, c.first)
end

-- A point is told apart by its tags and its time alone, so each gets a nanosecond of its own.
local function line(c)
  local tags = string.format("calls,model=%s,feature=%s,team=%s", c.model, c.feature, c.team)
  local who = string.format('user="%s",project="%s"', c.user, c.project)
  if shape == "influx-all" then
    tags = tags .. string.format(",user=%s,project=%s", c.user, c.project)
    who = 'environment="production"'
  end
  return string.format('%s %s,input=%di,output=%di,cached=%di,cost=%s,latency=%di,first=%di,id="',
    tags, who, c.input, c.output, c.cached, c.cost, c.latency, c.first),
    string.format('" %d', c.at)
end

local make = {
  aispend = function(i) return '{"event_id":"' .. run .. "-" .. count .. pieces[i] end,
  ["influx-few"] = function(i)
    return pieces[i][1] .. run .. count .. pieces[i][2] .. string.format("%09d", count % 1e9)
  end,
  push = function(i) return pieces[i] end }
make.fastapi, make["influx-all"] = make.aispend, make["influx-few"]

function init()
  for i = 1, kinds do
    local c = call(i)
    if shape == "aispend" or shape == "fastapi" then
      pieces[i] = json(c)
    elseif shape == "push" then
      pieces[i] = string.format("cost_usd %s\ninput_tokens %d\noutput_tokens %d\n",
        c.cost, c.input, c.output)
    else
      pieces[i] = { line(c) }
    end
  end
  local open = shape == "aispend" or shape == "fastapi"
  local headers = { ["Content-Type"] = open and "application/json" or "text/plain" }
  local paths = { aispend = "/api/events", push = "/metrics/job/bench",
    fastapi = batch > 1 and "/events/batch" or "/events" }
  local path = paths[shape] or "/write?db=bench&precision=ns"
  local first, between, last = "", "\n", ""
  if open and batch > 1 then first, between, last = "[", ",", "]" end
  request = function()
    local parts = {}
    for i = 1, batch do
      count = count + 1
      parts[i] = make[shape]((count - 1) % kinds + 1)
    end
    local where = shape == "push" and path .. "/user/u-" .. count % 200 or path
    return wrk.format("POST", where, headers, first .. table.concat(parts, between) .. last)
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\nRESULT {"requests":%d,"seconds":%f,"bad":%d,"broken":%d,"p50":%f,"p99":%f}\n',
    summary.requests, summary.duration / 1e6, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
