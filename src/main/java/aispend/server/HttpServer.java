// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/**
 * The daemon's HTTP server. Headers and bodies are read without a thread each, within limits of
 * size and time, so that slow and half-sent requests stop nobody else. Start and stop it once, from
 * one thread; requests are served by the server's own threads.
 */
public final class HttpServer {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int IO_THREADS = 2;
  private static final int WORKER_THREADS = 16;

  /** So many requests that bring something may wait for one commit of the ledger. */
  private static final int BRINGING_THREADS = 64;

  /**
   * Undertow cuts the connection at its own limit, answer included; what {@link BodyReading} reads
   * at most is less, and answered 413.
   */
  private static final long BODY_SLACK = 1 << 20;

  private static final int MAX_HEADER_BYTES = 32 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_PARAMETERS = 100;
  private static final int HEADERS_MILLIS = 10_000;
  private static final int IDLE_MILLIS = 65_000;
  private static final int STALL_MILLIS = 30_000;

  /** For those who were let in before the door was closed, to hear that we stop. */
  private static final int LAST_WORDS_MILLIS = 100;

  /** The quickest level: it makes an exposition a tenth as large. */
  private static final int GZIP_LEVEL = 1;

  private static final Map<HttpString, String> SECURITY_HEADERS =
      Map.of(
          new HttpString("X-Content-Type-Options"),
          "nosniff",
          new HttpString("X-Frame-Options"),
          "DENY",
          new HttpString("Referrer-Policy"),
          "no-referrer",
          new HttpString("Cross-Origin-Resource-Policy"),
          "same-origin",
          new HttpString("Content-Security-Policy"),
          "default-src 'none'; frame-ancestors 'none'",
          Headers.CACHE_CONTROL,
          "no-store");

  private final ServerSettings settings;
  private final List<Route> routes;
  private final GracefulShutdownHandler draining;
  private final ThreadPoolExecutor bringing = threads();
  private volatile boolean stopping;
  private @Nullable Undertow undertow;

  public HttpServer(ServerSettings settings, ServerParts parts, Clock clock) {
    this(settings, BodyLimits.of(settings), parts, clock);
  }

  HttpServer(ServerSettings settings, BodyLimits limits, ServerParts parts, Clock clock) {
    this.settings = settings;
    this.routes = new Routes(parts, clock).all();
    Authenticator authenticator =
        new Authenticator(
            settings.tokens(), parts.tenants().stream().map(TenantView::tenant).toList());
    HttpHandler router = new Router(routes, authenticator, new BodyReading(limits), bringing);
    this.draining =
        new GracefulShutdownHandler(
            new HttpContinueReadHandler(
                new ProxyRoute(parts.proxy(), authenticator, encoded(router))));
  }

  /**
   * Begins to listen.
   *
   * @throws IOException when the address is taken or the TLS files cannot be used
   */
  public void start() throws IOException {
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(IO_THREADS)
            .setWorkerThreads(WORKER_THREADS)
            .setServerOption(
                UndertowOptions.MAX_ENTITY_SIZE,
                BodyReading.mostRead(settings.maxBodyBytes()) + BODY_SLACK)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
            .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
            .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEADERS_MILLIS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
            .setSocketOption(Options.READ_TIMEOUT, STALL_MILLIS)
            .setSocketOption(Options.WRITE_TIMEOUT, STALL_MILLIS)
            .setHandler(this::handle);
    TlsFiles tls = settings.tls();
    if (tls == null) {
      builder.addHttpListener(settings.port(), settings.host());
    } else {
      builder.addHttpsListener(settings.port(), settings.host(), tls.context());
    }
    Undertow built = builder.build();
    try {
      built.start();
    } catch (RuntimeException e) {
      throw new IOException(
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + " ("
              + rootOf(e).getMessage()
              + "); change server.listen or stop what uses it",
          e);
    }
    undertow = built;
    announce();
  }

  /** What is answered: method and path of each route, and the proxy's. */
  public List<String> routes() {
    return Stream.concat(
            routes.stream().map(route -> route.method() + " " + route.path()),
            Stream.of("POST " + ProxyRoute.PREFIX))
        .toList();
  }

  /** The port that is listened on. */
  public int port() {
    Undertow running = undertow;
    if (running == null) {
      throw new IllegalStateException("the server is not started");
    }
    return ((InetSocketAddress) running.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** Stops as {@link #stop(Duration)} with the usual patience; an interrupt cuts it short. */
  public void stop() {
    try {
      stop(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Refuses new requests with 503, lets those that run end, then closes.
   *
   * @param patience how long running requests may take
   * @return whether all of them ended in time
   */
  public boolean stop(Duration patience) throws InterruptedException {
    Undertow running = undertow;
    if (running == null) {
      return true;
    }
    stopping = true;
    draining.shutdown();
    boolean drained;
    try {
      drained = draining.awaitShutdown(patience.toMillis());
      // A connection that is accepted while its thread ends would be called a bad request.
      running.getListenerInfo().forEach(Undertow.ListenerInfo::suspend);
      TimeUnit.MILLISECONDS.sleep(LAST_WORDS_MILLIS);
    } finally {
      running.stop();
      bringing.shutdown();
      undertow = null;
    }
    if (!drained) {
      log.warn("HTTP requests were cut off at the stop after={}", patience);
    }
    return drained;
  }

  /** The router bounds what waits; idle threads end. */
  private static ThreadPoolExecutor threads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            BRINGING_THREADS,
            BRINGING_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "http-bringing-" + number.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private void handle(HttpServerExchange exchange) throws Exception {
    SECURITY_HEADERS.forEach(exchange.getResponseHeaders()::put);
    if (stopping) {
      exchange.setPersistent(false);
      Router.send(exchange, Reply.error(503, "the daemon is stopping").with("Retry-After", "5"));
      return;
    }
    exchange.addResponseCommitListener(this::closeWhenStopping);
    draining.handleRequest(exchange);
  }

  /** A connection kept open would be read from again while its thread goes away. */
  private void closeWhenStopping(HttpServerExchange exchange) {
    if (stopping) {
      exchange.setPersistent(false);
    }
  }

  private static HttpHandler encoded(HttpHandler next) {
    return new EncodingHandler(
        next,
        new ContentEncodingRepository()
            .addEncodingHandler("gzip", new GzipEncodingProvider(GZIP_LEVEL), 100));
  }

  private void announce() {
    log.info(
        "HTTP server listens address={} port={} tls={} tokens={}",
        settings.host(),
        port(),
        settings.tls() != null,
        settings.tokens().size());
    boolean loopback =
        settings.host().equals("localhost")
            || settings.host().startsWith("127.")
            || settings.host().equals("::1");
    if (settings.tokens().isEmpty() && !loopback) {
      log.warn(
          "Everybody who reaches this port sees what is spent; set server.auth_tokens_file,"
              + " or listen on 127.0.0.1 address={}",
          settings.host());
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
