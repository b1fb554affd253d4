-- SPDX-License-Identifier: Apache-2.0
-- A quota has thresholds for each of its values: all of a period are read at once, and old ones are
-- found without a walk over those that are kept.
create index budget_crossing_cycle on budget_crossing (budget, cycle);
create index budget_crossing_age on budget_crossing (crossed_at);
