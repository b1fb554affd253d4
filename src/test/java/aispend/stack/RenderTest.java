// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RenderTest {
  @TempDir Path directory;

  @Test
  void everyEnvironment_givesAValidConfigurationWithTheSameRoutes() {
    JsonNode bare = checked(Rendered.NOTHING).content();
    JsonNode slack = checked(Rendered.SLACK).content();
    JsonNode all = checked(Rendered.ALL).content();

    assertThat(slack.path("route")).isEqualTo(bare.path("route")).isEqualTo(all.path("route"));
    assertThat(slack.path("inhibit_rules"))
        .isEqualTo(bare.path("inhibit_rules"))
        .isEqualTo(all.path("inhibit_rules"));
  }

  private Rendered checked(Map<String, String> environment) {
    Rendered rendered = Rendered.from(environment, directory);
    Tool.Result result = Tool.amtool("check-config", rendered.file().toString());
    assertThat(result.exit()).as(result.output()).isZero();
    return rendered;
  }

  @Test
  void nothingConfigured_everyReceiverPostsToTheDaemonsLog() {
    Rendered rendered = Rendered.from(Map.of("DAEMON_URL", "http://127.0.0.1:1"), directory);

    assertThat(rendered.webhooks()).hasSize(7).containsOnly("http://127.0.0.1:1/-/alerts");
    assertThat(rendered.channels("watchdog")).isEmpty();
    assertThat(rendered.said()).contains("none, alerts go to the log of the daemon");
  }

  @Test
  void everythingConfigured_eachReceiverHasItsChannels() {
    Rendered rendered = Rendered.from(Rendered.ALL, directory);

    assertThat(rendered.channels("oncall"))
        .containsExactly("pagerduty_configs", "slack_configs", "email_configs", "webhook_configs");
    assertThat(rendered.channels("oncall-budget")).isEqualTo(rendered.channels("oncall"));
    assertThat(rendered.channels("team"))
        .containsExactly("slack_configs", "email_configs", "webhook_configs");
    assertThat(rendered.channels("team-budget")).isEqualTo(rendered.channels("team"));
    assertThat(rendered.channels("digest")).containsExactly("email_configs", "webhook_configs");
    assertThat(rendered.channels("watchdog")).containsExactly("webhook_configs");
    assertThat(rendered.webhooks()).contains("http://aispend:9477/-/alerts").hasSize(8);
  }

  @Test
  void slackOnly_noticesGoThereToo() {
    Rendered rendered = Rendered.from(Rendered.SLACK, directory);

    assertThat(rendered.channels("digest-budget")).containsExactly("slack_configs");
    assertThat(rendered.channels("demo")).containsExactly("webhook_configs");
  }

  @Test
  void awkwardValues_arriveUnchanged() {
    JsonNode content = Rendered.from(Rendered.ALL, directory).content();

    assertThat(content.at("/global/smtp_auth_password").asText())
        .isEqualTo(Rendered.ALL.get("SMTP_AUTH_PASSWORD"));
    assertThat(content.findValuesAsText("to")).contains(Rendered.ALL.get("ALERT_EMAIL_TO"));
    assertThat(content.findValuesAsText("url")).contains(Rendered.ALL.get("ALERT_WEBHOOK_URL"));
    assertThat(content.findValuesAsText("channel")).contains("#ai-spend");
  }

  @Test
  void output_isForItsOwnerOnlyAndHoldsTheSecretsNowhereElse() throws IOException {
    Rendered rendered = Rendered.from(Rendered.ALL, directory);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rendered.file())))
        .isEqualTo("rw-------");
    assertThat(rendered.said()).doesNotContain("routing", "hooks.example", "p'a");
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
  }

  @Test
  void valueInAFile_isReadWithoutItsLineBreak() throws IOException {
    Path secret = Files.writeString(directory.resolve("key"), "from-file\r\n");
    Path empty = Files.createFile(directory.resolve("empty"));

    Rendered rendered =
        Rendered.from(
            Map.of(
                "PAGERDUTY_ROUTING_KEY_FILE",
                secret.toString(),
                "SLACK_WEBHOOK_URL_FILE",
                empty.toString()),
            directory);

    assertThat(rendered.content().findValuesAsText("routing_key")).containsOnly("from-file");
    assertThat(rendered.channels("oncall")).containsExactly("pagerduty_configs");
  }

  @Test
  void timingAndTls_canBeSet() {
    Map<String, String> environment = new HashMap<>(Rendered.ALL);
    environment.put("SMTP_REQUIRE_TLS", "false");
    environment.put("ALERT_GROUP_WAIT", "1s");
    environment.put("ALERT_GROUP_INTERVAL", "2s");
    environment.put("ALERT_REPEAT_INTERVAL", "3h");

    JsonNode content = checked(environment).content();

    assertThat(content.at("/global/smtp_require_tls").asBoolean(true)).isFalse();
    assertThat(content.at("/route/group_wait").asText()).isEqualTo("1s");
    assertThat(content.at("/route/group_interval").asText()).isEqualTo("2s");
    assertThat(content.at("/route/repeat_interval").asText()).isEqualTo("3h");
  }

  @ParameterizedTest
  @CsvSource({
    "SLACK_WEBHOOK_URL, hooks.example.invalid, must start with http",
    "ALERT_WEBHOOK_URL, 'http://a b', not a URL",
    "ALERT_WEBHOOK_URL, http://a/{{x}}, not a URL",
    "PAGERDUTY_ROUTING_KEY, {{x}}, would run as a template",
    "SMTP_SMARTHOST, mail:25, ALERT_EMAIL_TO is missing",
    "SMTP_AUTH_USERNAME, ai, SMTP_AUTH_PASSWORD is not",
    "SMTP_REQUIRE_TLS, no, must be true or false",
    "ALERT_GROUP_WAIT, 45, write it like 45s",
    "SLACK_WEBHOOK_URL_FILE, /nonexistent, cannot be read",
    "PAGERDUTY_ROUTING_KEY, 'a\nb', must be one line",
  })
  void mistake_isNamedAndNothingIsWritten(String name, String value, String message) {
    Tool.Result result = Rendered.run(Map.of(name, value), directory.resolve("out.yml"));

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains(name, message);
    assertThat(directory).isEmptyDirectory();
  }
}
