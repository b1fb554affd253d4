// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Applications that tell the daemon of calls. */
final class Events {
  private Events() {}

  /** One call for each of so many projects. */
  static void ofProjects(Stack stack, int projects) {
    Instant now = Clock.systemUTC().instant();
    String events =
        IntStream.range(0, projects)
            .mapToObj(
                number ->
                    """
                    {"event_id": "of-%1$d", "timestamp": "%2$s", "provider": "crowd",
                     "model": "house-model", "project_id": "project %1$d", "cost_usd": "0.01"}
                    """
                        .formatted(number, now))
            .collect(Collectors.joining(",", "[", "]"));
    Web.post(stack.daemonUrl() + "/api/events", events);
  }

  /** One call that cost so much. */
  static void post(Stack stack, String provider, String project, Instant at, BigDecimal dollars) {
    post(stack, provider, project, at, dollars, "ok");
  }

  /** A call that failed, and cost something all the same. */
  static void failed(Stack stack, String provider, String project, Instant at) {
    post(stack, provider, project, at, new BigDecimal("0.01"), "error");
  }

  private static void post(
      Stack stack, String provider, String project, Instant at, BigDecimal dollars, String status) {
    Web.post(
        stack.daemonUrl() + "/api/events",
        """
        {"event_id": "%s", "timestamp": "%s", "provider": "%s", "model": "house-model",
         "project_id": "%s", "feature": "answers", "user_id": "ada", "input_tokens": 1000,
         "output_tokens": 100, "cost_usd": "%s", "latency_ms": 900, "ttft_ms": 200,
         "status": "%s"}
        """
            .formatted(UUID.randomUUID(), at, provider, project, dollars.toPlainString(), status));
  }
}
