// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import aispend.metrics.MetricDefinition;
import aispend.metrics.MetricType;
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
 * shipped configuration, what it posts, what the shipped rules record, and a few metrics of others.
 */
public final class Catalogue {
  private static final List<Dimension> LABELS =
      List.of(
          Dimension.PROVIDER,
          Dimension.PROJECT,
          Dimension.MODEL,
          Dimension.FEATURE,
          Dimension.USER);

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

  private static final List<MetricDefinition> OURS = new aispend.metrics.Catalogue(LABELS).all();

  private static final Map<String, List<String>> ALL = all();

  private static final Set<String> RECORDED =
      Shipped.rules().stream()
          .filter(rule -> rule.has("record"))
          .map(rule -> rule.path("record").asText())
          .collect(Collectors.toSet());

  /** Names of the metrics of the daemon, histograms by their base name. */
  public static final Set<String> DAEMON = daemon();

  public static final Set<String> OTHERS = OF_OTHERS.keySet();

  private Catalogue() {}

  /** Whether somebody makes it; parts of a histogram by their full names. */
  public static boolean has(String metric) {
    return ALL.containsKey(metric);
  }

  /** Whether a shipped rule records it. */
  public static boolean recorded(String metric) {
    return RECORDED.contains(metric);
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

  /** Names of what the daemon posts. */
  public static Set<String> posted() {
    return OURS.stream()
        .filter(metric -> metric.type() == MetricType.POSTING)
        .map(MetricDefinition::name)
        .collect(Collectors.toSet());
  }

  private static Set<String> daemon() {
    return OURS.stream().map(MetricDefinition::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Everything scraped from the daemon. */
  public static List<MetricDefinition> scraped() {
    return OURS.stream().filter(metric -> metric.type() != MetricType.POSTING).toList();
  }

  private static Map<String, List<String>> all() {
    Map<String, List<String>> all = new LinkedHashMap<>(OF_OTHERS);
    for (MetricDefinition metric : OURS) {
      switch (metric.type()) {
        case COUNTER, GAUGE, POSTING -> all.put(metric.name(), metric.labels());
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
