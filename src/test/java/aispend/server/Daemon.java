// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.Api;
import aispend.api.ProviderHealth;
import aispend.books.MonthClosing;
import aispend.config.EventsConfig;
import aispend.config.OtlpConfig;
import aispend.config.ProxyConfig;
import aispend.config.RunawayConfig;
import aispend.ingest.EventIngest;
import aispend.insight.BudgetState;
import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.insight.Runaway;
import aispend.ledger.SqlLedger;
import aispend.metrics.Exposition;
import aispend.metrics.MetricsInputs;
import aispend.metrics.MetricsSettings;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.otlp.OtlpReceiver;
import aispend.pricing.PriceBook;
import aispend.proxy.BlockingBudget;
import aispend.proxy.Proxy;
import aispend.proxy.ValueNames;
import aispend.receive.Receiver;
import aispend.telemetry.Telemetry;
import aispend.testing.Asked;
import aispend.testing.MutableClock;
import aispend.usage.Answers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server over a real ledger, with what a test sets. */
final class Daemon implements AutoCloseable {
  static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);

  final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  final Telemetry telemetry = new Telemetry();
  final SqlLedger ledger;
  final List<ProviderHealth> providers = new ArrayList<>();
  final List<BudgetState> budgets = new ArrayList<>();
  volatile EventsConfig events = new EventsConfig(true, 10_000, Duration.ofMinutes(10));
  volatile OtlpConfig otlpConfig =
      new OtlpConfig(true, OtlpConfig.Signal.SPANS, OtlpConfig.ClaudeCodeCost.TOLD);
  volatile Map<String, String> configured = Map.of();
  volatile RunawayConfig runaway =
      new RunawayConfig(
          Money.usd("50"), Duration.ofMinutes(10), Set.of(Dimension.FEATURE, Dimension.USER));
  volatile ProxyConfig proxied =
      new ProxyConfig(
          true,
          new ProxyConfig.Limits(256, 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(20)),
          Map.of());
  volatile BlockingBudget.Reading blocking = List::of;
  volatile Optional<String> notReady = Optional.empty();
  volatile Supplier<ReloadOutcome> reload =
      () -> new ReloadOutcome(true, "the configuration was read again", List.of());

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private @Nullable HttpServer server;
  private final Proxy proxy =
      new Proxy(
          () -> proxied,
          new Proxy.Rooms(this::ingest, new NowBlocking(), Answers::reader),
          telemetry.proxy(),
          clock);

  /** What a test says is spent at the moment. */
  private final class NowBlocking implements BlockingBudget.Reading {
    @Override
    public List<BlockingBudget> read() {
      return blocking.read();
    }

    @Override
    public ValueNames names() {
      return blocking.names();
    }
  }

  Daemon(Path folder) {
    this(folder, "");
  }

  /** Over a ledger whose URL has parameters: {@code ?max_page_count=100} fills the disk. */
  Daemon(Path folder, String parameters) {
    ledger = SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db") + parameters, LABELS);
  }

  Daemon start(AccessToken... tokens) throws IOException {
    return start(new ServerSettings("127.0.0.1", 0, 4_096, null, List.of(tokens)), true);
  }

  Daemon start(ServerSettings settings, boolean demo) throws IOException {
    return start(settings, BodyLimits.of(settings), demo);
  }

  /** With bodies of at most a megabyte, and little time and memory for them. */
  Daemon start(long budgetBytes, Duration deadline) throws IOException {
    return start(
        new ServerSettings("127.0.0.1", 0, 1 << 20, null, List.of()),
        new BodyLimits(1 << 20, budgetBytes, deadline),
        false);
  }

  private Daemon start(ServerSettings settings, BodyLimits limits, boolean demo)
      throws IOException {
    proxy.start();
    server =
        new HttpServer(
            settings,
            limits,
            parts(new PageSettings("1.2.3", demo, "https://grafana.example/")),
            clock);
    server.start();
    return this;
  }

  HttpServer server() {
    HttpServer running = server;
    if (running == null) {
      throw new IllegalStateException("start it first");
    }
    return running;
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server().port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static AccessToken token(String name, String secret, Role role) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return new AccessToken(name, HexFormat.of().formatHex(hash), role);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
    proxy.close();
    ledger.close();
  }

  private Receiver receiver() {
    return new Receiver(events, 4L << 20, ingest(), telemetry, clock);
  }

  private OtlpReceiver otlp() {
    return new OtlpReceiver(
        otlpConfig, events, 4L << 20, configured, ingest(), ingest(), telemetry, clock);
  }

  private EventIngest ingest() {
    return new EventIngest(
        ledger,
        ledger,
        provider -> new Normaliser(provider, provider, PriceBook.bundled(), CurrencyRates.NONE),
        telemetry);
  }

  private ServerParts parts(PageSettings page) {
    Insights insights = new Insights(InsightSettings.NONE, ledger);
    MetricsInputs inputs =
        new MetricsInputs(
            ledger,
            () -> List.copyOf(budgets),
            () -> insights,
            () -> new Runaway(runaway, ledger).spenders(clock.instant()),
            Map::of,
            Optional::empty,
            telemetry.registry());
    return new ServerParts(
        new Exposition(new MetricsSettings(LABELS, 20_000, Duration.ZERO), inputs, clock),
        new Api(
            Asked.of(ledger, () -> List.copyOf(budgets), () -> List.copyOf(providers)),
            clock,
            "1.2.3"),
        this::receiver,
        this::otlp,
        proxy,
        new Readiness(List.of(new Readiness.Check("ledger", () -> notReady))),
        () -> reload.get(),
        () -> new MonthClosing(ledger, ledger.closes(), List.of(), Set.of(), clock),
        telemetry,
        page,
        List.of());
  }
}
