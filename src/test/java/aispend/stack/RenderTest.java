// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
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

    assertThat(rendered.webhooks()).hasSize(8).containsOnly("http://127.0.0.1:1/-/alerts");
    assertThat(rendered.channels("watchdog")).containsExactly("webhook_configs");
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
  void aChannelButNoSwitch_sendsTheHeartbeatNowhere() {
    assertThat(Rendered.from(Rendered.SLACK, directory).channels("watchdog")).isEmpty();
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
  void secretsInFiles_areNamedAndNotCopied() throws IOException {
    Map<String, String> environment = new HashMap<>(Rendered.ALL);
    for (String name :
        List.of(
            "SLACK_WEBHOOK_URL",
            "PAGERDUTY_ROUTING_KEY",
            "ALERT_WEBHOOK_URL",
            "DEADMANS_SWITCH_URL",
            "SMTP_AUTH_PASSWORD")) {
      Path file = Files.writeString(directory.resolve(name), "http://secret.invalid\r\n");
      environment.remove(name);
      environment.put(name + "_FILE", file.toString());
    }

    Rendered rendered = Rendered.from(environment, directory);

    assertThat(Shipped.text(rendered.file())).doesNotContain("secret.invalid");
    assertThat(rendered.channels("oncall"))
        .containsExactly("pagerduty_configs", "slack_configs", "email_configs", "webhook_configs");
    JsonNode content = rendered.content();
    assertThat(content.at("/global/smtp_auth_password_file").asText()).endsWith("_PASSWORD");
    assertThat(content.findValuesAsText("api_url_file")).hasSize(4);
    assertThat(content.findValuesAsText("routing_key_file")).hasSize(2);
    assertThat(content.findValuesAsText("url_file")).hasSize(7);
    Tool.Result result = Tool.amtool("check-config", rendered.for025().toString());
    assertThat(result.exit()).as(result.output()).isZero();
  }

  @Test
  void emptyFile_isTheSameAsNone() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));

    Rendered rendered =
        Rendered.from(Map.of("SLACK_WEBHOOK_URL_FILE", empty.toString()), directory);

    assertThat(rendered.channels("oncall")).containsExactly("webhook_configs");
    assertThat(rendered.said()).contains("none");
  }

  @Test
  void owners_haveTheirChannelsInPlaceOfTheCommonOnes() {
    Rendered rendered = Rendered.withOwners(directory);

    Tool.Result result = Tool.amtool("check-config", rendered.for025().toString());
    assertThat(result.exit()).as(result.output()).isZero();
    JsonNode search = rendered.receiver("oncall/search team");
    assertThat(search.at("/slack_configs/0/channel").asText()).isEqualTo("#search-costs");
    assertThat(search.at("/slack_configs/0/api_url").asText()).contains("hooks.example");
    assertThat(search.at("/email_configs/0/to").asText()).isEqualTo("search@example.invalid");
    JsonNode platform = rendered.receiver("oncall/platform");
    assertThat(platform.at("/pagerduty_configs/0/routing_key_file").asText())
        .isEqualTo(directory + "/pagerduty");
    assertThat(platform.at("/slack_configs/0/api_url_file").asText())
        .isEqualTo(directory + "/slack");
    assertThat(platform.at("/slack_configs/0").has("channel")).isFalse();
    assertThat(platform.at("/email_configs/0/to").asText()).contains("o'neil");
    assertThat(platform.at("/webhook_configs/0/url_file").asText())
        .isEqualTo(directory + "/webhook");
    assertThat(rendered.channels("oncall")).containsExactly("slack_configs", "email_configs");
    assertThat(rendered.channels("digest/platform"))
        .containsExactly("email_configs", "webhook_configs");
    assertThat(Shipped.text(rendered.file())).doesNotContain("their-");
    assertThat(rendered.said()).contains("channels of its own: search team");
  }

  @Test
  void officeHours_areAlwaysUnlessSet() {
    JsonNode always = checked(Rendered.NOTHING).content().at("/time_intervals/0/time_intervals/0");
    JsonNode set =
        checked(Map.of("ALERT_OFFICE_HOURS", "08:09-19:00", "ALERT_OFFICE_ZONE", "Europe/Berlin"))
            .content()
            .at("/time_intervals/0/time_intervals/0");

    assertThat(always.toString())
        .contains("sunday:saturday", "\"start_time\":\"00:00\",\"end_time\":\"24:00\"", "UTC");
    assertThat(set.toString())
        .contains("monday:friday", "\"start_time\":\"08:09\",\"end_time\":\"19:00\"", "Berlin");
  }

  @Test
  void messagesThatCanWait_areTheOnesHeldToOfficeHours() {
    JsonNode route = Rendered.from(Rendered.NOTHING, directory).content().path("route");

    assertThat(Shipped.elements(route.path("routes")))
        .filteredOn(child -> child.has("active_time_intervals"))
        .extracting(child -> child.path("matchers").toString())
        .containsExactly(
            "[\"severity=\\\"warning\\\"\",\"category=~\\\"self|source|data|history\\\"\"]",
            "[\"severity=\\\"info\\\"\"]");
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
    "ALERT_OFFICE_HOURS, 7-19, write it like 07:00-19:00",
    "ALERT_OFFICE_HOURS, 19:00-07:00, must begin before it ends",
    "ALERT_OFFICE_HOURS, 07:00-24:30, must begin before it ends",
    "ALERT_OFFICE_DAYS, mon:fri, write it like monday:friday",
    "ALERT_OFFICE_DAYS, friday:monday, a week begins on sunday",
    "ALERT_OFFICE_ZONE, 'UTC; x', write it like Europe/Berlin",
    "ALERT_OWNERS_FILE, /nonexistent, cannot be read",
  })
  void mistake_isNamedAndNothingIsWritten(String name, String value, String message) {
    Tool.Result result = Rendered.run(Map.of(name, value), directory.resolve("out.yml"));

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains(name, message);
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "a | slack, too few parts",
    "a | slack | #b | c, too many parts",
    "a | slack | #b, needs SLACK_WEBHOOK_URL",
    "a | email | b@c, needs SMTP_SMARTHOST",
    "a | pagerduty | inline-key, a secret stands in a file",
    "a | pagerduty | /nonexistent, missing",
    "a | pigeon | /etc/passwd, 'a channel is slack, email'",
    "'a\"b | webhook | /etc/passwd', holds a quote",
    "'| webhook | /etc/passwd', is empty",
    "'a | webhook | /etc/passwd\na|webhook|/etc/passwd', has webhook twice",
  })
  void mistakeInTheOwnersFile_isNamedAndNothingIsWritten(String line, String message)
      throws IOException {
    Path file = Files.writeString(directory.resolve("owners.conf"), line);
    Path out = directory.resolve("out.yml");

    Tool.Result result = Rendered.run(Map.of("ALERT_OWNERS_FILE", file.toString()), out);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains("ALERT_OWNERS_FILE", message);
    assertThat(out).doesNotExist();
  }
}
