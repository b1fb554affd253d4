// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, sent at most once: a call that may have reached the vendor is not repeated, as
 * it may cost money. Its bytes are let go of as soon as they are sent, long before the answer ends.
 */
final class RequestBytes extends RequestBody {
  private final int length;
  private final Runnable sent;
  private byte @Nullable [] bytes;

  RequestBytes(byte[] bytes, Runnable sent) {
    this.bytes = bytes;
    this.length = bytes.length;
    this.sent = sent;
  }

  /** None: the caller's header goes as it is. */
  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    byte[] mine = bytes;
    if (mine == null) {
      throw new IOException("the body was sent before");
    }
    bytes = null;
    sink.write(mine);
    sink.flush();
    sent.run();
  }
}
