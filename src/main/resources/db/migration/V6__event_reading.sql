-- SPDX-License-Identifier: Apache-2.0
-- Single events newest first, and what was spent and asked in the last minutes: both from one
-- index, the second from the index alone.
drop index event_spend;
create index event_time
  on event (occurred_at, set_id, id_high, id_low, cost_nanos, fingerprint);

-- How many calls took how long, by UTC hour. Each column holds counts by bucket: "12:3 70:1" is
-- three calls in bucket 12 and one in bucket 70; LatencyCounts tells what they stand for.
create table latency_hour (
  hour bigint not null,
  source_id bigint not null references source (source_id),
  project text not null,
  model text not null,
  latency text not null,
  first_token text not null,
  primary key (hour, source_id, project, model)
);
