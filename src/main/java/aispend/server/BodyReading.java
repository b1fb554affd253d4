// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import io.undertow.io.Receiver;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Reads request bodies without a thread each, within a size, a time and a budget of bytes that all
 * requests share. Bytes count as they come: who announces much and sends nothing takes nothing.
 *
 * <p>Many clients hear no answer before they have sent all, and take a connection that is closed
 * meanwhile for broken. What is left of a refused body is therefore read and dropped first, within
 * {@link #mostRead} and {@link #DROPPING}; beyond that it is answered and cut off.
 */
final class BodyReading {
  private static final Logger log = LoggerFactory.getLogger(BodyReading.class);

  private static final Duration DROPPING = Duration.ofSeconds(3);

  /** What is done with a body that was read whole. */
  @FunctionalInterface
  interface Whole {
    void take(HttpServerExchange exchange, byte[] body);
  }

  private final BodyLimits limits;
  private final BodyBudget budget;

  BodyReading(BodyLimits limits) {
    this.limits = limits;
    this.budget = new BodyBudget(limits.budgetBytes());
  }

  /** Bytes that are read of one body, those that are dropped included. */
  static long mostRead(int mostBytes) {
    return 2L * mostBytes;
  }

  /**
   * Whether the body is refused without reading it: by its length, where that is told, or because
   * its sender asks before sending it.
   */
  boolean refuses(HttpServerExchange exchange) {
    long told = exchange.getRequestContentLength();
    return told > mostRead(limits.mostBytes())
        || (isTooLarge(told) && HttpContinue.requiresContinueResponse(exchange));
  }

  /** The answer to a body that is too large. */
  Reply tooLarge() {
    return Reply.error(413, "the body is larger than max_body_bytes, " + limits.mostBytes());
  }

  /** Reads the body and goes on with it, or answers. Its bytes are held until the answer is out. */
  void read(HttpServerExchange exchange, Whole then) {
    One one = new One(exchange, then);
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          one.end();
          next.proceed();
        });
    exchange.getRequestReceiver().receivePartialBytes(one::add, one::failed);
  }

  private boolean isTooLarge(long bytes) {
    return bytes > limits.mostBytes();
  }

  /** The body of one request. Read by its I/O thread; released by any, once. */
  private final class One {
    private final HttpServerExchange exchange;
    private final Whole then;
    private final List<byte[]> pieces = new ArrayList<>();
    private final AtomicLong held = new AtomicLong();
    private XnioExecutor.Key deadline;
    private long read;
    private @Nullable Reply refusal;

    One(HttpServerExchange exchange, Whole then) {
      this.exchange = exchange;
      this.then = then;
      this.deadline = after(limits.deadline(), this::breakOff);
    }

    void add(HttpServerExchange same, byte[] piece, boolean last) {
      read += piece.length;
      if (refusal == null) {
        keep(piece);
      }
      Reply refused = refusal;
      if (refused == null && last) {
        deadline.remove();
        then.take(exchange, whole());
      } else if (refused != null && last) {
        deadline.remove();
        Router.send(exchange, refused);
      } else if (refused != null && read > mostRead(limits.mostBytes())) {
        cutOff(refused);
      }
    }

    void failed(HttpServerExchange same, IOException e) {
      if (e instanceof RequestTooBigException || e instanceof Receiver.RequestToLargeException) {
        cutOff(tooLarge());
        return;
      }
      log.debug("A request broke off path={} cause={}", exchange.getRequestPath(), e.toString());
      breakOff();
    }

    void end() {
      deadline.remove();
      release();
    }

    private void release() {
      budget.giveBack(held.getAndSet(0));
    }

    private void keep(byte[] piece) {
      if (isTooLarge(Math.max(read, exchange.getRequestContentLength()))) {
        drop(tooLarge());
      } else if (!budget.take(piece.length)) {
        drop(Reply.error(429, "too many bodies at once; send it again").with("Retry-After", "1"));
      } else {
        held.addAndGet(piece.length);
        pieces.add(piece);
      }
    }

    private byte[] whole() {
      ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(read));
      pieces.forEach(whole::put);
      pieces.clear();
      return whole.array();
    }

    /** Forgets what was read; what still comes is dropped, and then answered. */
    private void drop(Reply reply) {
      refusal = reply;
      end();
      pieces.clear();
      deadline =
          after(DROPPING, () -> Connectors.executeRootHandler(late -> cutOff(reply), exchange));
    }

    private void cutOff(Reply reply) {
      exchange.getRequestReceiver().pause();
      end();
      exchange.setPersistent(false);
      Router.send(exchange, reply);
    }

    private void breakOff() {
      end();
      IoUtils.safeClose(exchange.getConnection());
    }

    private XnioExecutor.Key after(Duration time, Runnable action) {
      return exchange.getIoThread().executeAfter(action, time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
