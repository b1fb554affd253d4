// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a rule of ours must be, beyond what promtool checks. Problems come back as sentences. */
final class RuleLint {
  private static final Set<String> SEVERITIES = Set.of("none", "info", "warning", "critical");
  private static final Set<String> CATEGORIES =
      Set.of("self", "source", "data", "history", "spend", "budget");
  private static final Pattern RECORD = Pattern.compile("[a-z_]+:[a-z_]+:[a-z0-9_]+");
  private static final Pattern COMPARISON = Pattern.compile("(==|[<>])");

  /** Sums of postings over a day or less; late data would not reach what was recorded of them. */
  private static final Pattern DAY_OF_POSTINGS =
      Pattern.compile("aispend_posted_[a-z_]+(\\{[^}]*})?\\[(\\d+[smh]|1d)[]:]");

  private RuleLint() {}

  static List<String> problems(List<JsonNode> rules, Set<String> boards) {
    List<String> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode rule : rules) {
      String name = rule.path("alert").asText() + rule.path("record").asText();
      if (!seen.add(name + rule.path("labels"))) {
        problems.add(name + " is there twice");
      }
      if (rule.has("alert")) {
        alert(name, rule, boards, problems);
      } else {
        record(name, rule, problems);
      }
    }
    return problems;
  }

  private static void record(String name, JsonNode rule, List<String> problems) {
    if (!RECORD.matcher(name).matches()) {
      problems.add(name + " is not level:metric:operation");
    }
    if (DAY_OF_POSTINGS.matcher(rule.path("expr").asText()).find()) {
      problems.add(name + " records a day of postings, which late data would not change");
    }
  }

  private static void alert(String name, JsonNode rule, Set<String> boards, List<String> problems) {
    JsonNode labels = rule.path("labels");
    if (!name.matches("AISpend[A-Za-z]+")) {
      problems.add(name + " does not begin with AISpend");
    }
    if (!SEVERITIES.contains(labels.path("severity").asText())) {
      problems.add(name + " has an unknown severity");
    }
    if (!CATEGORIES.contains(labels.path("category").asText())) {
      problems.add(name + " has an unknown category");
    }
    if (!labels.has("owner") && !rule.toString().contains("$labels.owner")) {
      problems.add(name + " has no owner");
    }
    // A label that changes with the value makes a new alert, and a new page, of every change.
    if (labels.toString().contains("{{")) {
      problems.add(name + " has a label made of a template");
    }
    if (!COMPARISON.matcher(rule.path("expr").asText()).find() && !name.equals("AISpendWatchdog")) {
      problems.add(name + " compares with nothing");
    }
    said(name, rule.path("annotations"), boards, problems);
  }

  private static void said(
      String name, JsonNode annotations, Set<String> boards, List<String> problems) {
    if (annotations.path("summary").asText().isBlank()
        || annotations.path("description").asText().isBlank()) {
      problems.add(name + " lacks a summary or a description");
    }
    String runbook = annotations.path("runbook_url").asText();
    if (!runbook.equals("docs/runbooks/" + name + ".md")
        || !Shipped.path(runbook).toFile().isFile()) {
      problems.add(name + " has no runbook of its name");
    }
    if (!boards.contains(annotations.path("dashboard_uid").asText())) {
      problems.add(name + " leads to a board that is not there");
    }
  }
}
