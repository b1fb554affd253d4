// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each lint is seen to fail on a rule that breaks it. */
final class RuleLintTest {
  private static final Set<String> BOARDS = Set.of("aispend-poller");

  private static ObjectNode sound() {
    ObjectNode rule =
        Shipped.JSON.createObjectNode().put("alert", "AISpendDaemonDown").put("expr", "up == 0");
    rule.putObject("labels")
        .put("severity", "critical")
        .put("category", "self")
        .put("owner", "platform");
    rule.putObject("annotations")
        .put("summary", "It is down.")
        .put("description", "Start it.")
        .put("runbook_url", "docs/runbooks/AISpendDaemonDown.md")
        .put("dashboard_uid", "aispend-poller");
    return rule;
  }

  private static List<String> problems(JsonNode... rules) {
    return RuleLint.problems(List.of(rules), BOARDS);
  }

  @Test
  void soundRule_hasNoProblem() {
    assertThat(problems(sound())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "severity, page, unknown severity",
    "category, money, unknown category",
    "threshold, '{{ $value }}', made of a template",
  })
  void wrongLabel_isNamed(String label, String value, String problem) {
    ObjectNode rule = sound();
    rule.withObject("/labels").put(label, value);

    assertThat(problems(rule)).singleElement().asString().contains(problem);
  }

  @Test
  void ownerOfNobody_isNamed() {
    ObjectNode rule = sound();
    rule.withObject("/labels").remove("owner");

    assertThat(problems(rule)).containsExactly("AISpendDaemonDown has no owner");
  }

  @ParameterizedTest
  @CsvSource({
    "summary, '', summary or a description",
    "description, ' ', summary or a description",
    "runbook_url, docs/runbooks/AISpendWatchdog.md, no runbook of its name",
    "dashboard_uid, aispend-nothing, board that is not there",
  })
  void wrongAnnotation_isNamed(String annotation, String value, String problem) {
    ObjectNode rule = sound();
    rule.withObject("/annotations").put(annotation, value);

    assertThat(problems(rule)).singleElement().asString().contains(problem);
  }

  @Test
  void alertWithoutComparison_isNamed() {
    assertThat(problems(sound().put("expr", "up")))
        .containsExactly("AISpendDaemonDown compares with nothing");
  }

  @Test
  void sameAlertTwice_isNamedAndAnotherRungIsNot() {
    ObjectNode rung = sound();
    rung.withObject("/labels").put("threshold", "90");

    assertThat(problems(sound(), rung)).isEmpty();
    assertThat(problems(sound(), sound())).containsExactly("AISpendDaemonDown is there twice");
  }

  @ParameterizedTest
  @CsvSource({
    "cost_sum7d, sum(aispend_posted_cost_usd), level:metric:operation",
    "a:b:c, sum_over_time(aispend_posted_cost_usd[1d]), day of postings",
    "a:b:c, 'sum_over_time(aispend_posted_cost_usd{job=\"a\"}[24h])', day of postings",
  })
  void wrongRecord_isNamed(String name, String expression, String problem) {
    ObjectNode rule = Shipped.JSON.createObjectNode().put("record", name).put("expr", expression);

    assertThat(problems(rule)).singleElement().asString().contains(problem);
  }

  @Test
  void recordOfAWeek_hasNoProblem() {
    ObjectNode rule =
        Shipped.JSON
            .createObjectNode()
            .put("record", "provider:aispend_posted_cost_usd:sum7d")
            .put("expr", "sum by (job) (sum_over_time(aispend_posted_cost_usd[7d]))");

    assertThat(problems(rule)).isEmpty();
  }
}
