// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.CounterFamily;
import aispend.ledger.PostingFamily;
import aispend.model.Dimension;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every metric named {@code aispend_}: those of the exposition in its order, then those that are
 * sent as postings. Those of the virtual machine ({@code jvm_}, {@code process_}) are the client
 * library's and not listed. Immutable.
 */
public final class Catalogue {
  private final Map<CounterFamily, MetricDefinition> counters = new EnumMap<>(CounterFamily.class);
  private final List<MetricDefinition> all;

  /**
   * The catalogue of a configuration.
   *
   * @param labels dimensions that are labels of cost, tokens and requests
   */
  public Catalogue(List<Dimension> labels) {
    List<String> names = labels.stream().map(Dimension::code).toList();
    List<MetricDefinition> metrics = new ArrayList<>();
    for (CounterFamily family : CounterFamily.values()) {
      MetricDefinition definition =
          new MetricDefinition(
              family.metric(), MetricType.COUNTER, labelsOf(family, names), helpOf(family));
      counters.put(family, definition);
      metrics.add(definition);
    }
    metrics.addAll(Definitions.ALL);
    metrics.addAll(SelfDefinitions.ALL);
    for (PostingFamily family : PostingFamily.values()) {
      metrics.add(
          new MetricDefinition(
              family.metric(), MetricType.POSTING, labelsOf(family, names), helpOf(family)));
    }
    all = List.copyOf(metrics);
  }

  public List<MetricDefinition> all() {
    return all;
  }

  MetricDefinition of(CounterFamily family) {
    MetricDefinition found = counters.get(family);
    if (found == null) {
      throw new AssertionError(family);
    }
    return found;
  }

  /** A JSON array of objects with name, type, labels and help. */
  public String json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (MetricDefinition metric : all) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", metric.name());
      row.put("type", metric.type().code());
      row.put("labels", metric.labels());
      row.put("help", metric.help());
      rows.add(row);
    }
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the catalogue cannot be written as JSON", e);
    }
  }

  /** One metric a line: name and labels, type, help. */
  public String text() {
    StringBuilder lines = new StringBuilder();
    for (MetricDefinition metric : all) {
      String labels =
          metric.labels().isEmpty() ? "" : "{" + String.join(",", metric.labels()) + "}";
      lines.append(
          String.format(
              "%-9s  %s%s%n           %s%n",
              metric.type().code(), metric.name(), labels, metric.help()));
    }
    return lines.toString();
  }

  private static List<String> labelsOf(CounterFamily family, List<String> dimensions) {
    return switch (family) {
      case COST -> join(dimensions);
      case TOKENS -> join(dimensions, "type");
      case REQUESTS -> join(dimensions, "outcome");
      case CREDITS, SOURCE_COST -> List.of("source", "provider");
      case SOURCE_TOKENS -> List.of("source", "provider", "type");
      case RESTATED -> List.of("source", "provider", "direction");
      case UNITS -> List.of("provider", "project", "unit");
      case UNPRICED, TOLD_COST, TOLD_LIST_COST -> List.of("provider", "model");
    };
  }

  private static List<String> labelsOf(PostingFamily family, List<String> dimensions) {
    List<String> labels = new ArrayList<>();
    labels.add("job");
    switch (family) {
      case COST, REQUESTS -> labels.addAll(dimensions);
      case TOKENS -> {
        labels.addAll(dimensions);
        labels.add("type");
      }
      case SAVINGS -> labels.addAll(List.of("provider", "project"));
      case BILLED -> labels.add("provider");
      case SOURCE -> labels.addAll(List.of("provider", "source"));
    }
    return List.copyOf(labels);
  }

  private static String helpOf(PostingFamily family) {
    return switch (family) {
      case COST -> "Canonical cost at its time of use; add up with sum_over_time.";
      case TOKENS -> "Canonical tokens at their time of use, by disjoint type.";
      case REQUESTS -> "Canonical calls at their time of use.";
      case SAVINGS -> "What caches and tiers saved against list prices, at its time of use.";
      case BILLED -> "What the bills say, at its time of use.";
      case SOURCE -> "What each source reported by itself; not to be added over sources.";
    };
  }

  private static List<String> join(List<String> dimensions, String... last) {
    List<String> labels = new ArrayList<>();
    labels.add("source");
    labels.addAll(dimensions);
    labels.addAll(List.of(last));
    return labels;
  }

  private static String helpOf(CounterFamily family) {
    return switch (family) {
      case COST -> "Canonical cost in US dollars; the sum over all sources is the spend.";
      case CREDITS -> "What canonical cost went down by; counters never do.";
      case TOKENS -> "Canonical tokens by disjoint type.";
      case REQUESTS -> "Canonical calls by outcome, where sources tell them.";
      case UNITS -> "Canonical quantities other than tokens: images, seconds, searches.";
      case SOURCE_COST -> "What each source reported by itself; not to be added over sources.";
      case SOURCE_TOKENS -> "Tokens each source reported by itself; not to be added over sources.";
      case RESTATED -> "By how much sources changed what they had reported before.";
      case UNPRICED -> "Tokens whose price is not known and that are in no cost.";
      case TOLD_COST -> "What senders of events said calls cost that have a list price too.";
      case TOLD_LIST_COST -> "What the same calls cost by the price book.";
    };
  }
}
