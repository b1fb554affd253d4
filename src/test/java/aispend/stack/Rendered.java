// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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

  /** With Slack and mail for everybody, and alertmanager/tests/owners.conf. */
  static Rendered withOwners(Path directory) {
    Map<String, String> environment = new HashMap<>(ALL);
    environment.keySet().removeAll(List.of("PAGERDUTY_ROUTING_KEY", "ALERT_WEBHOOK_URL"));
    try {
      Files.writeString(directory.resolve("pagerduty"), "their-routing");
      Files.writeString(directory.resolve("webhook"), "https://example.invalid/their-hook");
      Files.writeString(directory.resolve("slack"), "https://example.invalid/their-slack");
      String table = Shipped.text(Shipped.path("alertmanager/tests/owners.conf"));
      Path file =
          Files.writeString(
              directory.resolve("owners.conf"), table.replace("@DIR@", directory.toString()));
      environment.put("ALERT_OWNERS_FILE", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return from(environment, directory);
  }

  /** The same for Alertmanager 0.25, which knows no url_file of webhooks. */
  Path for025() {
    try {
      return Files.writeString(
          file.resolveSibling("alertmanager-0.25.yml"),
          Shipped.text(file).replaceAll("([ -])url_file: '.*'", "$1url: 'http://example.invalid'"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode receiver(String name) {
    return Shipped.elements(content().path("receivers"))
        .filter(r -> r.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  JsonNode content() {
    return Shipped.yaml(file);
  }

  /** The kinds of channel a receiver has, like slack_configs. */
  List<String> channels(String receiver) {
    return receiver(receiver)
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(key -> !key.equals("name"))
        .toList();
  }

  List<String> webhooks() {
    return content().findValuesAsText("url");
  }
}
