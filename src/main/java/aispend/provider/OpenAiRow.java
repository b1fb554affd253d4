// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of a report. A count that is none ({@code "abc"}, {@code 1e308}, an object) must neither
 * lose its row nor pass for nothing: it goes on as a unit of the field's name whose quantity is no
 * number, which {@code normalise} rejects, names and counts.
 */
final class OpenAiRow {
  private static final int MAX_UNREADABLE = 40;

  private final JsonNode row;
  private final Map<String, String> units = new TreeMap<>();

  private OpenAiRow(JsonNode row) {
    this.row = row;
  }

  /** A row of a usage report; empty when it only says that nothing is held. */
  static Optional<ReportedUsage> usage(OpenAiEndpoint endpoint, JsonNode row) {
    boolean nothing =
        endpoint.shape() == OpenAiEndpoint.Shape.LEVEL
            && Objects.equals(Json.wholeNumber(row.path("usage_bytes")), 0L);
    return nothing ? Optional.empty() : Optional.of(new OpenAiRow(row).usage(endpoint));
  }

  /**
   * A row of the cost report. Its quantity is left out: the usage reports count the same things,
   * and units would add up to twice as many.
   */
  static Optional<ReportedUsage> costs(JsonNode row) {
    return Optional.of(new OpenAiRow(row).costs());
  }

  private ReportedUsage usage(OpenAiEndpoint endpoint) {
    Dimensions dimensions =
        commonDimensions()
            .with(Dimension.MODEL, text("model"))
            .with(Dimension.OPERATION, endpoint.code())
            .with(Dimension.TIER, tier())
            .with(Dimension.VARIANT, variant());
    requireObject();
    ReportedTokens tokens = tokens(endpoint);
    Long requests = endpoint.shape().countsCalls() ? count("num_model_requests") : null;
    quantity(endpoint.quantity());
    return new ReportedUsage(dimensions, tokens, requests, units, null);
  }

  private ReportedUsage costs() {
    String lineItem = text("line_item");
    Dimensions dimensions =
        commonDimensions()
            .with(Dimension.LINE_ITEM, lineItem)
            .with(Dimension.MODEL, lineItem == null ? null : OpenAiLineItem.model(lineItem))
            .with(Dimension.VARIANT, variant());
    requireObject();
    return new ReportedUsage(dimensions, null, null, units, cost());
  }

  private Dimensions commonDimensions() {
    return Dimensions.of(Dimension.PROJECT, text("project_id"))
        .with(Dimension.USER, text("user_id"))
        .with(Dimension.KEY, text("api_key_id"));
  }

  /** One name for batch and service tier, as the price book keys it. */
  private @Nullable String tier() {
    if (isBatch()) {
      return "batch";
    }
    String tier = text("service_tier");
    return "default".equals(tier) ? "standard" : tier;
  }

  private boolean isBatch() {
    return row.path("batch").asBoolean(false);
  }

  /** The other groupings as {@code name=value}; keeps rows apart that differ only in them. */
  private String variant() {
    StringJoiner variant = new StringJoiner(",");
    for (String field :
        new String[] {"size", "source", "context_level", "vector_store_id", "api_source"}) {
      String value = text(field);
      if (value != null) {
        variant.add(field + "=" + value);
      }
    }
    String tier = text("service_tier");
    if (isBatch() && tier != null && !tier.equals("default")) {
      variant.add("service_tier=" + tier);
    }
    return variant.toString();
  }

  private @Nullable ReportedTokens tokens(OpenAiEndpoint endpoint) {
    return switch (endpoint.shape()) {
      case TOKENS -> allTokens();
      case INPUT -> ReportedTokens.plain(count("input_tokens"), null);
      case CALLS, SEARCHES, WEB_SEARCHES, PROJECT, LEVEL -> null;
    };
  }

  private ReportedTokens allTokens() {
    CacheWrites writes =
        new CacheWrites(
            count("input_cache_write_tokens"),
            count("input_cache_write_30m_tokens"),
            count("input_cache_write_12h_tokens"));
    Modalities modalities =
        new Modalities(
            count("input_audio_tokens"),
            count("input_cached_audio_tokens"),
            count("input_image_tokens"),
            count("input_cached_image_tokens"),
            count("output_audio_tokens"),
            count("output_image_tokens"));
    return new ReportedTokens(
        Accounting.INCLUSIVE,
        count("input_tokens"),
        count("input_uncached_tokens"),
        count("input_cached_tokens"),
        writes,
        count("output_tokens"),
        null,
        modalities);
  }

  /** The amount in dollars, digit by digit; null when the row has none. */
  private @Nullable ReportedCost cost() {
    JsonNode value = row.path("amount").path("value");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    String amount = Json.decimalText(value);
    // The reference states dollars, so a missing currency is not a guess.
    String currency = Json.text(row.path("amount"), "currency");
    return new ReportedCost(
        amount == null ? unreadable(value) : amount,
        ReportedCost.Unit.MAJOR,
        currency == null ? "usd" : currency);
  }

  private @Nullable Long count(String field) {
    JsonNode node = row.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    Long count = Json.wholeNumber(node);
    if (count == null) {
      units.put(field, unreadable(node));
    }
    return count;
  }

  private void quantity(OpenAiEndpoint.Quantity quantity) {
    JsonNode node = row.path(quantity.field());
    if (!node.isMissingNode() && !node.isNull()) {
      String text = Json.decimalText(node);
      units.put(quantity.unit(), text == null ? unreadable(node) : text);
    }
  }

  private void requireObject() {
    if (!row.isObject()) {
      units.put("row", unreadable(row));
    }
  }

  private @Nullable String text(String field) {
    return Json.text(row, field);
  }

  private static String unreadable(JsonNode node) {
    String text = node.isContainerNode() ? node.getNodeType().toString() : node.asText();
    return "unreadable: "
        + (text.length() > MAX_UNREADABLE ? text.substring(0, MAX_UNREADABLE) + "..." : text);
  }
}
