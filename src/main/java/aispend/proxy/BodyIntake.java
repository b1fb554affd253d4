// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Reads a request's body into memory without a thread waiting for it, within the limits of one and
 * of all. Runs on the connection's own thread.
 */
final class BodyIntake {
  private static final Logger log = LoggerFactory.getLogger(BodyIntake.class);

  /** A body that is not there by then is given up, however slowly it trickles. */
  private static final long PATIENCE_SECONDS = 300;

  private static final long SLACK = 1 << 20;

  private final HttpServerExchange exchange;
  private final int most;
  private final Memory.Share share;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private boolean over;

  /** What comes of it: one of these is called once, or the connection breaks. */
  record Then(Consumer<byte[]> whole, Runnable tooLarge, Runnable noMemory) {}

  BodyIntake(HttpServerExchange exchange, int most, Memory.Share share) {
    this.exchange = exchange;
    this.most = most;
    this.share = share;
  }

  void read(Then then) {
    exchange.setMaxEntitySize(most + SLACK);
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          share.giveBack();
          next.proceed();
        });
    if (exchange.getRequestContentLength() > most) {
      then.tooLarge().run();
      return;
    }
    XnioExecutor.Key deadline =
        exchange
            .getIoThread()
            .executeAfter(
                () -> IoUtils.safeClose(exchange.getConnection()),
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
    exchange
        .getRequestReceiver()
        .receivePartialBytes(
            (received, piece, last) -> take(piece, last, deadline, then),
            (failed, e) -> fail(e, deadline, then));
  }

  private void take(byte[] piece, boolean last, XnioExecutor.Key deadline, Then then) {
    if (over) {
      return;
    }
    boolean tooLarge = (long) body.size() + piece.length > most;
    boolean fits = !tooLarge && share.take(piece.length);
    if (!fits) {
      over = true;
      deadline.remove();
      (tooLarge ? then.tooLarge() : then.noMemory()).run();
      return;
    }
    body.write(piece, 0, piece.length);
    if (last) {
      over = true;
      deadline.remove();
      then.whole().accept(body.toByteArray());
    }
  }

  private void fail(IOException e, XnioExecutor.Key deadline, Then then) {
    deadline.remove();
    if (over) {
      return;
    }
    over = true;
    if (e instanceof RequestTooBigException || e instanceof Receiver.RequestToLargeException) {
      then.tooLarge().run();
    } else {
      log.debug("A request to the proxy broke off", e);
      IoUtils.safeClose(exchange.getConnection());
    }
  }
}
