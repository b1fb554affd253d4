// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated vendor: OpenAI's and Anthropic's admin APIs on one port, the others below {@code
 * /as/NAME/}, and its own interface under {@code /sim/}. Started and closed by one thread, once.
 */
public final class DemoVendor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DemoVendor.class);

  private static final int IO_THREADS = 2;
  private static final int WORKER_THREADS = 8;
  private static final long TRUTH_SECONDS = 60;
  private static final int LONGEST_QUESTION = 1 << 16;

  private final VendorHandler vendors;
  private final ControlHandler control;
  private final @Nullable Applications applications;
  private final @Nullable TruthFile truthFile;
  private @Nullable Undertow server;
  private @Nullable ScheduledExecutorService writer;
  private @Nullable ScheduledFuture<?> writing;

  /**
   * Makes one that is not yet listening.
   *
   * @param clock what the time is; history begins {@link DemoOptions#days} whole UTC days before it
   */
  public DemoVendor(DemoOptions options, Clock clock) {
    Timeline timeline = new Timeline(clock, options.lag());
    Instant start =
        clock.instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(options.days()));
    Told told = new Told(new Generator(options.seed(), start));
    PriceTable prices = new PriceTable();
    Bill openAiBill = new Bill(Vendor.OPENAI, told, new OpenAiTariff(prices));
    Bill anthropicBill = new Bill(Vendor.ANTHROPIC, told, new AnthropicTariff(prices));
    Field field = new Field(timeline, told, prices);
    Map<Vendor, Charges> bills = new EnumMap<>(field.bills());
    bills.put(Vendor.OPENAI, openAiBill);
    bills.put(Vendor.ANTHROPIC, anthropicBill);
    List<Protocol> protocols = new ArrayList<>();
    protocols.add(new OpenAiProtocol(new OpenAiReports(timeline, told, openAiBill)));
    protocols.add(new AnthropicProtocol(new AnthropicReports(timeline, told, anthropicBill)));
    protocols.addAll(field.protocols());
    URI eventsTo = options.eventsTo();
    this.applications =
        eventsTo == null
            ? null
            : new Applications(options.seed(), eventsTo, options.mildFaults(), clock);
    Truth truth =
        new Truth(timeline, told, bills, applications == null ? null : applications.truth());
    Faults faults = new Faults(options.seed());
    if (options.mildFaults()) {
      faults.add(Faults.mild());
    }
    RequestLog requests = new RequestLog();
    Path file = options.truthFile();
    this.truthFile = file == null ? null : new TruthFile(file, truth);
    this.vendors = new VendorHandler(protocols, faults, requests, timeline);
    this.control =
        new ControlHandler(timeline, truth, faults, requests, applications, this::writeTruth);
  }

  /**
   * Listens, and keeps the truth file up to date from then on.
   *
   * @param port 0 for a free one
   * @throws RuntimeException when the address cannot be used, with a {@code BindException} as cause
   */
  public void start(String host, int port) {
    Undertow started =
        Undertow.builder()
            .addHttpListener(port, host)
            .setIoThreads(IO_THREADS)
            .setWorkerThreads(WORKER_THREADS)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 1L << 20)
            .setHandler(this::handle)
            .build();
    started.start();
    server = started;
    writeTruth();
    if (applications != null) {
      applications.start();
    }
    if (truthFile != null) {
      ScheduledExecutorService scheduled = Executors.newSingleThreadScheduledExecutor();
      writing =
          scheduled.scheduleWithFixedDelay(
              this::writeTruth, TRUTH_SECONDS, TRUTH_SECONDS, TimeUnit.SECONDS);
      writer = scheduled;
    }
  }

  /**
   * The port listened on.
   *
   * @throws IllegalStateException when it is not started
   */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("the demo vendor is not started");
    }
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** Stops listening; open answers end in the middle. Does nothing when it is not started. */
  @Override
  public void close() {
    if (applications != null) {
      applications.close();
    }
    if (writing != null) {
      writing.cancel(true);
      writing = null;
    }
    if (writer != null) {
      writer.shutdownNow();
      writer = null;
    }
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  private void handle(HttpServerExchange exchange) {
    if (exchange.isInIoThread()) {
      exchange.dispatch(this::handle);
      return;
    }
    exchange.startBlocking();
    try {
      Request request = request(exchange);
      if (request.path().startsWith(ControlHandler.ROOT)) {
        control.handle(exchange, request);
      } else {
        vendors.handle(exchange, request);
      }
    } catch (IOException e) {
      // Callers may hang up at any time, on a huge answer they should.
      log.debug("caller hung up path={} cause={}", exchange.getRequestPath(), e.toString());
    }
  }

  /** With its body, unless it is an order to ourselves, which reads its own. */
  private static Request request(HttpServerExchange exchange) throws IOException {
    Map<String, List<String>> query = new LinkedHashMap<>();
    exchange
        .getQueryParameters()
        .forEach((name, values) -> query.put(name, new ArrayList<>(values)));
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            values ->
                headers.put(
                    values.getHeaderName().toString().toLowerCase(Locale.ROOT), values.getFirst()));
    String path = exchange.getRequestPath();
    byte[] body =
        path.startsWith(ControlHandler.ROOT)
            ? new byte[0]
            : exchange.getInputStream().readNBytes(LONGEST_QUESTION);
    return new Request(
        exchange.getRequestMethod().toString(), path, query, headers, new String(body, UTF_8));
  }

  private void writeTruth() {
    if (truthFile == null) {
      return;
    }
    try {
      truthFile.write();
    } catch (IOException e) {
      log.warn("truth file could not be written file={} cause={}", truthFile, e.toString());
    }
  }
}
