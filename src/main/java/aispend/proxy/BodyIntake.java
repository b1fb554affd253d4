// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import io.undertow.io.Receiver;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Reads a request's body into memory without a thread waiting for it, within the limits of one and
 * of all. Runs on the connection's own thread.
 *
 * <p>Many clients hear no answer before they have sent all. What is left of a body that is not
 * taken is therefore read and dropped first, up to the limit once more and for {@value
 * #DROPPING_SECONDS} seconds; beyond that it is answered and cut off.
 */
final class BodyIntake {
  private static final Logger log = LoggerFactory.getLogger(BodyIntake.class);

  /** A body that is not there by then is given up, however slowly it trickles. */
  private static final long PATIENCE_SECONDS = 300;

  private static final long DROPPING_SECONDS = 3;

  private final HttpServerExchange exchange;
  private final int most;
  private final Memory.Share share;
  private final Then then;
  private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private XnioExecutor.Key deadline;
  private long read;
  private @Nullable Runnable refusal;
  private boolean over;

  /** What comes of it: one of these is called once, or the connection breaks. */
  record Then(Consumer<byte[]> whole, Runnable tooLarge, Runnable noMemory) {}

  BodyIntake(HttpServerExchange exchange, int most, Memory.Share share, Then then) {
    this.exchange = exchange;
    this.most = most;
    this.share = share;
    this.then = then;
    this.deadline = after(PATIENCE_SECONDS, () -> IoUtils.safeClose(exchange.getConnection()));
  }

  void read() {
    exchange.setMaxEntitySize(mostRead());
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          deadline.remove();
          share.giveBack();
          next.proceed();
        });
    long told = exchange.getRequestContentLength();
    if (told > mostRead() || (told > most && HttpContinue.requiresContinueResponse(exchange))) {
      end(then.tooLarge());
      return;
    }
    if (told > most) {
      drop(then.tooLarge());
    }
    exchange
        .getRequestReceiver()
        .receivePartialBytes((received, piece, last) -> take(piece, last), (failed, e) -> fail(e));
  }

  private void take(byte[] piece, boolean last) {
    if (over) {
      return;
    }
    read += piece.length;
    if (refusal == null) {
      keep(piece);
    }
    Runnable refused = refusal;
    if (refused == null && last) {
      end(() -> then.whole().accept(body.toByteArray()));
    } else if (refused != null && (last || read > mostRead())) {
      end(refused);
    }
  }

  private void keep(byte[] piece) {
    if (read > most) {
      drop(then.tooLarge());
    } else if (!share.take(piece.length)) {
      drop(then.noMemory());
    } else {
      body.write(piece, 0, piece.length);
    }
  }

  /** Forgets what was read; what still comes is dropped, and then answered. */
  private void drop(Runnable answer) {
    refusal = answer;
    body = new ByteArrayOutputStream(0);
    share.giveBack();
    deadline.remove();
    deadline =
        after(DROPPING_SECONDS, () -> Connectors.executeRootHandler(late -> end(answer), exchange));
  }

  private void end(Runnable outcome) {
    if (!over) {
      over = true;
      deadline.remove();
      if (!exchange.isRequestComplete()) {
        exchange.getRequestReceiver().pause();
      }
      outcome.run();
    }
  }

  private void fail(IOException e) {
    if (e instanceof RequestTooBigException || e instanceof Receiver.RequestToLargeException) {
      end(then.tooLarge());
    } else if (!over) {
      over = true;
      deadline.remove();
      log.debug("A request to the proxy broke off", e);
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /** Bytes that are read of one body, those that are dropped included. */
  private long mostRead() {
    return 2L * most;
  }

  private XnioExecutor.Key after(long seconds, Runnable action) {
    return exchange.getIoThread().executeAfter(action, seconds, TimeUnit.SECONDS);
  }
}
