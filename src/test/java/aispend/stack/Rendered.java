// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An Alertmanager configuration as render.sh writes it for one environment. */
record Rendered(Path file, String said) {
  static final Map<String, String> NOTHING = Map.of();
  static final Map<String, String> SLACK =
      Map.of("SLACK_WEBHOOK_URL", "https://hooks.example.invalid/services/T/B/x");
  static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry("SLACK_WEBHOOK_URL", "https://hooks.example.invalid/services/T/B/x"),
          Map.entry("SLACK_CHANNEL", "#ai-spend"),
          Map.entry("PAGERDUTY_ROUTING_KEY", "routing"),
          Map.entry("ALERT_WEBHOOK_URL", "https://example.invalid/hook?a=b&c=%20d"),
          Map.entry("DEADMANS_SWITCH_URL", "https://example.invalid/alive"),
          Map.entry("SMTP_SMARTHOST", "mail.example.invalid:587"),
          Map.entry("SMTP_FROM", "AI spend <ai@example.invalid>"),
          Map.entry("ALERT_EMAIL_TO", "o'neil@example.invalid, b@example.invalid"),
          Map.entry("SMTP_AUTH_USERNAME", "ai"),
          Map.entry("SMTP_AUTH_PASSWORD", "p'a\"s: #{{$x`\\"));

  static Tool.Result run(Map<String, String> environment, Path file) {
    String script = Shipped.path("alertmanager/render.sh").toString();
    return Tool.run(environment, "sh", script, file.toString());
  }

  static Rendered from(Map<String, String> environment, Path directory) {
    Path file = directory.resolve("alertmanager.yml");
    Tool.Result result = run(environment, file);
    assertThat(result.exit()).as(result.output()).isZero();
    return new Rendered(file, result.output());
  }

  JsonNode content() {
    return Shipped.yaml(file);
  }

  /** The kinds of channel a receiver has, like slack_configs. */
  List<String> channels(String receiver) {
    return Shipped.elements(content().path("receivers"))
        .filter(r -> r.path("name").asText().equals(receiver))
        .flatMap(r -> r.propertyStream().map(Map.Entry::getKey))
        .filter(key -> !key.equals("name"))
        .toList();
  }

  List<String> webhooks() {
    return content().findValuesAsText("url");
  }
}
