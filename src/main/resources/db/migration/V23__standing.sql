-- SPDX-License-Identifier: Apache-2.0
-- Until this version spend that was inferred from a falling balance took back what applications told
-- beyond it; these layers are booked again at the next start, which takes this mark away.
insert into meta (name, value)
  select 'inferred_to_book', 'yes'
  where exists (select 1 from source where name = provider || ':balance');

-- Whether a polled source is read; one that is not is expected to say no more.
alter table source add column asked bigint not null default 1;

-- The newest level of each part of an account, which is asked for at each scrape and each reading;
-- found by an index that holds these alone.
alter table balance_level add column newest bigint not null default 0;
update balance_level set newest = 1
  where since = (select max(e.since) from balance_level e where e.provider = balance_level.provider
    and e.currency = balance_level.currency and e.part = balance_level.part);
create index balance_level_newest on balance_level (provider, currency, part) where newest = 1;
