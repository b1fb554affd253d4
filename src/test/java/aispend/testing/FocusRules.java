// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The column rules of FOCUS 1.2, as far as they concern usage of AI. Null is an empty cell. Source:
 * FOCUS specification, working draft of 2025-05-30.
 */
public final class FocusRules {
  private static final String TEXT = "(?s).+";
  private static final String DECIMAL = "-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?";
  private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Rule(boolean mandatory, boolean nullable, String pattern) {}

  private static final Map<String, Rule> RULES = new LinkedHashMap<>();

  static {
    for (String cost : List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")) {
      RULES.put(cost, new Rule(true, false, DECIMAL));
    }
    RULES.put("BillingCurrency", new Rule(true, false, "[A-Z]{3}"));
    for (String time :
        List.of("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd")) {
      RULES.put(time, new Rule(true, false, TIME));
    }
    RULES.put("ChargeCategory", new Rule(true, false, "Usage|Purchase|Tax|Credit|Adjustment"));
    RULES.put("ChargeClass", new Rule(true, true, "Correction"));
    RULES.put("ChargeDescription", new Rule(true, true, TEXT));
    RULES.put("ChargeFrequency", new Rule(false, false, "Usage-Based|Recurring|One-Time"));
    RULES.put("ConsumedQuantity", new Rule(false, true, DECIMAL));
    RULES.put("ConsumedUnit", new Rule(false, true, TEXT));
    RULES.put("PricingQuantity", new Rule(true, true, DECIMAL));
    RULES.put("PricingUnit", new Rule(true, true, TEXT));
    RULES.put("PricingCategory", new Rule(false, true, "Standard|Dynamic|Committed|Other"));
    for (String name :
        List.of(
            "ProviderName",
            "PublisherName",
            "InvoiceIssuerName",
            "ServiceName",
            "BillingAccountId")) {
      RULES.put(name, new Rule(true, false, TEXT));
    }
    RULES.put("BillingAccountName", new Rule(true, true, TEXT));
    RULES.put("ServiceCategory", new Rule(true, false, "AI and Machine Learning"));
    RULES.put("ServiceSubcategory", new Rule(false, false, "Generative AI"));
    for (String name :
        List.of(
            "SkuId",
            "SkuPriceId",
            "SkuMeter",
            "ResourceId",
            "ResourceName",
            "ResourceType",
            "RegionId",
            "RegionName",
            "SubAccountId",
            "SubAccountName",
            "Tags")) {
      RULES.put(name, new Rule(false, true, TEXT));
    }
  }

  private FocusRules() {}

  /** What is wrong with a file; nothing when it keeps to the rules. */
  public static List<String> problems(CsvFile file) {
    List<String> problems = new ArrayList<>(ofColumns(file.heading()));
    int line = 1;
    for (Map<String, String> row : file.rows()) {
      line++;
      for (String problem : ofRow(row)) {
        problems.add("line " + line + ": " + problem);
      }
    }
    return problems;
  }

  private static List<String> ofColumns(List<String> heading) {
    List<String> problems = new ArrayList<>();
    RULES.forEach(
        (name, rule) -> {
          if (rule.mandatory() && !heading.contains(name)) {
            problems.add(name + " is mandatory");
          }
        });
    boolean own = false;
    for (String name : heading) {
      own |= name.startsWith("x_");
      if (own != name.startsWith("x_")) {
        problems.add(name + " stands behind a column of our own");
      } else if (!own && !RULES.containsKey(name)) {
        problems.add(name + " is no column of FOCUS");
      }
    }
    if (Set.copyOf(heading).size() != heading.size()) {
      problems.add("a column stands there twice");
    }
    return problems;
  }

  private static List<String> ofRow(Map<String, String> row) {
    List<String> problems = new ArrayList<>();
    row.forEach(
        (name, value) -> {
          Rule rule = RULES.get(name);
          if (rule != null && value.isEmpty() && !rule.nullable()) {
            problems.add(name + " is null");
          } else if (rule != null && !value.isEmpty() && !value.matches(rule.pattern())) {
            problems.add(name + " is " + value);
          }
        });
    if (problems.isEmpty()) {
      problems.addAll(ofTimes(row));
      problems.addAll(ofUsage(row));
      problems.addAll(ofNames(row));
    }
    return problems;
  }

  private static List<String> ofTimes(Map<String, String> row) {
    List<String> problems = new ArrayList<>();
    Instant start = Instant.parse(row.getOrDefault("ChargePeriodStart", ""));
    Instant end = Instant.parse(row.getOrDefault("ChargePeriodEnd", ""));
    Instant monthStart = Instant.parse(row.getOrDefault("BillingPeriodStart", ""));
    Instant monthEnd = Instant.parse(row.getOrDefault("BillingPeriodEnd", ""));
    must(start.isBefore(end), "a charge period ends after its start", problems);
    must(
        row.getOrDefault("ChargeClass", "").equals("Correction")
            ? !start.isAfter(monthStart)
            : !start.isBefore(monthStart) && !end.isAfter(monthEnd),
        "a charge period is within its billing period, and that of a correction before it",
        problems);
    must(
        monthStart.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant().equals(monthEnd)
            && row.getOrDefault("BillingPeriodStart", "").endsWith("-01T00:00:00Z"),
        "a billing period is a month",
        problems);
    return problems;
  }

  private static List<String> ofUsage(Map<String, String> row) {
    List<String> problems = new ArrayList<>();
    boolean usage = row.getOrDefault("ChargeCategory", "").equals("Usage");
    must(both(row, "ConsumedQuantity", "ConsumedUnit"), "a quantity has a unit", problems);
    must(both(row, "PricingQuantity", "PricingUnit"), "a priced quantity has a unit", problems);
    must(usage || isNull(row, "ConsumedQuantity"), "only usage is consumed", problems);
    must(!usage || !isNull(row, "PricingCategory"), "usage has a pricing category", problems);
    must(
        !usage || (!isNull(row, "SkuId") && !isNull(row, "SkuPriceId")),
        "usage has a SKU",
        problems);
    if (isNull(row, "SkuPriceId")) {
      for (String name : List.of("ConsumedQuantity", "PricingQuantity", "PricingCategory")) {
        must(isNull(row, name), "without a SKU's price there is no " + name, problems);
      }
    }
    return problems;
  }

  private static List<String> ofNames(Map<String, String> row) {
    List<String> problems = new ArrayList<>();
    must(both(row, "ResourceId", "ResourceType"), "a resource has a type", problems);
    must(both(row, "RegionId", "RegionName"), "a region has a name", problems);
    must(
        !isNull(row, "SubAccountId") || isNull(row, "SubAccountName"),
        "what has no id has no name",
        problems);
    String tags = row.getOrDefault("Tags", "");
    must(tags.isEmpty() || isObjectOfTexts(tags), "tags are a JSON object of texts", problems);
    return problems;
  }

  private static boolean isObjectOfTexts(String text) {
    try {
      JsonNode tags = JSON.readTree(text);
      return tags.isObject() && tags.valueStream().allMatch(JsonNode::isTextual);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean both(Map<String, String> row, String one, String other) {
    return isNull(row, one) == isNull(row, other);
  }

  private static boolean isNull(Map<String, String> row, String name) {
    return row.getOrDefault(name, "").isEmpty();
  }

  private static void must(boolean kept, String rule, List<String> problems) {
    if (!kept) {
      problems.add("broken: " + rule);
    }
  }
}
