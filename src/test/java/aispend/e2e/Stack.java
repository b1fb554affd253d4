// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import aispend.demo.DemoVendor;
import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Simulated vendor, daemon, Prometheus and Alertmanager with the shipped files, on free ports, and
 * sinks for what is paged.
 */
final class Stack implements AutoCloseable {
  static final String OPENAI_KEY = "sk-admin-e2e-0000000000000000";
  static final String ANTHROPIC_KEY = "sk-ant-admin01-e2e-0000000000000000";

  /** Stands for the address of the sink for pages, whatever it is asked. */
  static final String SINK = "http://sink.invalid";

  private static final Map<String, String> KEYS =
      Map.of("E2E_OPENAI_KEY", OPENAI_KEY, "E2E_ANTHROPIC_KEY", ANTHROPIC_KEY);
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
  private final Path rules;
  private final Pace pace;
  private Program daemon;
  private Program prometheus;
  private final Program alertmanager;

  Stack(Path folder, DemoOptions options, String sections) throws Exception {
    this(folder, options, Settings.of(sections), Rules.AS_SHIPPED);
  }

  Stack(Path folder, DemoOptions options, Settings settings, Rules rules) throws Exception {
    this(folder, options, settings, rules, Pace.QUICK);
  }

  Stack(Path folder, DemoOptions options, Settings settings, Rules rules, Pace pace)
      throws Exception {
    this.folder = folder;
    this.pace = pace;
    this.configuration = folder.resolve("aispend.toml");
    this.rules = rules.copyTo(project.resolve("prometheus/rules"), folder.resolve("rules"));
    this.vendor = new DemoVendor(options, Clock.systemUTC());
    vendor.start("127.0.0.1", 0);
    configure(settings);
    alertmanager = startAlertmanager();
    prometheus = startPrometheus();
    daemon = startDaemon();
  }

  String vendorUrl() {
    return "http://127.0.0.1:" + vendor.port();
  }

  String prometheusUrl() {
    return "http://127.0.0.1:" + prometheusPort;
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

  /**
   * What an expression says of each UTC day that a window of one day, shifted onto it, adds up.
   *
   * @param days from the first day to the last
   * @return by the day's date and the values of the labels, without days of nothing
   */
  Map<List<String>, BigDecimal> days(String promql, ChargePeriod days, String... labels) {
    String url =
        prometheusUrl()
            + "/api/v1/query_range?step=86400&start="
            + days.start().getEpochSecond()
            + "&end="
            + days.end().minus(1, ChronoUnit.DAYS).getEpochSecond()
            + "&query="
            + Web.encoded(promql);
    Map<List<String>, BigDecimal> values = new TreeMap<>(Comparator.comparing(Object::toString));
    for (JsonNode series : Web.json(url).path("data").path("result")) {
      for (JsonNode point : series.path("values")) {
        List<String> key = new ArrayList<>();
        key.add(Instant.ofEpochSecond(point.get(0).asLong()).toString().substring(0, 10));
        for (String label : labels) {
          key.add(series.path("metric").path(label).asText());
        }
        BigDecimal value =
            new BigDecimal(point.get(1).asText()).setScale(9, RoundingMode.HALF_EVEN);
        if (value.signum() != 0) {
          values.merge(List.copyOf(key), value, BigDecimal::add);
        }
      }
    }
    return values;
  }

  /** How many series a range query gives. */
  int series(String promql, ChargePeriod range, Duration step) {
    String url =
        prometheusUrl()
            + "/api/v1/query_range?step="
            + step.toSeconds()
            + "&start="
            + range.start().getEpochSecond()
            + "&end="
            + range.end().getEpochSecond()
            + "&query="
            + Web.encoded(promql);
    return Web.json(url).path("data").path("result").size();
  }

  /** The sum of a metric's samples as the daemon itself shows it now. */
  BigDecimal shown(String metric) {
    return Web.text(daemonUrl() + "/metrics")
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .map(line -> new BigDecimal(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** How many samples an instant query gives. */
  int count(String promql) {
    return samples(promql).size();
  }

  /** The values of an instant query by one label. */
  Map<String, BigDecimal> queryBy(String label, String promql) {
    Map<String, BigDecimal> values = new LinkedHashMap<>();
    samples(promql)
        .forEach(sample -> values.put(sample.path("metric").path(label).asText(), value(sample)));
    return values;
  }

  void configure(String sections) throws IOException {
    configure(Settings.of(sections));
  }

  /** Writes the configuration; the daemon reads it at its start and at a reload. */
  void configure(Settings settings) throws IOException {
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
        %4$s
        [history]
        remote_write_url = "%5$s"
        [[provider]]
        name = "openai"
        type = "openai"
        base_url = "%3$s"
        key_env = "E2E_OPENAI_KEY"
        every = "10s"
        %6$s
        backfill = "90d"
        options = { requests_per_minute = 6000, admin_requests_per_minute = 6000, min_seconds_after_429 = 1 }
        [[provider]]
        name = "anthropic"
        type = "anthropic"
        base_url = "%3$s"
        key_env = "E2E_ANTHROPIC_KEY"
        every = "10s"
        %6$s
        backfill = "90d"
        %7$s
        """
            .formatted(
                daemonPort,
                folder.resolve("ledger.db"),
                vendorUrl(),
                settings.labels(),
                settings.historyUrl() == null
                    ? prometheusUrl() + "/api/v1/write"
                    : settings.historyUrl(),
                settings.provider(),
                settings.sections().replace(SINK, webhook.url())));
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

  void killPrometheus() throws InterruptedException {
    prometheus.kill();
  }

  void restartPrometheus() throws IOException {
    prometheus = startPrometheus();
  }

  /** Prometheus with all it kept gone. */
  void forgetPrometheus() throws IOException, InterruptedException {
    killPrometheus();
    try (Stream<Path> files = Files.walk(folder.resolve("prometheus"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    restartPrometheus();
  }

  /** Runs another command of the daemon's jar on the same configuration. */
  void command(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(daemonCommand());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", configuration.toString()));
    Program.run(KEYS, command);
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
            KEYS,
            Stream.concat(
                    daemonCommand().stream(),
                    Stream.of("serve", "--config", configuration.toString()))
                .toList());
    awaitAnswer(started, daemonUrl() + "/-/ready");
    return started;
  }

  private static List<String> daemonCommand() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-jar",
        System.getProperty("aispend.jar", "target/aispend.jar"));
  }

  private Program startPrometheus() throws IOException {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(
        file,
        pace.prometheus(Files.readString(project.resolve("prometheus/prometheus.yml")))
            .replace("- rules/", "- " + rules + "/")
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
                "--storage.tsdb.retention.time=400d",
                "--web.enable-remote-write-receiver",
                "--web.listen-address=127.0.0.1:" + prometheusPort));
    awaitAnswer(started, "http://127.0.0.1:" + prometheusPort + "/-/ready");
    return started;
  }

  private Program startAlertmanager() throws Exception {
    Path file = folder.resolve("alertmanager.yml");
    Map<String, String> environment = new HashMap<>(pace.alertmanager());
    environment.put("ALERT_WEBHOOK_URL", webhook.url());
    environment.put("DEADMANS_SWITCH_URL", webhook.url());
    environment.put("SMTP_SMARTHOST", "127.0.0.1:" + smtp.port());
    environment.put("SMTP_FROM", "aispend@example.invalid");
    environment.put("ALERT_EMAIL_TO", "oncall@example.invalid");
    environment.put("SMTP_REQUIRE_TLS", "false");
    environment.put("DAEMON_URL", daemonUrl());
    Program.run(
        environment,
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
    return Web.json(prometheusUrl() + "/api/v1/query?query=" + Web.encoded(promql))
        .path("data")
        .path("result");
  }

  private static BigDecimal value(JsonNode sample) {
    return new BigDecimal(sample.path("value").get(1).asText());
  }
}
