-- SPDX-License-Identifier: Apache-2.0
-- What applications tell is canonical in full, so its sums by source were the same rows twice: once
-- under view 0 and once under view 1. They are kept under view 0 alone.
delete from cube_hour where view = 1 and source_id in (
  select source_id from source
  where name like 'events@%' or name like 'proxy@%' or name like 'otlp@%');
delete from cube_day where view = 1 and source_id in (
  select source_id from source
  where name like 'events@%' or name like 'proxy@%' or name like 'otlp@%');
delete from value_hour where view = 1 and source_id in (
  select source_id from source
  where name like 'events@%' or name like 'proxy@%' or name like 'otlp@%');
delete from value_day where view = 1 and source_id in (
  select source_id from source
  where name like 'events@%' or name like 'proxy@%' or name like 'otlp@%');
