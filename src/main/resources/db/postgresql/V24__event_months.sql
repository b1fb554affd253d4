-- SPDX-License-Identifier: Apache-2.0
-- Single events by UTC month of their hour, so that a month is dropped as a whole. The hour is part
-- of what tells events apart, so the key of each month is exact for all. What is there already
-- becomes the first part as it is: nothing is copied. Sources and sets are written in the same
-- transaction as the events that name them and are never dropped, so no event is checked against
-- them row by row.
alter table event rename to event_before;
alter table event_before drop constraint event_source_id_fkey;
alter table event_before drop constraint event_set_id_fkey;
alter table event_before rename constraint event_pkey to event_before_pkey;
alter index event_time rename to event_before_time;
alter index event_fallback rename to event_before_fallback;

create table event (like event_before including defaults) partition by range (hour);
alter table event add primary key (tenant, hour, id_high, id_low);
create index event_time
  on event (occurred_at, set_id, id_high, id_low, cost_nanos, fingerprint);
create index event_fallback on event (occurred_at) where extra like '%"fallback_from"%';

do $$
declare
  beyond bigint;
begin
  select extract(epoch from
      date_trunc('month', to_timestamp(max(hour)) at time zone 'UTC') + interval '1 month')
    into beyond from event_before;
  if beyond is null then
    drop table event_before;
  else
    execute format(
      'alter table event attach partition event_before for values from (minvalue) to (%s)', beyond);
  end if;
end $$;
