// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.Locale;
import java.util.Optional;

/** A way in which the vendor, or the network before it, misbehaves. */
enum FaultKind {
  /** 429 with {@code Retry-After} in seconds. */
  RATE_LIMITED_SECONDS,
  /** 429 with {@code Retry-After} as an HTTP date. */
  RATE_LIMITED_DATE,
  /** 429 with {@code anthropic-ratelimit-requests-reset} only. */
  RATE_LIMITED_RESET,
  /** 429 without any hint. */
  RATE_LIMITED_BARE,
  /** 500 with the vendor's error body. */
  SERVER_ERROR,
  /** 401, as if the key had expired. */
  EXPIRED_KEY,
  /** Half of the announced body, then the connection is gone. */
  CUT_CONNECTION,
  /** A whole answer whose JSON ends in the middle. */
  TRUNCATED_JSON,
  /** Status 200 with a web page. */
  HTML,
  /** No answer until the server stops. */
  HANG,
  /** 200 MB of JSON. */
  HUGE,
  /** Half a megabyte of gzip that unpacks to half a gigabyte. */
  GZIP_BOMB,
  /** More pages without end, all with the same cursor. */
  REPEATED_CURSOR,
  /** An envelope without buckets. */
  EMPTY_DATA,
  /** Cost rows without {@code amount}. */
  AMOUNT_MISSING,
  /** Cost rows of {@code 1e308}. */
  AMOUNT_HUGE,
  /** Cost rows of {@code "NaN"}. */
  AMOUNT_NAN;

  /** The name in fault scripts: {@code cut_connection}. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<FaultKind> ofCode(String code) {
    for (FaultKind kind : values()) {
      if (kind.code().equals(code)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
