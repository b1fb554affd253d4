// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.usage.AnswerReader;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A request's body, looked over for the model it asks while it is written. */
final class TrackedBody extends RequestBody {
  private final RequestBody body;
  private final Supplier<AnswerReader> readers;

  /**
   * A body.
   *
   * @param readers makes a reader for each time the body is written
   */
  TrackedBody(RequestBody body, Supplier<AnswerReader> readers) {
    this.body = body;
    this.readers = readers;
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() throws IOException {
    return body.contentLength();
  }

  @Override
  public boolean isOneShot() {
    return body.isOneShot();
  }

  @Override
  public boolean isDuplex() {
    return body.isDuplex();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    if (body.isDuplex()) {
      body.writeTo(sink);
      return;
    }
    AnswerReader reader = readers.get();
    BufferedSink passing =
        Okio.buffer(
            new ForwardingSink(sink) {
              @Override
              public void write(Buffer source, long byteCount) throws IOException {
                Passing.show(source, 0, byteCount, reader);
                super.write(source, byteCount);
              }
            });
    body.writeTo(passing);
    passing.emit();
  }
}
