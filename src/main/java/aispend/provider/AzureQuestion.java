// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Cost Management is asked for: one amount by day and at most two groups, of some resources.
 *
 * @param type {@code ActualCost} or {@code AmortizedCost}
 * @param measure which amount: {@code Cost} in the billing currency, {@code CostUSD} in dollars
 * @param groups what costs are split by
 * @param filter the dimension by which resources are chosen
 * @param values those that are taken; empty for all
 */
record AzureQuestion(
    String type, String measure, List<Group> groups, String filter, List<String> values) {
  private static final int MOST_GROUPS = 2;

  /** What a group's dimension is here. */
  private static final Map<String, Dimension> DIMENSIONS =
      new TreeMap<>(
          Map.of(
              "ResourceId", Dimension.PROJECT,
              "ResourceGroupName", Dimension.PROJECT,
              "SubscriptionName", Dimension.ACCOUNT,
              "SubscriptionId", Dimension.ACCOUNT,
              "ServiceName", Dimension.OPERATION,
              "MeterSubCategory", Dimension.VARIANT,
              "ResourceLocation", Dimension.REGION,
              "Meter", Dimension.LINE_ITEM));

  private static final String TAG = "tag:";

  AzureQuestion {
    groups = List.copyOf(groups);
    values = List.copyOf(values);
  }

  /**
   * One group.
   *
   * @param name of a dimension, or of a tag
   * @param tag whether it is a tag, which becomes the team
   */
  record Group(String name, boolean tag) {
    /** The dimensions with what a row says of this group. */
    Dimensions told(Dimensions dimensions, String value) {
      if (value.isEmpty()) {
        return dimensions;
      }
      if (tag) {
        return dimensions.with(Dimension.TEAM, value);
      }
      if (name.equals("ResourceId")) {
        return AzureResource.with(dimensions, value);
      }
      Dimensions with = dimensions.with(requireNonNull(DIMENSIONS.get(name)), value);
      return name.equals("Meter") ? with.with(Dimension.MODEL, MeterName.model(value)) : with;
    }

    /** The columns that may hold it. */
    private List<String> columns() {
      return tag ? List.of("TagValue", name) : List.of(name);
    }

    /** The column that holds it. */
    String column(Set<String> told) {
      return columns().stream().filter(told::contains).findFirst().orElse(name);
    }
  }

  /** The question of the options. */
  static AzureQuestion of(AdapterOptions options) {
    return new AzureQuestion(
        options.text("cost_type", "ActualCost", "ActualCost|AmortizedCost", "one of these two"),
        options.text("measure", "Cost", "Cost|PreTaxCost|CostUSD", "Cost, PreTaxCost or CostUSD"),
        groups(options),
        options.text("filter_by", "ResourceType", "[A-Za-z]{1,60}", "a dimension's name"),
        options.list("filter_values", "microsoft.cognitiveservices/accounts"));
  }

  private static List<Group> groups(AdapterOptions options) {
    List<Group> groups = new ArrayList<>();
    for (String each : options.list("group_by", "ResourceId,Meter")) {
      boolean tag = each.startsWith(TAG) && each.length() > TAG.length();
      if (!tag && !DIMENSIONS.containsKey(each)) {
        throw wrongGroups(options);
      }
      groups.add(new Group(tag ? each.substring(TAG.length()) : each, tag));
    }
    boolean tags = groups.stream().filter(Group::tag).count() > 1;
    if (tags || groups.size() > MOST_GROUPS || groups.stream().distinct().count() < groups.size()) {
      throw wrongGroups(options);
    }
    return groups;
  }

  private static IllegalArgumentException wrongGroups(AdapterOptions options) {
    return options.wrong(
        "group_by",
        "at most two, each once, out of "
            + String.join(", ", DIMENSIONS.keySet())
            + " and one tag as tag:NAME");
  }

  /** The currency of all amounts; empty where each row tells its own. */
  Optional<String> currency() {
    return measure.equals("CostUSD") ? Optional.of("USD") : Optional.empty();
  }

  /** A column without which an answer cannot be read; empty when all are there. */
  Optional<String> missing(Set<String> told) {
    Stream<String> needed =
        Stream.concat(
            Stream.of(measure, "UsageDate"), groups.stream().map(group -> group.column(told)));
    return needed.filter(column -> !told.contains(column)).findFirst();
  }

  /** What is posted for a window; both days of a period are inclusive. */
  ObjectNode body(ChargePeriod window) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", type).put("timeframe", "Custom");
    body.putObject("timePeriod")
        .put("from", window.start().toString())
        .put("to", window.end().minusSeconds(1).toString());
    ObjectNode dataset = body.putObject("dataset").put("granularity", "Daily");
    dataset.putObject("aggregation").putObject(measure).put("name", measure).put("function", "Sum");
    ArrayNode grouping = dataset.putArray("grouping");
    for (Group group : groups) {
      grouping
          .addObject()
          .put("type", group.tag() ? "TagKey" : "Dimension")
          .put("name", group.name());
    }
    if (!values.isEmpty()) {
      ObjectNode chosen = dataset.putObject("filter").putObject("dimensions");
      chosen.put("name", filter).put("operator", "In");
      values.forEach(chosen.putArray("values")::add);
    }
    return body;
  }
}
