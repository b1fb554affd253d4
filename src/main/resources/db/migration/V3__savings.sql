-- SPDX-License-Identifier: Apache-2.0
-- What was saved on list prices, in nanos, by the vendors' caches and by tiers. What was kept before
-- has 0, which is "not worked out", until it is read again.

alter table record add column cache_savings_nanos bigint not null default 0;
alter table record add column tier_savings_nanos bigint not null default 0;
alter table record_history add column cache_savings_nanos bigint not null default 0;
alter table record_history add column tier_savings_nanos bigint not null default 0;

-- The checks make an overflowing sum an error, as in V1.
alter table cube_hour add column cache_savings_nanos bigint not null default 0
  check (cache_savings_nanos between -9223372036000000000 and 9223372036000000000);
alter table cube_hour add column tier_savings_nanos bigint not null default 0
  check (tier_savings_nanos between -9223372036000000000 and 9223372036000000000);
alter table cube_day add column cache_savings_nanos bigint not null default 0
  check (cache_savings_nanos between -9223372036000000000 and 9223372036000000000);
alter table cube_day add column tier_savings_nanos bigint not null default 0
  check (tier_savings_nanos between -9223372036000000000 and 9223372036000000000);
alter table value_hour add column cache_savings_nanos bigint not null default 0
  check (cache_savings_nanos between -9223372036000000000 and 9223372036000000000);
alter table value_hour add column tier_savings_nanos bigint not null default 0
  check (tier_savings_nanos between -9223372036000000000 and 9223372036000000000);
alter table value_day add column cache_savings_nanos bigint not null default 0
  check (cache_savings_nanos between -9223372036000000000 and 9223372036000000000);
alter table value_day add column tier_savings_nanos bigint not null default 0
  check (tier_savings_nanos between -9223372036000000000 and 9223372036000000000);
