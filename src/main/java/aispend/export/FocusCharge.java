// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import aispend.model.Dimension;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row in the words of FOCUS. What has neither a quantity nor the name of anything used is what a
 * bill has beyond its detail: an adjustment. All else is usage.
 *
 * @param row what the ledger says
 */
record FocusCharge(ExportRow row) {
  private static final List<Dimension> TAGS =
      List.of(
          Dimension.KEY,
          Dimension.USER,
          Dimension.FEATURE,
          Dimension.TEAM,
          Dimension.TENANT,
          Dimension.AGENT,
          Dimension.ENVIRONMENT);

  boolean isUsage() {
    return unit() != null || used() != null;
  }

  String category() {
    return isUsage() ? "Usage" : "Adjustment";
  }

  String frequency() {
    return isUsage() ? "Usage-Based" : "One-Time";
  }

  String provider() {
    String provider = row.known(Dimension.PROVIDER);
    return provider == null ? "unknown" : provider;
  }

  /** FOCUS wants one on every row; a vendor without accounts has one. */
  String billingAccount() {
    String account = row.known(Dimension.ACCOUNT);
    return account == null ? provider() : account;
  }

  String description() {
    if (!isUsage()) {
      return "billed beyond what is known in detail";
    }
    String parts =
        Stream.of(Dimension.LINE_ITEM, Dimension.MODEL, Dimension.OPERATION, Dimension.TIER)
            .map(row::of)
            .filter(part -> !part.isEmpty())
            .distinct()
            .collect(Collectors.joining(" "));
    return parts.isEmpty() ? "usage" : parts;
  }

  /** Stable as long as the vendor's name of the thing is: {@code openai/gpt-5-mini}. */
  @Nullable String sku() {
    if (!isUsage()) {
      return null;
    }
    String used = used();
    return provider() + "/" + (used == null ? "unattributed" : used);
  }

  /** The SKU in its tier and size of context, each of which has a price of its own. */
  @Nullable String skuPrice() {
    String sku = sku();
    if (sku == null) {
      return null;
    }
    List<String> parts = new ArrayList<>(List.of(sku));
    Stream.of(Dimension.TIER, Dimension.CONTEXT, Dimension.VARIANT)
        .map(row::of)
        .filter(part -> !part.isEmpty())
        .forEach(parts::add);
    return String.join("/", parts);
  }

  /** What is counted; null when nothing is. */
  @Nullable String unit() {
    if (counted(row.total().totalTokens())) {
      return "Tokens";
    }
    return counted(row.total().requests()) ? "Requests" : null;
  }

  /** Only a correction may take away. */
  private boolean counted(long quantity) {
    return row.isCorrection() ? quantity != 0 : quantity > 0;
  }

  @Nullable Long quantity() {
    String unit = unit();
    if (unit == null) {
      return null;
    }
    return unit.equals("Tokens") ? row.total().totalTokens() : row.total().requests();
  }

  /** Vendors price tokens by the million. */
  @Nullable BigDecimal pricingQuantity() {
    Long quantity = quantity();
    if (quantity == null) {
      return null;
    }
    BigDecimal exact = BigDecimal.valueOf(quantity, "Tokens".equals(unit()) ? 6 : 0);
    BigDecimal plain = exact.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  @Nullable String pricingUnit() {
    return "Tokens".equals(unit()) ? "1000000 Tokens" : unit();
  }

  /** A JSON object of texts; null when there are none. */
  @Nullable String tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Dimension dimension : TAGS) {
      String value = row.of(dimension);
      if (!value.isEmpty()) {
        tags.put(dimension.code(), value);
      }
    }
    return tags.isEmpty() ? null : JsonText.object(tags);
  }

  private @Nullable String used() {
    return Stream.of(Dimension.MODEL, Dimension.LINE_ITEM, Dimension.OPERATION)
        .map(row::of)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse(null);
  }
}
