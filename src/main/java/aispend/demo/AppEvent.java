// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.Money;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One call that an application tells the daemon of.
 *
 * @param nanos what it costs, in nanodollars
 */
record AppEvent(
    String id, Instant at, AppFlow flow, String feature, String user, Use use, long nanos) {
  /** All of the demo's applications call this provider, which nobody polls. */
  static final String PROVIDER = "bedrock";

  /**
   * What the call used.
   *
   * @param input cached tokens included
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
      return (input - cached) * price.input()
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
    json.put("latency_ms", use.latencyMillis()).put("ttft_ms", use.firstTokenMillis());
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
