// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.OtlpConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Claude Code and Codex export, in the JSON that they write. */
final class OtlpCodingAgentsTest extends OtlpKit {
  private static final String METRICS = "/v1/metrics";
  private static final String COST = "claude_code.cost.usage";
  private static final String TOKENS = "claude_code.token.usage";
  private static final String CODEX = "codex.turn.token_usage";

  @Test
  void claudeCode_countsItsTokensAsidesAndItsCostAsTold() throws Exception {
    String export =
        claude(
            sum(COST, 1, cost("0.0123", "12:00:01", "12:01:00")),
            sum(
                TOKENS,
                1,
                tokens("input", 100, "12:00:02", "12:01:00"),
                tokens("output", 50, "12:00:03", "12:01:00"),
                tokens("cacheRead", 2000, "12:00:02", "12:01:00"),
                tokens("cacheCreation", 300, "12:00:02", "12:01:00")));

    assertThat(text(postJson(METRICS, export))).isEqualTo("200 {\"partialSuccess\":{}}");
    postJson(METRICS, export);

    assertThat(cost()).isEqualTo("0.0123");
    assertThat(types()).containsExactly("100", "2000", "300", "50");
    assertThat(daemon.ledger.size().rows()).containsEntry("event", 1L);
    assertThat(value("provider")).isEqualTo("anthropic");
    assertThat(value("model")).isEqualTo("claude-sonnet-4-6");
    assertThat(value("user")).isEqualTo("0f3a");
    assertThat(value("feature")).isEqualTo("claude-code");
    assertThat(value("team")).isEqualTo("platform");
    assertThat(items("metrics", "duplicate")).isEqualTo(5);
  }

  @Test
  void tokensAndCostInTwoRequests_countTheMoneyOnce() throws Exception {
    postJson(METRICS, claude(sum(TOKENS, 1, tokens("input", 1_000_000, "12:00:00", "12:01:00"))));
    assertThat(cost()).isEqualTo("0");

    postJson(METRICS, claude(sum(COST, 1, cost("3.1", "12:00:00", "12:01:00"))));

    assertThat(cost()).isEqualTo("3.1");
    assertThat(tokens("input")).isEqualTo("1000000");
    assertThat(get("/api/costs/summary?source=otlp").at("/unpriced_tokens").asInt()).isZero();
  }

  @Test
  void costByThePriceBook_leavesTheToldOneOut() throws Exception {
    daemon.otlpConfig =
        new OtlpConfig(true, OtlpConfig.Signal.SPANS, OtlpConfig.ClaudeCodeCost.LIST);

    postJson(
        METRICS,
        claude(
            sum(COST, 1, cost("9", "12:00:00", "12:01:00")),
            sum(
                TOKENS,
                1,
                tokens("input", 1_000_000, "12:00:00", "12:01:00"),
                tokens("cacheRead", 1_000_000, "12:00:00", "12:01:00"))));

    assertThat(cost()).isEqualTo("3.3");
    assertThat(items("metrics", "ignored")).isEqualTo(1);
  }

  @Test
  void runningTotalsOfClaudeCode_growThroughARestart() throws Exception {
    postJson(
        METRICS,
        claude(
            sum(COST, 2, cost("0.1", "11:00:00", "12:01:00")),
            sum(TOKENS, 2, tokens("input", 100, "11:00:00", "12:01:00"))));
    restart();
    postJson(
        METRICS,
        claude(
            sum(COST, 2, cost("0.3", "11:00:00", "12:02:00")),
            sum(TOKENS, 2, tokens("input", 250, "11:00:00", "12:02:00"))));

    assertThat(cost()).isEqualTo("0.3");
    assertThat(tokens("input")).isEqualTo("250");
    assertThat(daemon.ledger.size().rows()).containsEntry("otlp_series", 2L);
  }

  @Test
  void longerContext_isTheSameModel() throws Exception {
    postJson(
        METRICS,
        claude(sum(COST, 1, cost("1", "12:00:00", "12:01:00")))
            .replace("claude-sonnet-4-6", "claude-sonnet-4-6[1m]"));

    assertThat(value("model")).isEqualTo("claude-sonnet-4-6");
  }

  @Test
  void codex_countsPartsInTheirTotals() throws Exception {
    String export =
        codex(
            turn("total", 1100),
            turn("input", 1000),
            turn("cached_input", 600),
            turn("output", 100),
            turn("reasoning_output", 40));

    postJson(METRICS, export);
    postJson(METRICS, export);

    // 400 at $2.50, 600 cached at $1.25, 100 at $10 a million.
    assertThat(cost()).isEqualTo("0.00275");
    assertThat(
            List.of(tokens("input"), tokens("cache_read"), tokens("output"), tokens("reasoning")))
        .containsExactly("400", "600", "60", "40");
    assertThat(value("provider")).isEqualTo("openai");
    assertThat(value("feature")).isEqualTo("codex_exec");
    assertThat(items("metrics", "ignored")).as("the totals").isEqualTo(2);
    assertThat(daemon.ledger.size().rows()).containsEntry("event", 1L);
  }

  @Test
  void costThatIsNegativeOrHuge_isNamed() throws Exception {
    String answer =
        text(
            postJson(
                METRICS,
                claude(
                    sum(
                        COST,
                        1,
                        cost("-1", "12:00:00", "12:01:00"),
                        cost("1000001", "12:00:00", "12:02:00")))));

    assertThat(answer)
        .contains("\"rejectedDataPoints\":\"2\"")
        .contains("claude_code.cost.usage: value is -1.0; must be dollars from 0 to 1000000")
        .contains("value is 1000001.0");
  }

  private List<String> types() throws Exception {
    return List.of(tokens("input"), tokens("cache_read"), tokens("cache_write"), tokens("output"));
  }

  private String value(String dimension) throws Exception {
    return get("/api/costs/by/" + dimension + "?source=otlp").at("/rows/0/value").asText();
  }

  private static String cost(String dollars, String start, String end) {
    return point("\"asDouble\": " + dollars, "", start, end);
  }

  private static String tokens(String type, int count, String start, String end) {
    return point(
        "\"asInt\": \"" + count + "\"",
        ", {\"key\": \"type\", \"value\": {\"stringValue\": \"" + type + "\"}}",
        start,
        end);
  }

  private static String point(String value, String attribute, String start, String end) {
    return """
        {"attributes": [
          {"key": "user.id", "value": {"stringValue": "0f3a"}},
          {"key": "session.id", "value": {"stringValue": "3d9c"}},
          {"key": "terminal.type", "value": {"stringValue": "vscode"}},
          {"key": "query_source", "value": {"stringValue": "main"}},
          {"key": "model", "value": {"stringValue": "claude-sonnet-4-6"}}%s],
         "startTimeUnixNano": "%d", "timeUnixNano": "%d", %s}
        """
        .formatted(attribute, nanos(start), nanos(end), value);
  }

  private static String sum(String name, int temporality, String... points) {
    return """
        {"name": "%s", "description": "", "unit": "", "sum":
          {"aggregationTemporality": %d, "isMonotonic": true, "dataPoints": [%s]}}
        """
        .formatted(name, temporality, String.join(",", points));
  }

  private static String claude(String... metrics) {
    return """
        {"resourceMetrics": [{"resource": {"attributes": [
            {"key": "service.name", "value": {"stringValue": "claude-code"}},
            {"key": "service.version", "value": {"stringValue": "2.1.218"}},
            {"key": "aispend.team", "value": {"stringValue": "platform"}}],
            "droppedAttributesCount": 0},
          "scopeMetrics": [{"scope": {"name": "com.anthropic.claude_code", "version": "2.1.218"},
            "metrics": [%s]}]}]}
        """
        .formatted(String.join(",", metrics));
  }

  private static String turn(String type, int sum) {
    return """
        {"attributes": [
          {"key": "token_type", "value": {"stringValue": "%s"}},
          {"key": "tmp_mem_enabled", "value": {"stringValue": "false"}},
          {"key": "model", "value": {"stringValue": "gpt-4o"}}],
         "startTimeUnixNano": "%d", "timeUnixNano": "%d", "count": "1", "sum": %d,
         "bucketCounts": ["1"], "explicitBounds": [], "min": %d, "max": %d}
        """
        .formatted(type, nanos("12:00:00"), nanos("12:01:00"), sum, sum, sum);
  }

  private static String codex(String... points) {
    return """
        {"resourceMetrics": [{"resource": {"attributes": [
            {"key": "service.name", "value": {"stringValue": "codex_exec"}}]},
          "scopeMetrics": [{"scope": {"name": "codex"}, "metrics": [{"name": "%s", "histogram":
            {"aggregationTemporality": 1, "dataPoints": [%s]}}]}]}]}
        """
        .formatted(CODEX, String.join(",", points));
  }
}
