// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static java.util.Objects.requireNonNull;

import aispend.model.ProviderException;

/**
 * One row, or one whole bucket, that was left out, and why.
 *
 * @param part which endpoint of the source reported it
 * @param row its place in the bucket, from 0; {@value #WHOLE_BUCKET} for the whole bucket
 * @param field what is wrong: {@code cost.amount}, {@code tokens.input}, {@code period}
 * @param value the vendor's value, on one line and cut
 * @param remedy what is accepted
 */
public record Rejection(String part, int row, String field, String value, String remedy) {
  public static final int WHOLE_BUCKET = -1;

  private static final int MAX_VALUE = 60;

  public Rejection {
    requireNonNull(part, "part");
    requireNonNull(field, "field");
    requireNonNull(remedy, "remedy");
    String line = ProviderException.quote(value);
    value = line.length() > MAX_VALUE ? line.substring(0, MAX_VALUE) + "..." : line;
  }

  /** The rejection in one sentence, fit for a log line. */
  @Override
  public String toString() {
    String where = row == WHOLE_BUCKET ? "" : " row " + row;
    return part + where + ": " + field + " is '" + value + "'; " + remedy;
  }
}
