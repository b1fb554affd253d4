// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of {@code usage_report/messages}:
 *
 * <pre>{@code
 * {"uncached_input_tokens":1500,
 *  "cache_creation":{"ephemeral_5m_input_tokens":500,"ephemeral_1h_input_tokens":1000},
 *  "cache_read_input_tokens":200,"output_tokens":500,
 *  "server_tool_use":{"web_search_requests":10},
 *  "api_key_id":"apikey_01A","workspace_id":null,"model":"claude-opus-5",
 *  "service_tier":"standard","context_window":"0-200k","inference_geo":"global","speed":null,
 *  "account_id":null,"service_account_id":null}
 * }</pre>
 *
 * Token fields are disjoint. The report counts no requests, and code execution is not in it.
 */
final class AnthropicUsage {
  /** The project of what ran in the default workspace, for which both reports say null. */
  static final String DEFAULT_WORKSPACE = "default";

  /** The key of what ran without one: Console, playground, OAuth. */
  static final String KEYLESS = "keyless";

  /** By lifetime, so that one not known today still counts, at the nearer of two prices. */
  private static final String MINUTES = "ephemeral_[0-9]+m_input_tokens";

  private static final String HOURS = "ephemeral_[0-9]+[hd]_input_tokens";

  private final AnthropicGrouping grouping;

  AnthropicUsage(AnthropicGrouping grouping) {
    this.grouping = grouping;
  }

  ReportedUsage read(JsonNode node) {
    ReportRow row = new ReportRow(node);
    Dimensions dimensions = dimensions(row);
    ReportedTokens tokens = tokens(row);
    Long searches = row.count("server_tool_use", "web_search_requests");
    if (searches != null && searches != 0) {
      row.quantity("searches", searches);
    }
    return new ReportedUsage(dimensions, tokens, null, row.units(), null);
  }

  private Dimensions dimensions(ReportRow row) {
    String account = row.text("account_id");
    String service = row.text("service_account_id");
    return Dimensions.of(Dimension.PROJECT, grouped(row, "workspace_id", DEFAULT_WORKSPACE))
        .with(Dimension.KEY, grouped(row, "api_key_id", KEYLESS))
        .with(Dimension.MODEL, row.text("model"))
        .with(Dimension.USER, account == null ? service : account)
        .with(Dimension.REGION, region(row))
        .with(Dimension.TIER, row.text("service_tier"))
        .with(Dimension.CONTEXT, row.text("context_window"))
        .with(Dimension.OPERATION, "messages")
        .with(Dimension.VARIANT, row.text("speed"));
  }

  /** The region. Where a model cannot choose one, the vendor says {@code not_available}. */
  static @Nullable String region(ReportRow row) {
    String region = row.text("inference_geo");
    return "not_available".equals(region) ? null : region;
  }

  /** Null means "not grouped by it", and where grouped by it something else. */
  private @Nullable String grouped(ReportRow row, String field, String whenNull) {
    String value = row.text(field);
    return value == null && grouping.has(field) ? whenNull : value;
  }

  /** The token fields, which both generations of the report have. */
  static ReportedTokens tokens(ReportRow row) {
    return new ReportedTokens(
        Accounting.EXCLUSIVE,
        row.count("uncached_input_tokens"),
        null,
        row.count("cache_read_input_tokens"),
        new CacheWrites(null, row.sum("cache_creation", MINUTES), row.sum("cache_creation", HOURS)),
        row.count("output_tokens"),
        null,
        Modalities.NONE);
  }
}
