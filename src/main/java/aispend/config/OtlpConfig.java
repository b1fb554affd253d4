// SPDX-License-Identifier: Apache-2.0
package aispend.config;

/**
 * Section {@code [otlp]}: usage that OpenTelemetry exporters send.
 *
 * @param enabled whether they may
 * @param genAiFrom which of two signals tells the calls of applications; the other is left out
 * @param claudeCodeCost where the money of Claude Code comes from
 */
public record OtlpConfig(boolean enabled, Signal genAiFrom, ClaudeCodeCost claudeCodeCost) {
  /** A signal of OpenTelemetry that tells of calls. */
  public enum Signal {
    SPANS,
    METRICS
  }

  /** Where money comes from when both a cost and tokens are told. */
  public enum ClaudeCodeCost {
    /** It is what {@code claude_code.cost.usage} says; tokens have no price. */
    TOLD,
    /** It is what the tokens cost by the price book; {@code claude_code.cost.usage} is left out. */
    LIST
  }

  static OtlpConfig read(Section section) {
    OtlpConfig otlp =
        new OtlpConfig(
            section.get("enabled", Kinds.FLAG, true),
            section.get(
                "gen_ai_from",
                Kinds.choice(Signal.class).named("spans or metrics", "\"spans\""),
                "spans"),
            section.get(
                "claude_code_cost",
                Kinds.choice(ClaudeCodeCost.class).named("told or list", "\"told\""),
                "told"));
    section.finish();
    return otlp;
  }
}
