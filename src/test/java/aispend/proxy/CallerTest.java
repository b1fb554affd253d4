// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

final class CallerTest {
  private static final int PATIENCE_SECONDS = 10;
  private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /**
   * The watch begins on the connection's I/O thread. Where that is busy, the answer may be out
   * first, and what comes then is the next call: nothing for the watch to read.
   */
  @Test
  void watchThatBeginsAfterTheAnswer_leavesTheNextCallAlone() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(
                new BlockingHandler(
                    exchange -> {
                      CountDownLatch answered = new CountDownLatch(1);
                      if (first.getAndSet(false)) {
                        exchange.getIoThread().execute(() -> await(answered));
                        exchange.addResponseWrapper(
                            (inner, same) ->
                                new EndsOnceWatched(inner.create(), exchange, answered));
                      }
                      answer(exchange);
                    }))
            .build();
    server.start();
    int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
      caller.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      for (int call = 0; call < 3; call++) {
        caller.getOutputStream().write(REQUEST);
        readAnswer(caller.getInputStream());
      }
    } finally {
      server.stop();
    }
  }

  private static void answer(HttpServerExchange exchange) throws CallerGoneException {
    Caller caller = new Caller(exchange);
    caller.whenGone(() -> {});
    caller.begin(200, List.of(), ANSWER.length);
    caller.write(ANSWER, 0, ANSWER.length);
    caller.end();
  }

  private static void readAnswer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("the connection stays open").isNotNegative();
      head.append((char) next);
    }
    assertThat(head).startsWith("HTTP/1.1 200");
    assertThat(in.readNBytes(ANSWER.length)).isEqualTo(ANSWER);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Holds the end of an answer, which has left, until the I/O thread did what waited for it. */
  private static final class EndsOnceWatched extends AbstractStreamSinkConduit<StreamSinkConduit> {
    private final HttpServerExchange exchange;
    private final CountDownLatch answered;

    EndsOnceWatched(StreamSinkConduit next, HttpServerExchange exchange, CountDownLatch answered) {
      super(next);
      this.exchange = exchange;
      this.answered = answered;
    }

    @Override
    public boolean flush() throws IOException {
      boolean flushed = super.flush();
      if (flushed && exchange.isComplete()) {
        answered.countDown();
        CountDownLatch watched = new CountDownLatch(1);
        exchange.getIoThread().execute(watched::countDown);
        CallerTest.await(watched);
      }
      return flushed;
    }
  }
}
