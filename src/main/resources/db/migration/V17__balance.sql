-- SPDX-License-Identifier: Apache-2.0
-- What was left in a prepaid account, by currency and part of it (granted, topped up), as its vendor
-- said: one row for each amount, from the first to the last reading that gave it.
create table balance_level (
  provider text not null,
  currency text not null,
  part text not null,
  since bigint not null,
  until bigint not null,
  nanos bigint not null,
  primary key (provider, currency, part, since)
);
