-- SPDX-License-Identifier: Apache-2.0
-- What a stream of events told last of each hour and combination of dimensions: its running total,
-- of which only the growth is booked. A total that tells of no more events than the one that is
-- kept was booked before. Written in the transaction that books it. The key is the first 16 bytes
-- of the SHA-256 of what the total tells apart.
create table stream_total (
  stream text not null,
  stream_partition bigint not null,
  hour bigint not null,
  key_high bigint not null,
  key_low bigint not null,
  events bigint not null,
  content text not null,
  primary key (hour, stream, stream_partition, key_high, key_low)
);
