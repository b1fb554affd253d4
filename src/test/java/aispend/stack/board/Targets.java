// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import aispend.stack.Shipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * The queries of a panel. A target is an expression, or an object with expr and legend, or one of
 * two that are written out here:
 *
 * <pre>
 * settled: provider|all, expr, legend   two queries: bars that will not change, and the others
 * top: label, of: metric{*}             bars of the largest ten of the time range, and all others
 * </pre>
 */
final class Targets {
  private static final Set<String> OVER_TIME =
      Set.of("timeseries", "barchart", "state-timeline", "heatmap");

  /** As known in the 30 days after the range's end, which is mostly now. */
  private static final String SETTLED =
      "(max_over_time(aispend_source_settled_timestamp_seconds{*}[30d] @ end() offset -30d))"
          + " >= time() + $__interval_ms / 1000";

  private final ArrayNode targets = Shipped.JSON.createArrayNode();
  private final String type;
  private final boolean range;
  private final PromText text;

  private Targets(String type, boolean range, PromText text) {
    this.type = type;
    this.range = range;
    this.text = text;
  }

  static ArrayNode of(JsonNode source, String type, PromText text) {
    boolean range = OVER_TIME.contains(type) || source.path("over_time").asBoolean();
    Targets written = new Targets(type, range, text);
    for (JsonNode target : source.path("targets")) {
      written.add(target);
    }
    return written.targets;
  }

  private void add(JsonNode target) {
    String legend = target.path("legend").asText("");
    if (target.has("top")) {
      addTop(target.path("top").asText(), target.path("of").asText());
    } else if (target.has("settled")) {
      addSettled(target.path("settled").asText(), target.path("expr").asText().strip(), legend);
    } else {
      add(target.isTextual() ? target.asText() : target.path("expr").asText(), legend);
    }
  }

  private void add(String expression, String legend) {
    ObjectNode query = targets.addObject();
    query.put("refId", String.valueOf((char) ('A' + targets.size() - 1)));
    query.set("datasource", PanelJson.datasource());
    query.put("editorMode", "code").put("expr", text.written(expression));
    query.put("instant", !range).put("range", range);
    query.put("format", format()).put("legendFormat", legend);
  }

  private String format() {
    return switch (type) {
      case "table" -> "table";
      case "heatmap" -> "heatmap";
      default -> "time_series";
    };
  }

  private void addSettled(String per, String expression, String legend) {
    String by = per.equals("all") ? "" : " by (" + per + ") ";
    String on = " on (" + (per.equals("all") ? "" : per) + ") ";
    String settled = "(min" + by + SETTLED + ")";
    add("(" + expression + ") and" + on + settled, legend.isEmpty() ? "Settled" : legend);
    add(
        "(" + expression + ") unless" + on + settled,
        legend.isEmpty() ? "Not settled yet" : legend + ", not settled yet");
  }

  private void addTop(String label, String metric) {
    String bars = "sum by (" + label + ") (per_bar(" + metric + "))";
    String whole = "(sum_over_time(" + metric + "[$__range] @ end() offset -$__interval))";
    String largest = " on (" + label + ") topk(10, sum by (" + label + ") " + whole + ")";
    add("attributed(" + label + ", " + bars + " and" + largest + ")", legend(label));
    add("sum(" + bars + " unless" + largest + ")", "all others");
  }

  private static String legend(String label) {
    return label.equals("$group") ? "{{group}}" : "{{" + label + "}}";
  }
}
