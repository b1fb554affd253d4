// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.Money;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call that an application tells the daemon of.
 *
 * @param nanos what it costs, in nanodollars
 * @param asked which request it was: calls that repeat one share it
 * @param fallbackFrom the model that was asked first and failed; null for none
 */
record AppEvent(
    String id,
    Instant at,
    AppFlow flow,
    String feature,
    String user,
    Use use,
    long nanos,
    long asked,
    @Nullable String fallbackFrom) {
  /** All of the demo's applications call this provider, which nobody polls. */
  static final String PROVIDER = "bedrock";

  /**
   * What the call used.
   *
   * @param input cached tokens included
   * @param firstTokenMillis 0 when there was none
   * @param status ok, error or aborted
   */
  record Use(
      long input,
      long cached,
      long output,
      long latencyMillis,
      long firstTokenMillis,
      String status) {
    long nanos(AppFlow.Price price) {
      return price.call()
          + (input - cached) * price.input()
          + cached * (price.input() / 10)
          + output * price.output();
    }
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("event_id", id).put("timestamp", at.toString());
    json.put("provider", PROVIDER).put("model", flow.model()).put("cost_usd", amount());
    json.put("input_tokens", use.input()).put("output_tokens", use.output());
    if (use.cached() > 0) {
      json.put("cache_read_tokens", use.cached());
    }
    json.put("event_type", flow.type()).put("request_hash", Long.toHexString(asked));
    json.put("latency_ms", use.latencyMillis());
    if (use.firstTokenMillis() > 0) {
      json.put("ttft_ms", use.firstTokenMillis());
    }
    if (fallbackFrom != null) {
      json.put("fallback_from", fallbackFrom);
    }
    json.put("status", use.status()).put("feature", feature).put("user_id", user);
    json.put("project_id", flow.who().project()).put("team", flow.who().team());
    json.put("api_key_id", "key_" + flow.who().project()).put("environment", "production");
    if (flow.who().agent()) {
      json.put("agent_id", feature + "-agent");
    }
    return json;
  }

  private String amount() {
    return Money.usd(nanos).decimal();
  }
}
