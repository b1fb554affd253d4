-- SPDX-License-Identifier: Apache-2.0
-- What a single event said, to follow a number to its rows: its id as it came, its tokens and units
-- as JSON (codes of token types; units in millionths), what it costs by the price book where its
-- sender told a cost, and a hash of what was asked, which repeated calls share.
alter table event add column event_id text not null default '';
alter table event add column fingerprint bigint;
alter table event add column list_nanos bigint;
alter table event add column tokens text not null default '';
alter table event add column units text not null default '';
