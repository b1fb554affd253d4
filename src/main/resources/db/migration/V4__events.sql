-- SPDX-License-Identifier: Apache-2.0
-- Each event once. The id is the first 16 bytes of the SHA-256 of what its sender called it; the
-- same id of a tenant in the same UTC hour counts once, for ever. The money and tokens of events
-- are added up into the table record; here is what tells them apart and what live views need.
create table event (
  tenant text not null,
  hour bigint not null,
  id_high bigint not null,
  id_low bigint not null,
  content_hash bigint not null,
  occurred_at bigint not null,
  source_id bigint not null references source (source_id),
  set_id bigint not null references dimension_set (set_id),
  part text not null,
  cost_nanos bigint,
  latency_millis bigint,
  first_token_millis bigint,
  extra text not null default '',
  primary key (tenant, hour, id_high, id_low)
);
-- Answers what was spent in the last minutes from the index alone.
create index event_spend on event (occurred_at, set_id, cost_nanos);
