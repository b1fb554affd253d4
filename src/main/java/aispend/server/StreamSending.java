// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.Download;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Sends a body while it is written, by a thread that may wait for a slow reader. What cannot be
 * written to its end is cut off, so that nobody takes a part of a file for all of it.
 */
final class StreamSending {
  private static final Logger log = LoggerFactory.getLogger(StreamSending.class);

  private StreamSending() {}

  static void send(HttpServerExchange exchange, Download.Content content) {
    if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.endExchange();
      return;
    }
    if (exchange.isHttp11()) {
      // Else it would end with the connection, whole or not, where that is not kept open.
      exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
    }
    exchange.startBlocking();
    OutputStream out = exchange.getOutputStream();
    try {
      content.writeTo(out);
      out.close();
    } catch (IOException e) {
      log.debug("Who asked for a file is gone path={}", exchange.getRequestPath(), e);
      IoUtils.safeClose(exchange.getConnection());
    } catch (RuntimeException e) {
      log.error("A file was cut off path={}", exchange.getRequestPath(), e);
      // Closed before it is ended: the end would write what marks a whole body.
      IoUtils.safeClose(exchange.getConnection());
    }
    exchange.endExchange();
  }
}
