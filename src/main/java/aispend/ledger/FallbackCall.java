// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Tokens;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that another model answered than the one that was asked first.
 *
 * @param dimensions by id; its model is the one that answered
 * @param cost what it cost; null when that is not known
 * @param extra JSON with the member {@code fallback_from}, beside others
 */
public record FallbackCall(
    Instant at, Dimensions dimensions, Tokens tokens, @Nullable Money cost, String extra) {
  public FallbackCall {
    requireNonNull(at, "at");
    requireNonNull(dimensions, "dimensions");
    requireNonNull(tokens, "tokens");
    requireNonNull(extra, "extra");
  }
}
