// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import aispend.metrics.MetricDefinition;
import aispend.model.Dimension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What boards, rules and documents may ask for: the daemon's own catalogue with the labels of the
 * shipped configuration, what it posts, what is announced, and a few metrics of others.
 */
public final class Catalogue {
  private static final List<Dimension> LABELS =
      List.of(
          Dimension.PROVIDER,
          Dimension.PROJECT,
          Dimension.MODEL,
          Dimension.FEATURE,
          Dimension.USER);

  private static final List<String> DIMENSIONS = LABELS.stream().map(Dimension::code).toList();

  /** Sent by remote write; never scraped, so not in the daemon's catalogue. */
  private static final Map<String, List<String>> POSTED =
      Map.of(
          "aispend_posted_cost_usd", DIMENSIONS,
          "aispend_posted_requests", DIMENSIONS,
          "aispend_posted_tokens", with(DIMENSIONS, "type"),
          "aispend_posted_savings_usd", List.of("provider", "project"),
          "aispend_posted_billed_usd", List.of("provider"),
          "aispend_posted_source_usd", List.of("provider", "source"));

  private static final Map<String, List<String>> OF_OTHERS =
      Map.of(
          "up", List.of(),
          "ALERTS",
              List.of(
                  "alertname",
                  "alertstate",
                  "severity",
                  "category",
                  "owner",
                  "scope",
                  "name",
                  "period",
                  "cycle",
                  "threshold",
                  "provider",
                  "source",
                  "project",
                  "model"),
          "alertmanager_notifications_failed_total", List.of("integration"),
          "process_start_time_seconds", List.of(),
          "jvm_memory_bytes_used", List.of("area"),
          "jvm_memory_bytes_max", List.of("area"));

  private static final Map<String, List<String>> ALL = all();

  /** Names of the metrics of the daemon, histograms by their base name. */
  public static final Set<String> DAEMON = daemon();

  public static final Set<String> OTHERS = OF_OTHERS.keySet();

  private Catalogue() {}

  /** Whether somebody makes it; parts of a histogram by their full names. */
  public static boolean has(String metric) {
    return ALL.containsKey(metric);
  }

  /** Labels of a metric, those Prometheus adds included; none of an unknown one. */
  public static Set<String> labels(String metric) {
    List<String> own = ALL.get(metric);
    if (own == null) {
      return Set.of();
    }
    Set<String> labels = new HashSet<>(own);
    labels.add("job");
    labels.add("instance");
    return labels;
  }

  /** Of the daemon: what is scraped, what is posted, what is announced. */
  public static Set<String> posted() {
    return POSTED.keySet();
  }

  private static Set<String> daemon() {
    Set<String> names = new TreeSet<>(POSTED.keySet());
    scraped().forEach(metric -> names.add(metric.name()));
    return names;
  }

  /** Everything scraped from the daemon, announced metrics included. */
  public static List<MetricDefinition> scraped() {
    List<MetricDefinition> known = new aispend.metrics.Catalogue(LABELS).all();
    Set<String> names = known.stream().map(MetricDefinition::name).collect(Collectors.toSet());
    List<MetricDefinition> all = new ArrayList<>(known);
    Announced.METRICS.stream().filter(metric -> !names.contains(metric.name())).forEach(all::add);
    return all;
  }

  private static Map<String, List<String>> all() {
    Map<String, List<String>> all = new LinkedHashMap<>(OF_OTHERS);
    all.putAll(POSTED);
    for (MetricDefinition metric : scraped()) {
      switch (metric.type()) {
        case COUNTER, GAUGE -> all.put(metric.name(), metric.labels());
        case HISTOGRAM -> {
          all.put(metric.name() + "_bucket", with(metric.labels(), "le"));
          all.put(metric.name() + "_sum", metric.labels());
          all.put(metric.name() + "_count", metric.labels());
        }
      }
    }
    return all;
  }

  private static List<String> with(List<String> labels, String more) {
    List<String> all = new ArrayList<>(labels);
    all.add(more);
    return all;
  }
}
