// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.config.ProxyConfig;
import aispend.ingest.EventIntake;
import aispend.model.Tenant;
import aispend.telemetry.ProxyTelemetry;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tracking proxy. Requests are read without a thread; then each call has one of its own until
 * its answer is through, beside the server's, so that long streams keep nobody else waiting.
 *
 * <p>Threads and not callbacks: OkHttp reads answers by threads in any case, a thread that waits in
 * a write is all the back-pressure there need be, and {@code max_calls} of them are cheap beside
 * the calls they carry. OkHttp and not the JDK's client: it looks whether a kept connection still
 * lives before it sends something that must not be sent twice.
 */
public final class Proxy implements AutoCloseable {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** Records that may wait for the ledger; each is about a kilobyte. */
  private static final int WAITING_RECORDS = 10_000;

  private final Supplier<ProxyConfig> config;
  private final ProxyTelemetry telemetry;
  private final Recorder recorder;
  private final Calls calls;
  private final Memory memory = new Memory(Runtime.getRuntime().maxMemory() / 4);
  private volatile boolean stopping;

  /**
   * Where calls are recorded and what stops them.
   *
   * @param ingest where records go, by the configuration in force
   * @param budgets those that stop calls
   * @param readers of answers
   */
  public record Rooms(
      Supplier<EventIntake> ingest, BlockingBudget.Reading budgets, AnswerReaders readers) {}

  /**
   * A proxy.
   *
   * @param config in force
   */
  public Proxy(Supplier<ProxyConfig> config, Rooms rooms, ProxyTelemetry telemetry, Clock clock) {
    this.config = config;
    this.telemetry = telemetry;
    this.recorder = new Recorder(WAITING_RECORDS, rooms.ingest(), telemetry, clock);
    this.calls =
        new Calls(new Passage.Tools(rooms.readers(), recorder, telemetry, clock), rooms.budgets());
  }

  /** Begins to record. */
  public void start() {
    recorder.start();
  }

  /** Breaks calls off that still run, and records them and all before them. */
  @Override
  public void close() {
    stopping = true;
    calls.close();
    recorder.close();
  }

  /**
   * Takes a request whose path begins with {@code /proxy/}, on its connection's thread.
   *
   * @param tenant whose token it came with
   */
  public void handle(HttpServerExchange exchange, Tenant tenant) {
    ProxyConfig now = config.get();
    Optional<Place> place = Place.of(target(exchange), exchange.getQueryString(), now.upstreams());
    Dialect dialect = place.map(found -> Dialect.of(found.path())).orElse(Dialect.OPENAI);
    Refusal refusal = refusal(exchange, now, place.orElse(null));
    if (refusal != null || place.isEmpty()) {
      refuse(exchange, dialect, refusal == null ? nowhere(now) : refusal);
      return;
    }
    List<Header> headers = Header.of(exchange.getRequestHeaders());
    Attribution attribution = Attribution.of(headers);
    telemetry.attributionsIgnored(attribution.ignored());
    receive(
        exchange,
        now,
        new Incoming(
            place.get(), exchange.getRequestMethod().toString(), headers, attribution, tenant));
  }

  private void receive(HttpServerExchange exchange, ProxyConfig now, Incoming incoming) {
    int most = now.limits().maxRequestBytes();
    Memory.Share share = memory.share();
    Dialect dialect = incoming.dialect();
    BodyIntake.Then then =
        new BodyIntake.Then(
            body -> {
              if (!calls.begin(exchange, now.limits(), incoming, body, share)) {
                busy(exchange, dialect, "max_calls, " + now.limits().maxCalls());
              }
            },
            () -> refuse(exchange, dialect, tooLarge(most)),
            () -> busy(exchange, dialect, "what bodies may hold together"));
    new BodyIntake(exchange, most, share, then).read();
  }

  private @Nullable Refusal refusal(
      HttpServerExchange exchange, ProxyConfig now, @Nullable Place place) {
    if (stopping) {
      telemetry.refused("stopping");
      return Refusal.busy("aispend is stopping");
    }
    if (!now.enabled()) {
      return Refusal.of(404, "proxy_off", "aispend: proxy.enabled is false");
    }
    if (place == null) {
      return nowhere(now);
    }
    if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE))) {
      return Refusal.of(501, "no_upgrade", "aispend passes HTTP on, but no WebSockets");
    }
    return METHODS.contains(exchange.getRequestMethod().toString())
        ? null
        : Refusal.of(405, "method", "aispend does not pass this method on");
  }

  private static Refusal nowhere(ProxyConfig now) {
    return Refusal.of(
        404,
        "no_upstream",
        "aispend: the path must be /proxy/NAME/..., with the vendor's own path behind it and NAME"
            + " one of "
            + String.join(", ", new TreeSet<>(now.upstreams().keySet())));
  }

  private static Refusal tooLarge(int most) {
    return Refusal.of(
        413, "too_large", "aispend: the body is larger than proxy.max_request_bytes, " + most);
  }

  private void busy(HttpServerExchange exchange, Dialect dialect, String what) {
    telemetry.refused("busy");
    refuse(exchange, dialect, Refusal.busy("aispend: too many calls at once, more than " + what));
  }

  /** The rest of a body that is not wanted is not read. */
  private static void refuse(HttpServerExchange exchange, Dialect dialect, Refusal refusal) {
    if (!exchange.isRequestComplete()) {
      exchange.setPersistent(false);
    }
    refusal.answer(exchange, dialect);
  }

  /** The path as it was sent. */
  private static String target(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    int host = uri.indexOf("://") + 3;
    int path = uri.indexOf('/', host);
    return path < 0 ? "" : uri.substring(path);
  }
}
