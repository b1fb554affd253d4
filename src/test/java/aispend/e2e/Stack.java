// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import aispend.demo.DemoVendor;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Simulated vendor, daemon, Prometheus and Alertmanager with the shipped files, on free ports, and
 * sinks for what is paged.
 */
final class Stack implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Path project = Path.of("").toAbsolutePath();
  private final DemoVendor vendor;
  private final int daemonPort = Web.freePort();
  private final int prometheusPort = Web.freePort();
  private final int alertmanagerPort = Web.freePort();
  private final Path configuration;
  final WebhookSink webhook = new WebhookSink();
  final SmtpSink smtp = new SmtpSink();
  private Program daemon;
  private final Program prometheus;
  private final Program alertmanager;

  Stack(Path folder, DemoOptions options, String budgets) throws Exception {
    this.folder = folder;
    this.configuration = folder.resolve("aispend.toml");
    this.vendor = new DemoVendor(options, Clock.systemUTC());
    vendor.start("127.0.0.1", 0);
    configure(budgets);
    alertmanager = startAlertmanager();
    prometheus = startPrometheus();
    daemon = startDaemon();
  }

  String vendorUrl() {
    return "http://127.0.0.1:" + vendor.port();
  }

  String daemonUrl() {
    return "http://127.0.0.1:" + daemonPort;
  }

  JsonNode truth() {
    return Web.json(vendorUrl() + "/sim/truth");
  }

  /** The daemon's JSON API. */
  JsonNode api(String path) {
    return Web.json(daemonUrl() + "/api" + path);
  }

  /** The value of an instant query that gives one sample; zero when it gives none. */
  BigDecimal query(String promql) {
    JsonNode result = samples(promql);
    return result.isEmpty() ? BigDecimal.ZERO : value(result.get(0));
  }

  /** The values of an instant query by one label. */
  Map<String, BigDecimal> queryBy(String label, String promql) {
    Map<String, BigDecimal> values = new LinkedHashMap<>();
    samples(promql)
        .forEach(sample -> values.put(sample.path("metric").path(label).asText(), value(sample)));
    return values;
  }

  /** Writes the configuration; the daemon reads it at its start and at a reload. */
  void configure(String budgets) throws IOException {
    Files.writeString(
        configuration,
        """
        [server]
        listen = "127.0.0.1:%1$d"
        [ledger]
        url = "jdbc:sqlite:%2$s"
        [http]
        backoff = "200ms"
        [labels]
        new_series_hold = "3s"
        [[provider]]
        name = "openai"
        type = "openai"
        base_url = "%3$s"
        key_env = "E2E_OPENAI_KEY"
        every = "10s"
        backfill = "30d"
        options = { requests_per_minute = 6000, admin_requests_per_minute = 6000, min_seconds_after_429 = 1 }
        [[provider]]
        name = "anthropic"
        type = "anthropic"
        base_url = "%3$s"
        key_env = "E2E_ANTHROPIC_KEY"
        every = "10s"
        backfill = "30d"
        %4$s
        """
            .formatted(daemonPort, folder.resolve("ledger.db"), vendorUrl(), budgets));
  }

  void reload() {
    Web.post(daemonUrl() + "/-/reload", "");
  }

  void killDaemon() throws InterruptedException {
    daemon.kill();
  }

  void restartDaemon() throws IOException {
    daemon = startDaemon();
  }

  String daemonLog() throws IOException {
    return daemon.output();
  }

  @Override
  public void close() throws IOException {
    daemon.close();
    prometheus.close();
    alertmanager.close();
    vendor.close();
    webhook.close();
    smtp.close();
  }

  private Program startDaemon() throws IOException {
    Program started =
        Program.start(
            "daemon",
            folder,
            Map.of(
                "E2E_OPENAI_KEY", "sk-admin-e2e-0000000000000000",
                "E2E_ANTHROPIC_KEY", "sk-ant-admin01-e2e-0000000000000000"),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                System.getProperty("aispend.jar", "target/aispend.jar"),
                "serve",
                "--config",
                configuration.toString()));
    awaitAnswer(started, daemonUrl() + "/-/ready");
    return started;
  }

  private Program startPrometheus() throws IOException {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(
        file,
        Files.readString(project.resolve("prometheus/prometheus.yml"))
            .replaceAll("(scrape|evaluation)_interval: 15s", "$1_interval: 1s")
            .replace("- rules/", "- " + project.resolve("prometheus/rules") + "/")
            .replace("\"aispend:9477\"", "\"127.0.0.1:" + daemonPort + "\"")
            .replace("alertmanager:9093", "127.0.0.1:" + alertmanagerPort)
            .replace("localhost:9090", "127.0.0.1:" + prometheusPort));
    Program started =
        Program.start(
            "prometheus",
            folder,
            Map.of(),
            List.of(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + prometheusPort));
    awaitAnswer(started, "http://127.0.0.1:" + prometheusPort + "/-/ready");
    return started;
  }

  private Program startAlertmanager() throws Exception {
    Path file = folder.resolve("alertmanager.yml");
    Program.run(
        Map.of(
            "ALERT_WEBHOOK_URL", webhook.url(),
            "SMTP_SMARTHOST", "127.0.0.1:" + smtp.port(),
            "SMTP_FROM", "aispend@example.invalid",
            "ALERT_EMAIL_TO", "oncall@example.invalid",
            "SMTP_REQUIRE_TLS", "false",
            "ALERT_GROUP_WAIT", "3s",
            "DAEMON_URL", daemonUrl()),
        List.of("sh", project.resolve("alertmanager/render.sh").toString(), file.toString()));
    Program started =
        Program.start(
            "alertmanager",
            folder,
            Map.of(),
            List.of(
                "prometheus-alertmanager",
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("alertmanager"),
                "--data.retention=960h",
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + alertmanagerPort));
    awaitAnswer(started, "http://127.0.0.1:" + alertmanagerPort + "/-/ready");
    return started;
  }

  private static void awaitAnswer(Program program, String url) throws IOException {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !program.alive() || Web.answers(url));
    if (!program.alive()) {
      throw new IllegalStateException("ended at its start:\n" + program.output());
    }
  }

  private JsonNode samples(String promql) {
    return Web.json(
            "http://127.0.0.1:" + prometheusPort + "/api/v1/query?query=" + Web.encoded(promql))
        .path("data")
        .path("result");
  }

  private static BigDecimal value(JsonNode sample) {
    return new BigDecimal(sample.path("value").get(1).asText());
  }
}
