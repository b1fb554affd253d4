// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.encoding.AllowedContentEncodings;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends a body a slice at a time. Java copies all that is left of a buffer for each write to the
 * network, however little of it goes out: in one piece, a scrape of 15 MB is copied many times.
 */
final class BodySending implements IoCallback {
  private static final int SLICE_BYTES = 128 * 1024;
  private static final String GZIP = "gzip";

  private final List<ByteBuffer> pieces;
  private int next;

  private BodySending(List<ByteBuffer> pieces) {
    this.pieces = pieces;
  }

  static void send(HttpServerExchange exchange, Reply reply) {
    List<ByteBuffer> pieces = pieces(exchange, reply);
    exchange.setResponseContentLength(pieces.stream().mapToLong(ByteBuffer::remaining).sum());
    new BodySending(pieces).onComplete(exchange, exchange.getResponseSender());
  }

  /** What is packed already goes out as it is: the encoding handler leaves it alone. */
  private static List<ByteBuffer> pieces(HttpServerExchange exchange, Reply reply) {
    Optional<Supplier<byte[]>> packed = reply.packed();
    AllowedContentEncodings wanted = exchange.getAttachment(AllowedContentEncodings.ATTACHMENT_KEY);
    if (packed.isEmpty() || wanted == null || !GZIP.equals(wanted.getCurrentContentEncoding())) {
      return reply.body();
    }
    exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, GZIP);
    return List.of(ByteBuffer.wrap(packed.get().get()));
  }

  @Override
  public void onComplete(HttpServerExchange exchange, Sender sender) {
    while (next < pieces.size() && !pieces.get(next).hasRemaining()) {
      next++;
    }
    if (next == pieces.size()) {
      IoCallback.END_EXCHANGE.onComplete(exchange, sender);
    } else {
      sender.send(slice(pieces.get(next)), this);
    }
  }

  @Override
  public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
    IoCallback.END_EXCHANGE.onException(exchange, sender, exception);
  }

  private static ByteBuffer slice(ByteBuffer piece) {
    int bytes = Math.min(SLICE_BYTES, piece.remaining());
    ByteBuffer slice = piece.slice(piece.position(), bytes);
    piece.position(piece.position() + bytes);
    return slice;
  }
}
