-- SPDX-License-Identifier: Apache-2.0
-- Which price books (and exchange rates) were in force since when, newest last: who changed what by
-- how much can be told only by what held before.
create table price_book (
  in_force_at bigint primary key,
  version text not null
);

-- Each run of reprice: when, by whom, from which day, from which prices to which, and what it
-- changed canonical spend by. finished_at is null while it runs, or when it was cut off.
create table repricing (
  run_id bigint primary key,
  begun_at bigint not null,
  finished_at bigint,
  by_whom text not null,
  from_at bigint not null,
  prices_before text not null,
  prices_after text not null,
  canonical_nanos bigint not null default 0
);

-- What a run changed, written with the change itself: rows are records of reports or single events.
create table repricing_change (
  run_id bigint not null references repricing (run_id),
  source_id bigint not null references source (source_id),
  day bigint not null,
  model text not null,
  changed_rows bigint not null,
  before_nanos bigint not null,
  after_nanos bigint not null,
  unpriced_before bigint not null,
  unpriced_after bigint not null,
  primary key (run_id, source_id, day, model)
);

-- Prices learned from a price map, each from the day it was learned on; price is an element of
-- "prices" in a price file.
create table learned_price (
  vendor text not null,
  model text not null,
  from_day bigint not null,
  learned_at bigint not null,
  place text not null,
  price text not null,
  primary key (vendor, model, from_day)
);

-- Each reading of a price map, and what the last one told that was not believed.
create table price_reading (
  read_at bigint primary key,
  place text not null,
  accepted bigint not null,
  unchanged bigint not null,
  refused bigint not null
);
create table refused_price (
  vendor text not null,
  model text not null,
  reason text not null,
  detail text not null,
  refused_at bigint not null,
  primary key (vendor, model)
);

-- The few records in other currencies, and of these the fewer without a rate.
create index record_foreign on record (period_start)
  where upper(trim(reported_currency)) <> 'USD';
create index record_unconverted on record (period_start) where cost_kind = 'unconverted';
