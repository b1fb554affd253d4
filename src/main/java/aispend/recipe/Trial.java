// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.model.Dimension;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the pointers of a report found in one answer.
 *
 * @param rows how many rows there were, before any condition
 * @param findings one line a pointer, for a person
 * @param missed how many pointers found nothing in any row, the rows' own among them
 */
public record Trial(int rows, List<String> findings, int missed) {
  private static final String NOTHING = " in no row: ";

  public Trial {
    findings = List.copyOf(findings);
  }

  /** Tries each pointer on each row. */
  static Trial of(Report report, JsonNode document) {
    Rows.Found found;
    try {
      found = report.rows().in(document);
    } catch (UnreadableException e) {
      return new Trial(0, List.of(String.valueOf(e.getMessage())), 1);
    }
    if (found.rows().isEmpty()) {
      return new Trial(0, List.of("rows.at = " + report.rows().at() + " found an empty list"), 0);
    }
    List<String> findings = new ArrayList<>();
    int missed = 0;
    for (Map.Entry<String, Pointer> each : pointers(report).entrySet()) {
      String finding = finding(each.getKey(), each.getValue(), found.rows());
      findings.add(finding);
      missed += finding.contains(NOTHING) ? 1 : 0;
    }
    return new Trial(found.rows().size(), findings, missed);
  }

  private static String finding(String name, Pointer pointer, List<Place> rows) {
    long found = rows.stream().filter(row -> isThere(pointer.find(row))).count();
    String what = name + " = " + pointer;
    if (found == 0) {
      return what + NOTHING + pointer.miss(rows.get(0));
    }
    return what + (found == rows.size() ? " in every row" : " in " + found + " of " + rows.size());
  }

  private static boolean isThere(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  private static Map<String, Pointer> pointers(Report report) {
    Map<String, Pointer> pointers = new TreeMap<>();
    Pointer time = report.rows().time();
    if (time != null) {
      pointers.put("time.at", time);
    }
    for (Map.Entry<Dimension, Value> each : report.dimensions().entrySet()) {
      each.getValue()
          .pointers()
          .forEach(
              pointer ->
                  pointers.put(
                      "dimensions."
                          + each.getKey().code()
                          + suffix(each.getValue().pointers(), pointer),
                      pointer));
    }
    report.measures().counts().forEach((name, amount) -> put(pointers, "measures." + name, amount));
    Charge cost = report.measures().cost();
    if (cost != null) {
      put(pointers, "measures.cost", cost.amount());
    }
    return pointers;
  }

  private static void put(Map<String, Pointer> pointers, String name, Amount amount) {
    for (Pointer pointer : amount.pointers()) {
      pointers.put(name + suffix(amount.pointers(), pointer), pointer);
    }
  }

  /** Tells several pointers of one name apart. */
  private static String suffix(List<Pointer> all, Pointer one) {
    return all.size() == 1 ? "" : "[" + (all.indexOf(one) + 1) + "]";
  }
}
