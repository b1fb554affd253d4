-- SPDX-License-Identifier: Apache-2.0
-- What a provider's polled detail and its attributed spend tell of the same calls, by slot (a UTC
-- hour or day): what is taken out of the polled source's canonical spend, since the events count in
-- full. Amounts are as booked: negative.
create table overlap (
  source_id bigint not null references source (source_id),
  start bigint not null,
  period_end bigint not null,
  set_id bigint not null references dimension_set (set_id),
  booked_at bigint not null,
  cost_nanos bigint not null,
  input_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  cache_write_long_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  reasoning_tokens bigint not null default 0,
  input_audio_tokens bigint not null default 0,
  cache_read_audio_tokens bigint not null default 0,
  output_audio_tokens bigint not null default 0,
  input_image_tokens bigint not null default 0,
  cache_read_image_tokens bigint not null default 0,
  output_image_tokens bigint not null default 0,
  requests bigint not null,
  unpriced_tokens bigint not null,
  cache_savings_nanos bigint not null default 0,
  tier_savings_nanos bigint not null default 0,
  units text not null default '',
  primary key (source_id, start, set_id)
);

-- Until this version events of polled providers were not canonical; they are booked at the next
-- start, which takes this mark away.
insert into meta (name, value)
  select 'events_to_book', 'yes'
  where exists (select 1 from source where layer = 'attributed');
