-- SPDX-License-Identifier: Apache-2.0
-- The outbox of history. Stamps are epoch milliseconds, amounts nanos or whole numbers, signed.

-- A series of postings. labels is a JSON array of names and values, without empty ones.
create table posting_series (
  series_id bigint primary key,
  family text not null,
  provider text not null,
  labels text not null,
  unique (family, labels)
);

-- Under which name a value or a label set is shown, once for all time. scope is a dimension's code
-- or a family's.
create table posting_choice (
  scope text not null,
  wanted text not null,
  shown text not null,
  primary key (scope, wanted)
);

-- state is pending, sent, rejected or skipped. due_at is 0, and then stamp and amount never change;
-- or, while further amounts of the series and hour may be added, the epoch second that ends it.
create table posting (
  series_id bigint not null references posting_series (series_id),
  stamp_ms bigint not null,
  amount bigint not null,
  state text not null,
  due_at bigint not null,
  changed_at bigint not null,
  primary key (series_id, stamp_ms),
  check (amount between -9223372036000000000 and 9223372036000000000)
);
create index posting_stamp on posting (stamp_ms);
create index posting_pending on posting (stamp_ms, due_at) where state = 'pending';
create index posting_held on posting (due_at) where due_at > 0;
