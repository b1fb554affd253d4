// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedCost;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads rows of {@code cost_report} grouped by workspace and description, without which the model
 * is null:
 *
 * <pre>{@code
 * {"amount":"123.78912","currency":"USD","cost_type":"tokens",
 *  "description":"Claude Opus 5 Usage - Input Tokens","model":"claude-opus-5",
 *  "token_type":"uncached_input_tokens","service_tier":"standard","context_window":"0-200k",
 *  "inference_geo":"global","workspace_id":"wrkspc_01A"}
 * }</pre>
 *
 * The amount is in <b>cents</b>: this one is 1.2378912 USD. Priority Tier is never in this report.
 */
final class AnthropicCosts {
  private AnthropicCosts() {}

  static ReportedUsage read(JsonNode node) {
    ReportRow row = new ReportRow(node);
    Dimensions dimensions = dimensions(row);
    ReportedCost cost = row.cost("amount", ReportedCost.Unit.CENTS, row.text("currency"));
    return new ReportedUsage(dimensions, null, null, row.units(), cost);
  }

  private static Dimensions dimensions(ReportRow row) {
    String workspace = row.text("workspace_id");
    return Dimensions.of(
            Dimension.PROJECT, workspace == null ? AnthropicUsage.DEFAULT_WORKSPACE : workspace)
        .with(Dimension.MODEL, row.text("model"))
        .with(Dimension.REGION, AnthropicUsage.region(row))
        .with(Dimension.TIER, row.text("service_tier"))
        .with(Dimension.CONTEXT, row.text("context_window"))
        .with(Dimension.OPERATION, row.text("cost_type"))
        .with(Dimension.LINE_ITEM, row.text("description"))
        .with(Dimension.VARIANT, row.text("token_type"));
  }
}
