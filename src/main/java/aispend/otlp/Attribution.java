// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.List;
import java.util.Map;

/**
 * Who a call is counted to. Names of our own go before those of the conventions; what is said of
 * the call goes before what is said of the process.
 */
final class Attribution {
  private static final Map<Dimension, List<String>> KEYS =
      Map.of(
          Dimension.USER, List.of("aispend.user", "enduser.id", "user.id"),
          Dimension.FEATURE, List.of("aispend.feature", "service.name"),
          Dimension.PROJECT, List.of("aispend.project"),
          Dimension.TEAM, List.of("aispend.team"),
          Dimension.AGENT, List.of("aispend.agent", "gen_ai.agent.name"),
          Dimension.ENVIRONMENT,
              List.of(
                  "aispend.environment", "deployment.environment.name", "deployment.environment"),
          Dimension.REGION, List.of("aispend.region", "cloud.region"),
          Dimension.TIER,
              List.of("openai.response.service_tier", "gen_ai.openai.response.service_tier"));

  private Attribution() {}

  /**
   * The dimensions of a call.
   *
   * @param operation in the words of events: {@code llm_call}, {@code embedding}
   */
  static Dimensions of(Attributes said, String provider, String model, String operation) {
    Dimensions dimensions =
        Dimensions.of(Dimension.PROVIDER, provider)
            .with(Dimension.MODEL, model)
            .with(Dimension.OPERATION, operation);
    for (Map.Entry<Dimension, List<String>> known : KEYS.entrySet()) {
      dimensions =
          dimensions.with(known.getKey(), said.text(known.getValue().toArray(String[]::new)));
    }
    return dimensions;
  }
}
