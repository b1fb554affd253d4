// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.Options;
import org.xnio.channels.StreamSinkChannel;

/**
 * Who called, as far as an answer goes to them. Each piece is written and flushed before the next
 * is taken from the vendor, so that none is held back and nothing piles up. Used by the call's
 * thread.
 *
 * <p>The server's own time-outs are off meanwhile, since a model may think for longer between two
 * pieces; who takes nothing of a piece for {@value #STALL_SECONDS} seconds counts as gone.
 */
final class Caller {
  private static final int STALL_SECONDS = 30;

  private final HttpServerExchange exchange;
  private final CallerWatch watch;

  /** Bytes of the answer that are not written yet; below 0 when its length is not known. */
  private long left;

  private final @Nullable Integer readTimeout;
  private final @Nullable Integer writeTimeout;
  private @Nullable StreamSinkChannel channel;

  Caller(HttpServerExchange exchange) {
    this.exchange = exchange;
    this.watch = new CallerWatch(exchange.getConnection());
    this.readTimeout = change(Options.READ_TIMEOUT, 0);
    this.writeTimeout = change(Options.WRITE_TIMEOUT, 0);
  }

  /** Tells once, on another thread, when the caller has gone. */
  void whenGone(Runnable action) {
    watch.begin(action);
  }

  boolean gone() {
    return watch.gone();
  }

  /** Whether a part of an answer may be on its way. */
  boolean begun() {
    return channel != null;
  }

  /**
   * Begins the answer.
   *
   * @param length of its body; -1 when it is not known
   */
  void begin(int status, List<Header> headers, long length) {
    exchange.setStatusCode(status);
    for (Header header : headers) {
      exchange.getResponseHeaders().remove(header.name());
    }
    for (Header header : headers) {
      exchange.getResponseHeaders().add(new HttpString(header.name()), header.value());
    }
    left = length;
    if (length >= 0) {
      exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, length);
    }
    channel = exchange.getResponseChannel();
  }

  void write(byte[] bytes, int offset, int length) throws CallerGoneException {
    ByteBuffer piece = ByteBuffer.wrap(bytes, offset, length);
    left -= length;
    if (left == 0) {
      watch.end(); // once the caller has it all, the next request may come at any moment
    }
    try {
      while (piece.hasRemaining()) {
        if (open().write(piece) == 0) {
          waitFor(piece.remaining());
        }
      }
      flush();
    } catch (CallerGoneException e) {
      throw e;
    } catch (IOException e) {
      throw new CallerGoneException(e);
    }
  }

  /** The answer is whole; the connection may serve the next call. */
  void end() throws CallerGoneException {
    watch.end();
    try {
      open().shutdownWrites();
      flush();
    } catch (CallerGoneException e) {
      throw e;
    } catch (IOException e) {
      throw new CallerGoneException(e);
    }
    release();
    exchange.endExchange();
  }

  /** Closes the connection, so that nobody takes half an answer for a whole one. */
  void cut() {
    release();
    IoUtils.safeClose(exchange.getConnection());
    exchange.endExchange();
  }

  private void flush() throws IOException {
    while (!open().flush()) {
      waitFor(0);
    }
  }

  private void waitFor(int remaining) throws IOException {
    long begun = System.nanoTime();
    open().awaitWritable(STALL_SECONDS, TimeUnit.SECONDS);
    if (System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(STALL_SECONDS)) {
      throw new CallerGoneException(
          "the caller takes nothing of " + remaining + " bytes for " + STALL_SECONDS + " s");
    }
  }

  private StreamSinkChannel open() {
    StreamSinkChannel begun = channel;
    if (begun == null) {
      throw new IllegalStateException("the answer has not begun");
    }
    return begun;
  }

  private void release() {
    watch.end();
    change(Options.READ_TIMEOUT, readTimeout);
    change(Options.WRITE_TIMEOUT, writeTimeout);
  }

  private @Nullable Integer change(Option<Integer> option, @Nullable Integer value) {
    try {
      return exchange.getConnection().setOption(option, value == null ? Integer.valueOf(0) : value);
    } catch (IOException e) {
      return null; // closed: there is nothing to wait for
    }
  }
}
