// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import java.util.Locale;
import java.util.Optional;

/**
 * What spend can be split by. The order is the order of columns and labels. A record's identity
 * holds the vendor's own ids; names for them are looked up when the ledger is read.
 */
public enum Dimension {
  PROVIDER,
  ACCOUNT,
  /** What spend is split by at the vendor: project, workspace, team. */
  PROJECT,
  MODEL,
  /** The API key's id; never the key. */
  KEY,
  USER,
  FEATURE,
  TEAM,
  TENANT,
  AGENT,
  ENVIRONMENT,
  REGION,
  /** Service tier, batch included: standard, batch, flex, priority, ... */
  TIER,
  /** Size class of the request's context where the price depends on it: {@code 200k-1M}. */
  CONTEXT,
  /** Kind of call or endpoint: completions, embeddings, images, messages, ... */
  OPERATION,
  /** The vendor's own text for the charged thing (cost reports). */
  LINE_ITEM,
  /**
   * Anything else the vendor groups by that prices or audits need: image size, speed, api source.
   */
  VARIANT;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name in query parameters, configuration and labels: {@code line_item}. */
  public String code() {
    return code;
  }

  public static Optional<Dimension> ofCode(String code) {
    for (Dimension dimension : values()) {
      if (dimension.code().equals(code)) {
        return Optional.of(dimension);
      }
    }
    return Optional.empty();
  }
}
