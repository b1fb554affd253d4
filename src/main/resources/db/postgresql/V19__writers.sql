-- SPDX-License-Identifier: Apache-2.0
-- How often each daemon wrote, and how often what others keep in memory changed by it. What one
-- daemon reads here tells it whether another has written meanwhile.
create table ledger_writer (
  writer_id text primary key,
  writes bigint not null,
  revisions bigint not null
);
