-- SPDX-License-Identifier: Apache-2.0
-- The values of bounded label dimensions that are shown by name, once for all time; all others are
-- shown as "other". What history already calls by name stays so.
create table label_member (
  dimension text not null,
  value text not null,
  since bigint not null,
  primary key (dimension, value)
);
insert into label_member (dimension, value, since)
  select scope, wanted, 0 from posting_choice
  where wanted = shown and wanted <> 'other' and scope not like 'series %';

-- Each value that was counted under "other" once, and how many there are of each label.
create table label_folded (
  label text not null,
  value text not null,
  primary key (label, value)
);
create table label_overflow (
  label text primary key,
  folded bigint not null
);
