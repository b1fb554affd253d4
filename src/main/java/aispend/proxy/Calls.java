// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.config.BudgetConfig;
import aispend.config.ProxyConfig;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that are on their way, and the threads and connections they have. A connection to a
 * vendor carries one call at a time: a caller who reads slowly holds up no other, and a call that
 * is broken off ends at the vendor at once.
 */
final class Calls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Calls.class);
  private static final int IDLE_CONNECTIONS = 64;
  private static final long IDLE_SECONDS = 60;
  private static final long FAREWELL_SECONDS = 5;
  private static final long STACK_BYTES = 256 * 1_024;

  private final Passage.Tools tools;
  private final BudgetGate budgets;
  private final AtomicInteger running = new AtomicInteger();
  private final Set<Call> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named());

  // Nothing is asked twice, nobody is sent elsewhere with the caller's key, no cookie is kept.
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .protocols(List.of(Protocol.HTTP_1_1))
          .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS))
          .followRedirects(false)
          .followSslRedirects(false)
          .callTimeout(Duration.ZERO)
          .build();

  Calls(Passage.Tools tools, BlockingBudget.Reading reading) {
    this.tools = tools;
    this.budgets = new BudgetGate(reading, threads, tools.clock(), tools.telemetry());
  }

  /**
   * Begins a call whose request is there whole.
   *
   * @return false when there are too many; then nothing was done
   */
  boolean begin(
      HttpServerExchange exchange,
      ProxyConfig.Limits limits,
      Incoming incoming,
      byte[] body,
      Memory.Share share) {
    if (running.incrementAndGet() > limits.maxCalls()) {
      running.decrementAndGet();
      return false;
    }
    tools.telemetry().begun();
    exchange.dispatch(
        threads,
        () -> {
          try {
            run(exchange, limits, incoming, body, share);
          } finally {
            share.giveBack();
            running.decrementAndGet();
            tools.telemetry().ended();
          }
        });
    return true;
  }

  /** A call that may cost money and is not of the tenant whose token it came with. */
  private static Optional<Refusal> foreign(Incoming incoming, Asked asked) {
    return incoming.isPost()
        ? incoming
            .tenant()
            .outside(incoming.dimensions(asked), BudgetConfig.BEFORE_A_CALL)
            .map(dimension -> Refusal.foreign(incoming.tenant(), dimension))
        : Optional.empty();
  }

  private void run(
      HttpServerExchange exchange,
      ProxyConfig.Limits limits,
      Incoming incoming,
      byte[] body,
      Memory.Share share) {
    Caller caller = new Caller(exchange);
    try {
      Asked asked = incoming.isPost() ? incoming.asked(body) : Asked.NOTHING;
      Optional<Refusal> foreign = foreign(incoming, asked);
      if (foreign.isPresent()) {
        tools.telemetry().refused("tenant");
        foreign.get().answer(caller, incoming.dialect());
        return;
      }
      Optional<BlockingBudget> spent =
          incoming.isPost() ? budgets.stopping(incoming.dimensions(asked)) : Optional.empty();
      if (spent.isPresent()) {
        tools.telemetry().refused("budget");
        Refusal.spent(spent.get(), incoming.tenant(), tools.clock().instant())
            .answer(caller, incoming.dialect());
        return;
      }
      RequestBytes sent = new RequestBytes(incoming.outgoing(body, asked), share::giveBack);
      make(limits, incoming, asked, sent, caller);
    } catch (CallerGoneException e) {
      log.debug("A caller did not wait for its answer", e);
      caller.cut();
    } catch (RuntimeException e) {
      log.error("A call broke off upstream={}", incoming.place().upstream().name(), e);
      caller.cut();
    }
  }

  private void make(
      ProxyConfig.Limits limits, Incoming incoming, Asked asked, RequestBytes sent, Caller caller) {
    Call call = within(limits).newCall(incoming.request(sent));
    open.add(call);
    try {
      new Passage(tools, incoming, asked, caller, call).make();
    } finally {
      open.remove(call);
    }
  }

  /** Shares connections with all others. */
  private OkHttpClient within(ProxyConfig.Limits limits) {
    return client
        .newBuilder()
        .connectTimeout(limits.connectTimeout())
        .readTimeout(limits.readTimeout())
        .writeTimeout(limits.readTimeout())
        .build();
  }

  /** Breaks off what still runs. */
  @Override
  public void close() {
    threads.shutdown();
    open.forEach(Call::cancel);
    try {
      if (!threads.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Calls through the proxy do not end. count={}", running.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.connectionPool().evictAll();
  }

  private static ThreadFactory named() {
    return work -> {
      Thread thread = new Thread(null, work, "proxy-call", STACK_BYTES);
      thread.setDaemon(true);
      return thread;
    };
  }
}
