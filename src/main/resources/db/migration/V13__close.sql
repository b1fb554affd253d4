-- SPDX-License-Identifier: Apache-2.0
-- Months whose totals are frozen, for all spend (tenant '') or for one tenant's, whose conditions at
-- that time are kept. closed_at is null while the days of a month are written down one by one.
create table month_close (
  close_id integer primary key,
  tenant text not null,
  month text not null,
  start bigint not null,
  until bigint not null,
  conditions text not null,
  closed_at bigint,
  closed_by text not null,
  reason text not null,
  unique (tenant, month)
);

-- What is booked of a closed month, by UTC day and all dimensions: as it was closed (known_at 0),
-- and each later difference with the instant at which it became known. Rows are never changed once
-- the month is closed; they add up to what is known of the day now.
create table closed_row (
  close_id bigint not null references month_close (close_id),
  day bigint not null,
  known_at bigint not null,
  dimensions text not null,
  shown text not null,
  provider text not null,
  settled integer not null,
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
  primary key (close_id, day, known_at, dimensions)
);

create index closed_row_correction on closed_row (close_id, known_at) where known_at > 0;

-- When all rows of a day were last compared with what is known now.
create table closed_day (
  close_id bigint not null references month_close (close_id),
  day bigint not null,
  compared_at bigint not null,
  primary key (close_id, day)
);

-- What the rows of a closed month add up to by day and provider, corrections included, to see at a
-- glance in which days something changed.
create table closed_sum (
  close_id bigint not null references month_close (close_id),
  day bigint not null,
  provider text not null,
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
  primary key (close_id, day, provider)
);

-- What billing meters are told. meter_day holds how much of each UTC day is accounted for, by meter
-- and customer; meter_send what was put down to be told, in whole units, and when it arrived. A row
-- of it never changes otherwise: a repeat has the same identifier.
create table meter_day (
  meter text not null,
  customer text not null,
  day bigint not null,
  amount bigint not null,
  primary key (meter, customer, day)
);

create table meter_send (
  meter text not null,
  customer text not null,
  day bigint not null,
  revision integer not null,
  identifier text not null,
  units bigint not null,
  planned_at bigint not null,
  sent_at bigint,
  primary key (meter, customer, day, revision)
);

create index meter_send_pending on meter_send (meter, planned_at) where sent_at is null;

create unique index meter_send_identifier on meter_send (identifier);
