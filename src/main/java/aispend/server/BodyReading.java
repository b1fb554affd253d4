// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Reads request bodies without a thread each, within a size, a time and a budget of bytes that all
 * requests share. Bytes count as they come: who announces much and sends nothing takes nothing.
 */
final class BodyReading {
  private static final Logger log = LoggerFactory.getLogger(BodyReading.class);

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

  /** Whether the body's length is told and too large. */
  boolean refuses(HttpServerExchange exchange) {
    return exchange.getRequestContentLength() > limits.mostBytes();
  }

  /** The answer to a body that is too large. */
  Reply tooLarge(HttpServerExchange exchange) {
    exchange.setPersistent(false);
    return Reply.error(413, "the body is larger than max_body_bytes, " + limits.mostBytes());
  }

  /** Reads the body and goes on with it, or answers. Its bytes are held until the answer is out. */
  void read(HttpServerExchange exchange, Whole then) {
    One one = new One(exchange, then);
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          one.release();
          next.proceed();
        });
    exchange.getRequestReceiver().receivePartialBytes(one::add, one::failed);
  }

  /** The body of one request. Read by its I/O thread; released by any, once. */
  private final class One {
    private final Whole then;
    private final XnioExecutor.Key deadline;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong held = new AtomicLong();

    One(HttpServerExchange exchange, Whole then) {
      this.then = then;
      this.deadline =
          exchange
              .getIoThread()
              .executeAfter(
                  () -> {
                    release();
                    IoUtils.safeClose(exchange.getConnection());
                  },
                  limits.deadline().toMillis(),
                  TimeUnit.MILLISECONDS);
    }

    void add(HttpServerExchange exchange, byte[] piece, boolean last) {
      if (bytes.size() + piece.length > limits.mostBytes()) {
        refuse(exchange, tooLarge(exchange));
      } else if (!budget.take(piece.length)) {
        exchange.setPersistent(false);
        refuse(
            exchange,
            Reply.error(429, "too many bodies at once; send it again").with("Retry-After", "1"));
      } else {
        held.addAndGet(piece.length);
        bytes.writeBytes(piece);
        if (last) {
          deadline.remove();
          then.take(exchange, bytes.toByteArray());
          bytes.reset();
        }
      }
    }

    void failed(HttpServerExchange exchange, IOException e) {
      if (e instanceof RequestTooBigException || e instanceof Receiver.RequestToLargeException) {
        refuse(exchange, tooLarge(exchange));
        return;
      }
      deadline.remove();
      release();
      log.debug("A request broke off path={} cause={}", exchange.getRequestPath(), e.toString());
      IoUtils.safeClose(exchange.getConnection());
    }

    void release() {
      budget.giveBack(held.getAndSet(0));
    }

    private void refuse(HttpServerExchange exchange, Reply reply) {
      exchange.getRequestReceiver().pause();
      deadline.remove();
      release();
      Router.send(exchange, reply);
    }
  }
}
