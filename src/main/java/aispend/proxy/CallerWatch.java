// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Sees that a caller closes its connection while it waits for its answer. The server reads nothing
 * meanwhile, so it would learn of it from a failed write only, minutes later where a model thinks.
 * What is read here by the way, the begin of a next request, is given back to the server.
 */
final class CallerWatch {
  private static final Logger log = LoggerFactory.getLogger(CallerWatch.class);

  private final ServerConnection connection;
  private final Object lock = new Object();
  private boolean ended;
  private volatile boolean gone;

  CallerWatch(ServerConnection connection) {
    this.connection = connection;
  }

  boolean gone() {
    return gone;
  }

  /** To be called once the request was read whole. */
  void begin(Runnable whenGone) {
    if (connection instanceof HttpServerConnection http) {
      connection.getIoThread().execute(() -> listen(http, whenGone));
    }
  }

  /** From here on the server may read again. */
  void end() {
    synchronized (lock) {
      ended = true;
    }
  }

  private void listen(HttpServerConnection http, Runnable whenGone) {
    synchronized (lock) {
      if (ended || http.getExtraBytes() != null) {
        return; // a request that is already there came from somebody who is
      }
      http.getChannel().getSourceChannel().setReadListener(channel -> readable(http, whenGone));
      http.getOriginalSourceConduit().resumeReads();
    }
  }

  private void readable(HttpServerConnection http, Runnable whenGone) {
    synchronized (lock) {
      if (ended) {
        return;
      }
      int read = read(http);
      if (read != 0) {
        ended = true;
        http.getOriginalSourceConduit().suspendReads();
      }
      gone |= read < 0;
    }
    if (gone) {
      whenGone.run();
    }
  }

  /** How much was read; less than 0 when the caller has gone. */
  private static int read(AbstractServerConnection http) {
    StreamSourceConduit source = http.getOriginalSourceConduit();
    @Nullable PooledByteBuffer buffer = http.getByteBufferPool().allocate();
    try {
      int read = source.read(buffer.getBuffer());
      if (read > 0 && http instanceof HttpServerConnection server) {
        buffer.getBuffer().flip();
        server.ungetRequestBytes(buffer);
        buffer = null;
      }
      return read;
    } catch (IOException e) {
      log.debug("A caller is gone", e);
      return -1;
    } finally {
      if (buffer != null) {
        buffer.close();
      }
    }
  }
}
