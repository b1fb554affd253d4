// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text that a question may carry.
 *
 * @param name as it is written in the query
 * @param description one sentence for the OpenAPI document
 * @param schema its JSON schema, with an example
 */
record TextParameter(String name, String description, Map<String, Object> schema) {
  private static final String EXAMPLE_TIME = "2026-11-21T12:00:00Z";
  private static final String EXAMPLE_DATE = "2026-11-21";
  private static final int LAST_YEAR = 9999;

  TextParameter {
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    schema = Map.copyOf(schema);
  }

  static TextParameter time(String name, String description) {
    return new TextParameter(
        name,
        description,
        Map.of("type", "string", "format", "date-time", "example", EXAMPLE_TIME));
  }

  static TextParameter date(String name, String description) {
    return new TextParameter(
        name, description, Map.of("type", "string", "format", "date", "example", EXAMPLE_DATE));
  }

  static TextParameter oneOf(String name, String description, List<String> values) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("enum", values);
    schema.put("example", values.get(0));
    return new TextParameter(name, description, schema);
  }

  /** The text as a point in time, cut to whole seconds; null when it is not given. */
  @Nullable Instant time(Question asked) throws ApiException {
    String text = asked.text(this);
    if (text == null) {
      return null;
    }
    String allowed = "RFC 3339 with an offset, not before 1970, like " + EXAMPLE_TIME;
    try {
      Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
      if (!time.isBefore(Instant.EPOCH)) {
        return time;
      }
    } catch (DateTimeException e) {
      throw bad(text, allowed, e);
    }
    throw bad(text, allowed, null);
  }

  /** The text as a UTC day; null when it is not given. */
  @Nullable LocalDate date(Question asked) throws ApiException {
    String text = asked.text(this);
    if (text == null) {
      return null;
    }
    String allowed = "a UTC day from 1970 to " + LAST_YEAR + ", like " + EXAMPLE_DATE;
    try {
      LocalDate date = LocalDate.parse(text);
      if (!date.isBefore(LocalDate.EPOCH) && date.getYear() <= LAST_YEAR) {
        return date;
      }
    } catch (DateTimeException e) {
      throw bad(text, allowed, e);
    }
    throw bad(text, allowed, null);
  }

  /** The text as what it names; empty when it is not given. */
  <T> Optional<T> oneOf(Question asked, Function<String, Optional<T>> read, List<String> values)
      throws ApiException {
    String text = asked.text(this);
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = read.apply(text);
    if (value.isEmpty()) {
      throw bad(text, String.join(", ", values), null);
    }
    return value;
  }

  private ApiException bad(String text, String allowed, @Nullable Throwable cause) {
    ApiException bad = ApiException.badParameter(name, "is '" + Text.cut(text) + "'", allowed);
    if (cause != null) {
      bad.initCause(cause);
    }
    return bad;
  }
}
