-- SPDX-License-Identifier: Apache-2.0
-- Which thresholds of budgets were crossed in which period, and when the daemon learned of it: each
-- is told once a period, whatever is restated and however often the daemon starts. terms is what
-- else tells budgets apart: another limit is another budget.
create table budget_crossing (
  budget text not null,
  terms text not null,
  cycle text not null,
  percent integer not null,
  crossed_at bigint not null,
  primary key (budget, terms, cycle, percent)
);

-- The few calls that another model answered than the one asked first: what that saved is added up
-- from them, and from no other call.
create index event_fallback on event (occurred_at) where extra like '%"fallback_from"%';
