// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** Applications that tell the daemon of calls. */
final class Events {
  private Events() {}

  /** One call that cost so much. */
  static void post(Stack stack, String provider, String project, Instant at, BigDecimal dollars) {
    Web.post(
        stack.daemonUrl() + "/api/events",
        """
        {"event_id": "%s", "timestamp": "%s", "provider": "%s", "model": "house-model",
         "project_id": "%s", "feature": "answers", "user_id": "ada", "input_tokens": 1000,
         "output_tokens": 100, "cost_usd": "%s", "latency_ms": 900, "ttft_ms": 200}
        """
            .formatted(UUID.randomUUID(), at, provider, project, dollars.toPlainString()));
  }
}
