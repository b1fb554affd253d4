// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads counts and texts of one JSON object; null and absent are the same. */
final class Counts {
  /** More than any model takes in a call. */
  static final long MOST = 1_000_000_000_000L;

  private static final int LONGEST_TEXT = 200;
  private static final BigDecimal MOST_USD = new BigDecimal("1000000");
  private static final BigDecimal MOST_UNITS = new BigDecimal("1000000000");
  private static final int MOST_DECIMALS = 60;

  private final JsonNode object;
  private final String path;

  private Counts(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  static Counts of(JsonNode object) throws UsageException {
    if (!object.isObject()) {
      throw new UsageException("", object.toString(), "must be the provider's usage object");
    }
    return new Counts(object, "");
  }

  boolean hasAny(String... names) {
    return Arrays.stream(names).anyMatch(object::hasNonNull);
  }

  /** The first of some members that is an object; an empty one when none is. */
  Counts within(String... names) throws UsageException {
    for (String name : names) {
      JsonNode member = object.path(name);
      if (object.hasNonNull(name)) {
        if (!member.isObject()) {
          throw new UsageException(path + name, member.toString(), "must be an object");
        }
        return new Counts(member, path + name + ".");
      }
    }
    return new Counts(MissingNode.getInstance(), path + names[0] + ".");
  }

  /** The members of a list; none when it is no list. */
  Iterable<JsonNode> list(String name) {
    return object.path(name);
  }

  /** The count under the first of some names that is there. */
  @Nullable Long count(String... names) throws UsageException {
    for (String name : names) {
      if (object.hasNonNull(name)) {
        return count(path + name, object.path(name));
      }
    }
    return null;
  }

  static long count(String field, JsonNode number) throws UsageException {
    boolean whole = number.isIntegralNumber() && number.canConvertToLong();
    if (!whole || number.longValue() < 0 || number.longValue() > MOST) {
      throw new UsageException(
          field, number.toString(), "must be a whole number from 0 to " + MOST);
    }
    return number.longValue();
  }

  /** A short text; null when there is none. */
  @Nullable String text(String name) {
    String text = object.path(name).textValue();
    return text == null || text.isEmpty() || text.length() > LONGEST_TEXT ? null : text;
  }

  /** Dollars as exact text. */
  @Nullable String dollars(String name) throws UsageException {
    return decimal(name, MOST_USD, MOST_DECIMALS, "must be dollars from 0 to ");
  }

  /** A quantity of something other than tokens. */
  @Nullable String quantity(String name) throws UsageException {
    return decimal(name, MOST_UNITS, 6, "must be a number with at most 6 decimals from 0 to ");
  }

  private @Nullable String decimal(String name, BigDecimal most, int decimals, String remedy)
      throws UsageException {
    if (!object.hasNonNull(name)) {
      return null;
    }
    JsonNode node = object.path(name);
    BigDecimal number = node.isNumber() ? node.decimalValue() : null;
    if (number == null
        || number.signum() < 0
        || Math.abs((long) number.scale()) > decimals
        || number.compareTo(most) > 0) {
      throw new UsageException(path + name, node.toString(), remedy + most.toPlainString());
    }
    return number.toString();
  }

  /**
   * Refuses a part that is larger than what is left of its whole.
   *
   * @param name of the part in this object
   * @param taken by other parts
   */
  void requireWithin(
      String name, @Nullable Long part, long taken, String wholeName, @Nullable Long whole)
      throws UsageException {
    long left = Math.max(0, orZero(whole) - taken);
    if (part != null && part > left) {
      throw new UsageException(
          path + name,
          part.toString(),
          "must be a part of " + wholeName + ", of which " + left + " are left");
    }
  }

  static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
