// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A metric that counts what calls use.
 *
 * @param typeKey the attribute that says what a point counts; null when the metric counts one thing
 * @param roles what it counts, by that attribute's value; of which the totals are left out
 */
record Instrument(Family family, @Nullable String typeKey, Map<String, Role> roles) {
  /** Whose metrics go together. */
  enum Family {
    /** Applications by the GenAI conventions. Parts are in the totals. */
    GEN_AI,
    /** Claude Code. Parts are beside the totals, and a cost is told. */
    CLAUDE_CODE,
    /** Codex. Parts are in the totals. */
    CODEX
  }

  /** What a point counts. */
  enum Role {
    INPUT,
    CACHE_READ,
    CACHE_WRITE,
    OUTPUT,
    REASONING,
    /** Dollars. */
    COST
  }

  /** What newer counters of the conventions begin with; they replace {@link #HISTOGRAM}. */
  static final String COUNTERS = "gen_ai.client.inference.usage.";

  static final String HISTOGRAM = "gen_ai.client.token.usage";

  /** Says whether tokens are of text, images or sound. */
  static final String MODALITY = "gen_ai.token.modality";

  private static final Map<String, Instrument> KNOWN =
      Map.ofEntries(
          Map.entry(
              HISTOGRAM,
              new Instrument(
                  Family.GEN_AI,
                  "gen_ai.token.type",
                  Map.of("input", Role.INPUT, "output", Role.OUTPUT))),
          counter("input_tokens", Role.INPUT),
          counter("output_tokens", Role.OUTPUT),
          counter("cache_read.input_tokens", Role.CACHE_READ),
          counter("cache_write.input_tokens", Role.CACHE_WRITE),
          counter("reasoning.output_tokens", Role.REASONING),
          Map.entry(
              "claude_code.token.usage",
              new Instrument(
                  Family.CLAUDE_CODE,
                  "type",
                  Map.of(
                      "input", Role.INPUT,
                      "output", Role.OUTPUT,
                      "cacheRead", Role.CACHE_READ,
                      "cacheCreation", Role.CACHE_WRITE))),
          Map.entry("claude_code.cost.usage", one(Family.CLAUDE_CODE, Role.COST)),
          Map.entry(
              "codex.turn.token_usage",
              new Instrument(
                  Family.CODEX,
                  "token_type",
                  Map.of(
                      "input", Role.INPUT,
                      "output", Role.OUTPUT,
                      "cached_input", Role.CACHE_READ,
                      "cache_write_input", Role.CACHE_WRITE,
                      "reasoning_output", Role.REASONING))));

  Instrument {
    roles = Map.copyOf(roles);
  }

  static Optional<Instrument> of(String metric) {
    return Optional.ofNullable(KNOWN.get(metric));
  }

  /** What a point counts; empty when that is a total of others. */
  Optional<Role> role(Attributes said) throws BadFieldException {
    if (typeKey == null) {
      return roles.values().stream().findFirst();
    }
    String type = said.text(typeKey);
    if (type == null) {
      throw BadFieldException.missing(typeKey, "must say what the tokens were");
    }
    return Optional.ofNullable(roles.get(type));
  }

  private static Map.Entry<String, Instrument> counter(String name, Role role) {
    return Map.entry(COUNTERS + name, one(Family.GEN_AI, role));
  }

  private static Instrument one(Family family, Role role) {
    return new Instrument(family, null, Map.of("", role));
  }
}
