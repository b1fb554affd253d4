-- SPDX-License-Identifier: Apache-2.0
-- The last reading of each counter that OpenTelemetry reports as a running total, so that only what
-- it grew by is booked. Written in the transaction that books it. The key is the first 16 bytes of
-- the SHA-256 of the counter's name, attributes and start; a counter that begins anew is another.
create table otlp_series (
  tenant text not null,
  key_high bigint not null,
  key_low bigint not null,
  read_nanos bigint not null,
  total text not null,
  calls bigint not null,
  primary key (tenant, key_high, key_low)
);
