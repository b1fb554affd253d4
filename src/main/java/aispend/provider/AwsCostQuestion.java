// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Cost Explorer is asked for: one amount by day and at most two groups.
 *
 * <p>Bedrock's models of other makers are billed by AWS Marketplace, each under a service name of
 * its own. Grouped by product attribute ({@code model}, {@code inferenceType}, ...) they are told
 * like Amazon's own; such attributes are known of days since 2026-09-01, and of Bedrock alone, so
 * that what has none of them is another service's.
 *
 * @param metric which amount: {@code UnblendedCost}
 * @param groups what costs are split by
 * @param services whose costs; empty for all whose name has {@code Bedrock} in it
 * @param recordTypes kinds of charges; empty for all
 */
record AwsCostQuestion(
    String metric, List<Group> groups, List<String> services, List<String> recordTypes) {
  private static final int MOST_GROUPS = 2;

  /** The first day of which product attributes are known. */
  private static final Instant ATTRIBUTES_BEGIN =
      LocalDate.of(2026, 9, 1).atStartOfDay().toInstant(ZoneOffset.UTC);

  private static final String SERVICE = "SERVICE";
  private static final String MARKETPLACE = " (Amazon Bedrock Edition)";

  private static final Map<String, Dimension> DIMENSIONS =
      new TreeMap<>(
          Map.of(
              SERVICE,
              Dimension.OPERATION,
              "USAGE_TYPE",
              Dimension.LINE_ITEM,
              "LINKED_ACCOUNT",
              Dimension.ACCOUNT,
              "OPERATION",
              Dimension.VARIANT,
              "REGION",
              Dimension.REGION));

  private static final Map<String, Dimension> ATTRIBUTES =
      new TreeMap<>(
          Map.of(
              "model", Dimension.MODEL,
              "inferenceType", Dimension.LINE_ITEM,
              "provider", Dimension.VARIANT,
              "feature", Dimension.OPERATION));

  private static final Set<Dimension> TAGGED =
      Set.of(
          Dimension.PROJECT,
          Dimension.TEAM,
          Dimension.USER,
          Dimension.FEATURE,
          Dimension.AGENT,
          Dimension.ENVIRONMENT);

  private static final String REMEDY =
      "at most two, each once, out of "
          + String.join(", ", DIMENSIONS.keySet())
          + ", attribute:NAME ("
          + String.join(", ", ATTRIBUTES.keySet())
          + "), tag:KEY=DIMENSION and category:NAME=DIMENSION (project, team, user, feature, agent,"
          + " environment)";

  AwsCostQuestion {
    groups = List.copyOf(groups);
    services = List.copyOf(services);
    recordTypes = List.copyOf(recordTypes);
  }

  /**
   * One group.
   *
   * @param type as Cost Explorer calls it: {@code DIMENSION}, {@code TAG}
   * @param dimension what it is here
   */
  record Group(String type, String key, Dimension dimension) {
    boolean isAttribute() {
      return type.equals("PRODUCT_ATTRIBUTE");
    }

    boolean isService() {
      return type.equals("DIMENSION") && key.equals(SERVICE);
    }

    /** What a row says of it: all but dimensions come as {@code key$value}. */
    String value(String told) {
      return type.equals("DIMENSION") ? told : told.substring(told.indexOf('$') + 1);
    }
  }

  /** The question of the options. */
  static AwsCostQuestion of(AdapterOptions options) {
    AwsCostQuestion question =
        new AwsCostQuestion(
            options.text(
                "metric",
                "UnblendedCost",
                "(Net)?(Unblended|Amortized)Cost|BlendedCost",
                "UnblendedCost, AmortizedCost, NetUnblendedCost, NetAmortizedCost or BlendedCost"),
            groups(options),
            options.list("services", ""),
            options.list("record_types", "Usage"));
    boolean chosen =
        !question.services.isEmpty()
            || question.groups.stream().anyMatch(group -> group.isAttribute() || group.isService());
    if (!chosen) {
      throw options.wrong(
          "services", "set, as nothing in options.group_by tells Bedrock from other services");
    }
    return question;
  }

  private static List<Group> groups(AdapterOptions options) {
    List<Group> groups = new ArrayList<>();
    for (String each : options.list("group_by", "attribute:model,attribute:inferenceType")) {
      groups.add(group(each).orElseThrow(() -> options.wrong("group_by", REMEDY)));
    }
    boolean twice = groups.stream().map(Group::dimension).distinct().count() < groups.size();
    if (groups.isEmpty() || groups.size() > MOST_GROUPS || twice) {
      throw options.wrong("group_by", REMEDY);
    }
    return groups;
  }

  private static Optional<Group> group(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.ofNullable(DIMENSIONS.get(text))
          .map(dimension -> new Group("DIMENSION", text, dimension));
    }
    String rest = text.substring(colon + 1);
    return switch (text.substring(0, colon)) {
      case "attribute" ->
          Optional.ofNullable(ATTRIBUTES.get(rest))
              .map(dimension -> new Group("PRODUCT_ATTRIBUTE", rest, dimension));
      case "tag" -> tagged("TAG", rest);
      case "category" -> tagged("COST_CATEGORY", rest);
      default -> Optional.empty();
    };
  }

  /** {@code KEY=DIMENSION}; without the second the key's own name, if it is a dimension's. */
  private static Optional<Group> tagged(String type, String text) {
    int equals = text.lastIndexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    String dimension = equals < 0 ? text.toLowerCase(Locale.ROOT) : text.substring(equals + 1);
    return Dimension.ofCode(dimension)
        .filter(TAGGED::contains)
        .filter(known -> !key.isEmpty())
        .map(known -> new Group(type, key, known));
  }

  /** As much of a window as can be asked for; null for nothing. */
  @Nullable ChargePeriod askable(ChargePeriod window) {
    if (groups.stream().noneMatch(Group::isAttribute)
        || !window.start().isBefore(ATTRIBUTES_BEGIN)) {
      return window;
    }
    return window.end().isAfter(ATTRIBUTES_BEGIN)
        ? new ChargePeriod(ATTRIBUTES_BEGIN, window.end())
        : null;
  }

  /** What is posted for the first page of a window. */
  ObjectNode body(ChargePeriod window) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("TimePeriod").put("Start", day(window.start())).put("End", day(window.end()));
    body.put("Granularity", "DAILY");
    body.putArray("Metrics").add(metric);
    ArrayNode groupBy = body.putArray("GroupBy");
    groups.forEach(group -> groupBy.addObject().put("Type", group.type()).put("Key", group.key()));
    List<ObjectNode> conditions = new ArrayList<>();
    if (!services.isEmpty()) {
      conditions.add(among(SERVICE, services));
    }
    if (!recordTypes.isEmpty()) {
      conditions.add(among("RECORD_TYPE", recordTypes));
    }
    if (conditions.size() == 1) {
      body.set("Filter", conditions.get(0));
    } else if (!conditions.isEmpty()) {
      body.putObject("Filter").putArray("And").addAll(conditions);
    }
    return body;
  }

  private static ObjectNode among(String key, List<String> values) {
    ObjectNode condition = JsonNodeFactory.instance.objectNode();
    ArrayNode list = condition.putObject("Dimensions").put("Key", key).putArray("Values");
    values.forEach(list::add);
    return condition;
  }

  private static String day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** The dimensions of a row's keys; empty when the row is another service's than Bedrock's. */
  Optional<Dimensions> dimensions(JsonNode keys) {
    Dimensions dimensions = Dimensions.NONE;
    boolean attributed = !services.isEmpty() || groups.stream().noneMatch(Group::isAttribute);
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      String value = group.value(keys.path(i).asText());
      attributed |= group.isAttribute() && !value.isEmpty();
      if (group.isService()) {
        if (services.isEmpty() && !value.contains("Bedrock")) {
          return Optional.empty();
        }
        dimensions = dimensions.with(Dimension.MODEL, model(value));
      }
      dimensions = dimensions.with(requireNonNull(group.dimension()), value);
    }
    return attributed ? Optional.of(dimensions) : Optional.empty();
  }

  /** The model that a Marketplace service is named after. */
  private static @Nullable String model(String service) {
    return service.endsWith(MARKETPLACE)
        ? service.substring(0, service.length() - MARKETPLACE.length())
        : null;
  }
}
