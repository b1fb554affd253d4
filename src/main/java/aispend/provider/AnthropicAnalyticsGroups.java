// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Anthropic's analytics are split by, and what becomes of it. */
final class AnthropicAnalyticsGroups {
  private static final String ACTOR = "actor";
  private static final int MOST = 5;

  /** Groups of roles are left out: they overlap, so their sum is more than what was spent. */
  private static final Map<String, Dimension> FIELDS =
      new TreeMap<>(
          Map.of(
              ACTOR,
              Dimension.USER,
              "agent_id",
              Dimension.AGENT,
              "api_key_id",
              Dimension.KEY,
              "context_window",
              Dimension.CONTEXT,
              "inference_geo",
              Dimension.REGION,
              "model",
              Dimension.MODEL,
              "organization_id",
              Dimension.ACCOUNT,
              "product",
              Dimension.FEATURE,
              "service_tier",
              Dimension.TIER,
              "workspace_id",
              Dimension.PROJECT));

  private AnthropicAnalyticsGroups() {}

  /** The option {@code group_by}: at most five, the model among them. */
  static List<String> of(AdapterOptions options) {
    List<String> groups =
        options.list("group_by", "workspace_id,api_key_id,model,service_tier,context_window");
    boolean known =
        FIELDS.keySet().containsAll(groups) && groups.stream().distinct().count() == groups.size();
    if (!known || groups.size() > MOST || !groups.contains("model")) {
      throw options.wrong(
          "group_by",
          "model and at most four others of "
              + String.join(", ", FIELDS.keySet())
              + ", as api is analytics");
    }
    return groups;
  }

  /** The dimensions that a row's group names. */
  static Dimensions dimensions(ReportRow group, JsonNode node) {
    Dimensions dimensions = Dimensions.NONE;
    for (Map.Entry<String, Dimension> field : FIELDS.entrySet()) {
      String value =
          field.getKey().equals(ACTOR) ? actor(node.path(ACTOR)) : group.text(field.getKey());
      dimensions = dimensions.with(field.getValue(), "not_available".equals(value) ? null : value);
    }
    return dimensions;
  }

  /** Whoever it is by the id that its kind has; an e-mail address is not kept. */
  private static @Nullable String actor(JsonNode actor) {
    for (String id : List.of("user_id", "service_account_id", "api_key_id")) {
      if (actor.path(id).isTextual()) {
        return actor.path(id).asText();
      }
    }
    return actor.path("type").isTextual() ? actor.path("type").asText() : null;
  }
}
