-- SPDX-License-Identifier: Apache-2.0
-- One text for SQLite and PostgreSQL. Times are epoch seconds, money is nanos of the base currency.

create table meta (
  name text primary key,
  value text not null
);

create table source (
  source_id bigint primary key,
  name text not null unique,
  provider text not null,
  layer text not null,
  timeliness text not null,
  bucket_seconds bigint not null,
  max_window_seconds bigint not null,
  lookback_seconds bigint not null,
  settle_seconds bigint not null,
  match_on text not null,
  watermark bigint,
  settled_until bigint,
  newest bigint
);

-- Each combination of dimension values once. The id is a hash of the content.
create table dimension_set (
  set_id bigint primary key,
  content text not null,
  dim_provider text not null default '',
  dim_account text not null default '',
  dim_project text not null default '',
  dim_model text not null default '',
  dim_key text not null default '',
  dim_user text not null default '',
  dim_feature text not null default '',
  dim_team text not null default '',
  dim_tenant text not null default '',
  dim_agent text not null default '',
  dim_environment text not null default '',
  dim_region text not null default '',
  dim_tier text not null default '',
  dim_context text not null default '',
  dim_operation text not null default '',
  dim_line_item text not null default '',
  dim_variant text not null default ''
);

-- What each source reported, by itself. Identity: source, part, period, dimensions.
create table record (
  source_id bigint not null references source (source_id),
  period_start bigint not null,
  period_end bigint not null,
  part text not null,
  set_id bigint not null references dimension_set (set_id),
  revision bigint not null,
  first_seen bigint not null,
  changed_at bigint not null,
  cost_kind text not null,
  cost_nanos bigint,
  reported_amount text,
  reported_unit text,
  reported_currency text,
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
  requests bigint,
  units text not null default '',
  primary key (source_id, period_start, part, period_end, set_id)
);

-- The earlier contents of records that were restated; revision counts from 1.
create table record_history (
  source_id bigint not null,
  period_start bigint not null,
  period_end bigint not null,
  part text not null,
  set_id bigint not null,
  revision bigint not null,
  replaced_at bigint not null,
  cost_kind text not null,
  cost_nanos bigint,
  reported_amount text,
  reported_unit text,
  reported_currency text,
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
  requests bigint,
  units text not null default '',
  primary key (source_id, period_start, part, period_end, set_id, revision)
);
create index record_history_replaced on record_history (replaced_at);

-- What the next layer's bill says beyond the booked detail, for each settled day.
create table residual (
  source_id bigint not null references source (source_id),
  day bigint not null,
  set_id bigint not null references dimension_set (set_id),
  cost_nanos bigint not null,
  booked_at bigint not null,
  primary key (source_id, day, set_id)
);

-- Sums. view 0 is canonical spend, 1 what a source reported by itself.
create table cube (
  cube_id bigint primary key,
  provider text not null,
  project text not null,
  model text not null
);
create table cube_hour (
  view bigint not null,
  start bigint not null,
  source_id bigint not null,
  cube_id bigint not null,
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
  primary key (view, start, source_id, cube_id),
  -- SQLite turns an overflowing sum into a floating-point number; this makes it an error.
  check (cost_nanos between -9223372036000000000 and 9223372036000000000),
  check (input_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_write_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_write_long_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_tokens between -9223372036000000000 and 9223372036000000000),
  check (reasoning_tokens between -9223372036000000000 and 9223372036000000000),
  check (input_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (input_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (requests between -9223372036000000000 and 9223372036000000000),
  check (unpriced_tokens between -9223372036000000000 and 9223372036000000000)
);
create table cube_day (
  view bigint not null,
  start bigint not null,
  source_id bigint not null,
  cube_id bigint not null,
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
  primary key (view, start, source_id, cube_id),
  -- SQLite turns an overflowing sum into a floating-point number; this makes it an error.
  check (cost_nanos between -9223372036000000000 and 9223372036000000000),
  check (input_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_write_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_write_long_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_tokens between -9223372036000000000 and 9223372036000000000),
  check (reasoning_tokens between -9223372036000000000 and 9223372036000000000),
  check (input_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (input_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (requests between -9223372036000000000 and 9223372036000000000),
  check (unpriced_tokens between -9223372036000000000 and 9223372036000000000)
);
create table value_hour (
  view bigint not null,
  dimension text not null,
  start bigint not null,
  source_id bigint not null,
  provider text not null,
  value text not null,
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
  primary key (view, dimension, start, source_id, provider, value),
  -- SQLite turns an overflowing sum into a floating-point number; this makes it an error.
  check (cost_nanos between -9223372036000000000 and 9223372036000000000),
  check (input_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_write_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_write_long_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_tokens between -9223372036000000000 and 9223372036000000000),
  check (reasoning_tokens between -9223372036000000000 and 9223372036000000000),
  check (input_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (input_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (requests between -9223372036000000000 and 9223372036000000000),
  check (unpriced_tokens between -9223372036000000000 and 9223372036000000000)
);
create table value_day (
  view bigint not null,
  dimension text not null,
  start bigint not null,
  source_id bigint not null,
  provider text not null,
  value text not null,
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
  primary key (view, dimension, start, source_id, provider, value),
  -- SQLite turns an overflowing sum into a floating-point number; this makes it an error.
  check (cost_nanos between -9223372036000000000 and 9223372036000000000),
  check (input_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_write_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_write_long_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_tokens between -9223372036000000000 and 9223372036000000000),
  check (reasoning_tokens between -9223372036000000000 and 9223372036000000000),
  check (input_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_audio_tokens between -9223372036000000000 and 9223372036000000000),
  check (input_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (cache_read_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (output_image_tokens between -9223372036000000000 and 9223372036000000000),
  check (requests between -9223372036000000000 and 9223372036000000000),
  check (unpriced_tokens between -9223372036000000000 and 9223372036000000000)
);

-- Monotonic totals as exposed. labels is a JSON array of texts.
create table counter (
  family text not null,
  labels text not null,
  value bigint not null,
  credit bigint not null,
  first_seen bigint not null,
  primary key (family, labels),
  check (value between -9223372036000000000 and 9223372036000000000),
  check (credit between -9223372036000000000 and 9223372036000000000)
);

create table display_name (
  provider text not null,
  dimension text not null,
  id text not null,
  name text not null,
  primary key (provider, dimension, id)
);
