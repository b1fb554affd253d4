-- SPDX-License-Identifier: Apache-2.0
-- An index takes no row of more than some 2.7 kB, which is less than a label set of long values has.
-- So a hash stands for a text without a bound wherever it tells rows apart, and what is looked for
-- by its text is found by an index that holds hashes only.

-- SHA-256 of a text. A backslash is doubled, as decode reads it as the begin of an escape.
create function text_key(told text) returns bytea
  language sql immutable parallel safe
  as 'select sha256(decode(replace(told, ''\'', ''\\''), ''escape''))';

-- Who replicates rows by logical decoding knows them by all their columns, as no key is left.
alter table counter drop constraint counter_pkey;
alter table counter replica identity full;
create unique index counter_key on counter (family, text_key(labels));
create index counter_labels on counter using hash (labels);

alter table posting_series drop constraint posting_series_family_labels_key;
create unique index posting_series_key on posting_series (family, text_key(labels));
create index posting_series_labels on posting_series using hash (labels);

alter table posting_choice drop constraint posting_choice_pkey;
alter table posting_choice replica identity full;
create unique index posting_choice_key on posting_choice (scope, text_key(wanted));
create index posting_choice_wanted on posting_choice using hash (wanted);

alter table closed_row drop constraint closed_row_pkey;
alter table closed_row replica identity full;
create unique index closed_row_key
  on closed_row (close_id, day, known_at, text_key(dimensions));

-- The terms of a budget have all its conditions.
alter table budget_crossing drop constraint budget_crossing_pkey;
alter table budget_crossing replica identity full;
create unique index budget_crossing_key
  on budget_crossing (budget, text_key(terms), cycle, percent);
