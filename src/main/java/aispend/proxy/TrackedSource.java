// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** An answer's body, looked over as the application reads it. */
final class TrackedSource extends ForwardingSource {
  private final TrackedCall call;

  TrackedSource(Source body, TrackedCall call) {
    super(body);
    this.call = call;
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    long read;
    try {
      read = super.read(sink, byteCount);
    } catch (IOException e) {
      call.broken();
      throw e;
    }
    if (read < 0) {
      call.ended();
    } else {
      call.take(sink, sink.size() - read, read);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    call.closed();
    super.close();
  }
}
