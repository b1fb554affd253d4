// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a dimension cost with one provider; several rows may be of the same.
 *
 * @param value as it is shown; never empty
 * @param bucket start of the row's hour or day; null for a total
 */
public record CostRow(String provider, String value, @Nullable Instant bucket, Money cost) {}
