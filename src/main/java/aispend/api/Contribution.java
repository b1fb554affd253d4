// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Money;
import java.time.Instant;

/**
 * What one source adds to canonical spend in an hour or a day. All contributions of it add up to
 * it; what sources reported must not be added, as they see the same calls.
 *
 * @param start of a UTC hour or day
 * @param layer attributed, metered or billed
 * @param source the source's name; {@code events@openai}
 * @param part {@code detail} when it counts in full, {@code residual} when only what other layers
 *     do not tell of it does
 * @param contributedUsd its part of canonical spend; a residual may be negative
 * @param reportedUsd what it said by itself
 * @param settled whether it is expected to change no more
 */
public record Contribution(
    Instant start,
    String provider,
    String layer,
    String source,
    String part,
    Money contributedUsd,
    Money reportedUsd,
    boolean settled) {}
