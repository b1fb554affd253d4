// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One date of the daily activity, taken apart so that each call counts once. The breakdowns of an
 * answer are views of the same calls and must not be added; one of them, the models and the keys
 * under each, has the most to say:
 *
 * <pre>{@code
 * {"models":{"gpt-5-mini":{"metrics":{"spend":1.2345,"prompt_tokens":90000,...},
 *    "api_key_breakdown":{"88dc28":{"metrics":{...},
 *      "metadata":{"key_alias":"ci","team_id":"t1","user_id":"u1"}}}}}}
 * }</pre>
 *
 * What a model has beyond its listed keys becomes a row without a key, and what the date has beyond
 * its models one without a model, so the rows add up to the date's own totals.
 */
final class LiteLlmDay {
  /** Keys that the proxy lists under no id. */
  private static final String UNATTRIBUTED = "unattributed";

  private final VendorApi api;
  private final JsonNode result;
  private final List<ReportedUsage> rows = new ArrayList<>();

  LiteLlmDay(VendorApi api, JsonNode result) {
    this.api = api;
    this.result = result;
  }

  List<ReportedUsage> rows() throws ProviderException {
    LiteLlmMetrics rest = LiteLlmMetrics.of(api, result.path("metrics"));
    for (Map.Entry<String, JsonNode> model : result.path("breakdown").path("models").properties()) {
      rest = rest.minus(LiteLlmMetrics.of(api, model.getValue().path("metrics")));
      takeModel(Dimensions.of(Dimension.MODEL, model.getKey()), model.getValue());
    }
    add(Dimensions.NONE, rest);
    takeFlatCost();
    return List.copyOf(rows);
  }

  private void takeModel(Dimensions model, JsonNode told) throws ProviderException {
    LiteLlmMetrics rest = LiteLlmMetrics.of(api, told.path("metrics"));
    for (Map.Entry<String, JsonNode> key : told.path("api_key_breakdown").properties()) {
      LiteLlmMetrics metrics = LiteLlmMetrics.of(api, key.getValue().path("metrics"));
      rest = rest.minus(metrics);
      add(withKey(model, key.getKey(), key.getValue().path("metadata")), metrics);
    }
    add(model, rest);
  }

  private static Dimensions withKey(Dimensions model, String key, JsonNode metadata) {
    ReportRow of = new ReportRow(metadata);
    return model
        .with(Dimension.KEY, key.equals(UNATTRIBUTED) ? null : key)
        .with(Dimension.PROJECT, of.text("team_id"))
        .with(Dimension.TEAM, of.text("team_id"))
        .with(Dimension.USER, of.text("user_id"));
  }

  private void add(Dimensions dimensions, LiteLlmMetrics metrics) {
    if (metrics.saysSomething()) {
      rows.add(metrics.reported(dimensions));
    }
  }

  /** Provisioned throughput, which belongs to no call. */
  private void takeFlatCost() {
    ReportRow metrics = new ReportRow(result.path("metrics"));
    ReportedCost flat = metrics.costIfTold("flat_cost", ReportedCost.Unit.MAJOR);
    if (flat != null && !flat.amount().matches("0*(\\.0*)?")) {
      Dimensions dimensions = Dimensions.of(Dimension.LINE_ITEM, "flat_cost");
      rows.add(new ReportedUsage(dimensions, null, null, Map.of(), flat));
    }
  }
}
