// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.ConfigException;
import aispend.config.ConfigReader;
import aispend.config.ProviderConfig;
import aispend.config.TenantConfig;
import aispend.history.History;
import aispend.http.OutgoingHttp;
import aispend.kafka.Kafka;
import aispend.ledger.LedgerPlace;
import aispend.ledger.LedgerReader;
import aispend.ledger.SqlLedger;
import aispend.ledger.TenantLedger;
import aispend.meter.Metering;
import aispend.metrics.SeriesLimits;
import aispend.pricing.PriceBook;
import aispend.proxy.Proxy;
import aispend.server.AccessToken;
import aispend.server.HttpServer;
import aispend.server.ReloadOutcome;
import aispend.telemetry.ReplicaTelemetry;
import aispend.telemetry.Telemetry;
import aispend.usage.Answers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: makes all objects, and knows the order of start and stop. It opens the ledger,
 * listens, and polls, in this order; a vendor that is away does not keep it from starting. Close it
 * once; what it acknowledged is kept.
 */
final class App implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(App.class);

  private final Path file;
  private final ConfigReader reader;
  private final Clock clock;
  private final Telemetry telemetry;
  private final SqlLedger ledger;
  private final OutgoingHttp http;
  private final Accounts accounts;
  private final Optional<Kafka> kafka;
  private final LedWork keeping;
  private final DaemonMark mark;
  private final Together together;

  /** Held while parts are started, changed for others or closed. */
  private final ReentrantLock changing = new ReentrantLock();

  private final InForce inForce;
  private LedWork refresh;
  private final Proxy proxy;
  private final HttpServer server;
  private final Heartbeat reviving =
      new Heartbeat("workload-start", "What could not be started still cannot.", this::revive);
  private final Heartbeat marking =
      new Heartbeat("ledger-mark", "Commands may not see that this daemon runs.", this::renewMark);
  private final Heartbeat pricing =
      new Heartbeat(
          "prices-in-force",
          "Prices that the leader learned are not in force.",
          this::pricesLearned);
  private boolean closed;

  /**
   * Wires a daemon; opens its ledger and nothing else.
   *
   * @throws CommandException when the ledger, the prices, the tokens or an option cannot be used
   */
  App(Config config, Path file, ConfigReader reader, Clock clock) {
    Build build = Build.current();
    this.file = file;
    this.reader = reader;
    this.clock = clock;
    List<AccessToken> tokens = Served.tokens(config);
    this.telemetry = new Telemetry(new SeriesLimits(config.labels().maxSeries()).timedModels());
    this.ledger = Ledgers.open(config);
    this.http = new OutgoingHttp(telemetry, clock, build.userAgent());
    LedgerPlace place = Ledgers.place(config);
    this.accounts = new Accounts(http, ledger, Together.counting(place, ledger), telemetry, clock);
    this.kafka = kafka(config);
    this.mark = DaemonMark.on(place);
    this.together =
        Together.on(
            place,
            () -> now().fingerprint(),
            () -> port(),
            build.version(),
            new ReplicaTelemetry(telemetry.registry()),
            clock);
    this.keeping =
        new LedWork(
            "keeping",
            together.leadership(),
            () -> new Keeping(ledger, config.ledger(), telemetry, clock));
    this.inForce = new InForce(workload(config), ledger, mark, telemetry, clock);
    this.refresh = refresh(config);
    this.proxy =
        new Proxy(
            () -> inForce.now().config().proxy(),
            new Proxy.Rooms(
                () -> inForce.now().intake(), new Blocking(inForce::now, ledger), Answers::reader),
            telemetry.proxy(),
            clock);
    Served served = new Served(inForce::now, ledger, together, telemetry, clock, build);
    this.server =
        new HttpServer(
            Served.settings(config, tokens), served.parts(config, proxy, this::reload), clock);
    telemetry.build(build.version(), build.commit(), build.java());
    telemetry.demo(config.demo().enabled());
    telemetry.configurationRead(clock.instant());
  }

  /**
   * Listens and begins to poll. A reload that is asked for meanwhile waits for it.
   *
   * @throws IOException when the address is taken
   */
  void start() throws IOException {
    changing.lock();
    try {
      startParts();
    } finally {
      changing.unlock();
    }
  }

  private void startParts() throws IOException {
    Config config = inForce.now().config();
    say(config);
    kafka.ifPresent(Kafka::start);
    proxy.start();
    server.start();
    together.start();
    inForce.begin();
    keeping.start();
    refresh.start();
    reviving.start(Heartbeat.SECONDS);
    marking.start(Heartbeat.SECONDS);
    if (!together.isAlone()) {
      pricing.start(Heartbeat.SECONDS);
    }
    log.info(
        "Ready. url={} version={} ledger={}",
        url(),
        Build.current().version(),
        config.ledger().url());
  }

  /** Where people find the status page. */
  URI url() {
    Config config = inForce.now().config();
    String host = config.server().listen().host();
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    return URI.create(
        (config.server().tls().isPresent() ? "https" : "http")
            + "://"
            + (everywhere ? "localhost" : host)
            + ":"
            + server.port()
            + "/");
  }

  private void renewMark() {
    mark.renew();
  }

  /** What is answered: method and path. */
  List<String> routes() {
    return server.routes();
  }

  /** Reads the configuration again; a bad one leaves the old one in force. */
  ReloadOutcome reload() {
    changing.lock();
    try {
      return reloadParts();
    } finally {
      changing.unlock();
    }
  }

  private ReloadOutcome reloadParts() {
    if (closed) {
      return refused(List.of("the daemon stops"));
    }
    Config config;
    try {
      config = reader.read(file);
    } catch (ConfigException e) {
      return refused(e.problems().stream().map(Object::toString).toList());
    }
    List<String> fixed = Reload.needRestart(inForce.now().config(), config);
    return fixed.isEmpty() ? take(config) : refused(fixed);
  }

  /** Prices that were learned after the new workload read them would be in force nowhere. */
  private ReloadOutcome take(Config config) {
    refresh.close();
    Workload next;
    try {
      next = workload(config);
    } catch (CommandException e) {
      refreshBy(inForce.now().config());
      return refused(List.of(String.valueOf(e.getMessage())));
    }
    Optional<String> problem = inForce.change(next);
    refreshBy(config);
    telemetry.demo(config.demo().enabled());
    telemetry.configurationRead(clock.instant());
    say(config);
    log.info("The configuration was read again. file={}", file);
    return new ReloadOutcome(
        true,
        problem.isEmpty()
            ? "the configuration was read again"
            : "the configuration was read again; nothing is polled until it can be started, which"
                + " is tried again and again",
        problem.stream().toList());
  }

  private void refreshBy(Config config) {
    refresh = refresh(config);
    refresh.start();
  }

  /** Stops listening, then calls and polling, then closes the ledger. */
  @Override
  public void close() {
    // Not under the lock: a reload that the server is busy with may finish, and so may prices.
    server.stop();
    pricing.close();
    closeParts();
    log.info("Stopped.");
  }

  /** A reload is before it or refused: none opens what nobody would close. */
  private void closeParts() {
    changing.lock();
    try {
      closed = true;
      reviving.close();
      marking.close();
      proxy.close();
      kafka.ifPresent(Kafka::close);
      inForce.now().stopPolling();
      http.close();
      keeping.close();
      refresh.close();
      inForce.now().close();
      together.close();
      ledger.close();
      mark.close();
    } finally {
      changing.unlock();
    }
  }

  private LedWork refresh(Config config) {
    return new LedWork(
        "price-refresh",
        together.leadership(),
        () ->
            new PriceRefresh(
                config.prices(), ledger, http, telemetry.prices(), clock, this::pricesLearned));
  }

  /** Loads none of Kafka's classes unless it is asked for. */
  private Optional<Kafka> kafka(Config config) {
    return config.kafka().enabled()
        ? Optional.of(
            new Kafka(
                config.kafka(), () -> inForce.now().rules(), ledger, telemetry.kafka(), clock))
        : Optional.empty();
  }

  private Workload now() {
    return inForce.now();
  }

  private int port() {
    return server.port();
  }

  /** Goes on with the prices that are known now, where they are not in force. */
  private void pricesLearned() {
    try {
      changing.lockInterruptibly(); // a stop or a reload does not wait, and closes who calls this
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      Workload now = inForce.now();
      if (!PriceBooks.of(now.config(), ledger).version().equals(now.prices().version())) {
        inForce.change(workload(now.config()));
      }
    } catch (CommandException e) {
      log.warn("Learned prices take effect later. cause={}", e.getMessage());
    } finally {
      changing.unlock();
    }
  }

  /** Starts what could not be started; a change that is under way does that itself. */
  void revive() {
    if (!changing.tryLock()) {
      return;
    }
    try {
      if (inForce.failed() && !closed) {
        inForce.change(workload(inForce.now().config()));
      }
    } finally {
      changing.unlock();
    }
  }

  private ReloadOutcome refused(List<String> problems) {
    log.warn("The configuration was refused; the old one stays. problems={}", problems);
    return new ReloadOutcome(
        false, "the configuration was refused; the old one stays in force", problems);
  }

  private Workload workload(Config config) {
    PriceBook prices = PriceBooks.of(config, ledger);
    try {
      Map<String, LedgerReader> views = new HashMap<>();
      for (TenantConfig tenant : config.tenants()) {
        views.put(tenant.name(), new TenantLedger(ledger, tenant.tenant()));
      }
      Workload.Senders senders =
          new Workload.Senders(
              () ->
                  new History(
                      config.history(), config.labels(), ledger.outbox(), http, telemetry, clock),
              () -> new Metering(config.meters(), views, ledger.meters(), http, telemetry, clock));
      return new Workload(
          config,
          prices,
          accounts,
          ledger,
          senders,
          together,
          kafka.map(Kafka::intake),
          telemetry,
          clock);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Main.WRONG_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Says what is on; the warnings say what is off, and why. */
  private static void say(Config config) {
    config.warnings().forEach(warning -> log.warn("{}", warning));
    for (ProviderConfig provider : config.providers()) {
      if (provider.enabled()) {
        log.info(
            "Provider is on. provider={} type={} schedule=\"{}\" key={}",
            provider.name(),
            provider.type(),
            provider.reading().schedule(),
            provider.credential().where());
      }
    }
  }
}
