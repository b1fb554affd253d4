-- SPDX-License-Identifier: Apache-2.0
-- Until this version spend that was inferred from a falling balance took back what applications told
-- beyond it; these layers are booked again at the next start, which takes this mark away.
insert into meta (name, value)
  select 'inferred_to_book', 'yes'
  where exists (select 1 from source where name = provider || ':balance');

-- Whether a polled source is read; one that is not is expected to say no more.
alter table source add column asked bigint not null default 1;
