// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import prometheus.Remote.WriteRequest;

/** Takes remote write requests, keeps those that it answers with 204, and answers as it is told. */
final class Receiver implements AutoCloseable {
  /** A request as it came. */
  record Received(Headers headers, WriteRequest message) {
    int samples() {
      return message.getTimeseriesList().stream().mapToInt(one -> one.getSamplesCount()).sum();
    }
  }

  private final MockWebServer server = new MockWebServer();
  private final List<Received> asked = new CopyOnWriteArrayList<>();
  private final List<Received> taken = new CopyOnWriteArrayList<>();
  private volatile Function<Received, MockResponse> answer = received -> ok();

  Receiver() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return receive(request);
          }
        });
    server.start();
  }

  static MockResponse ok() {
    return status(204, "");
  }

  static MockResponse status(int status, String body, String... headers) {
    MockResponse.Builder response = new MockResponse.Builder().code(status);
    if (!body.isEmpty()) {
      response.body(body);
    }
    for (int i = 0; i < headers.length; i += 2) {
      response.addHeader(headers[i], headers[i + 1]);
    }
    return response.build();
  }

  void answers(Function<Received, MockResponse> other) {
    answer = other;
  }

  URI url() {
    return server.url("/api/v1/write").uri();
  }

  List<Received> asked() {
    return asked;
  }

  List<Received> taken() {
    return taken;
  }

  /** What was taken: {@code name{label=value,...} millis value}, sorted. */
  List<String> samples() {
    List<String> samples = new ArrayList<>();
    for (Received one : taken) {
      one.message()
          .getTimeseriesList()
          .forEach(
              series -> {
                Map<String, String> labels = new TreeMap<>();
                series.getLabelsList().forEach(l -> labels.put(l.getName(), l.getValue()));
                series
                    .getSamplesList()
                    .forEach(
                        s -> samples.add(labels + " " + s.getTimestamp() + " " + s.getValue()));
              });
    }
    return samples.stream().sorted().toList();
  }

  @Override
  public void close() {
    server.close();
  }

  private MockResponse receive(RecordedRequest request) {
    byte[] body = request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
    try {
      byte[] out = new byte[SnappyDecompressor.getUncompressedLength(body, 0)];
      int length = new SnappyDecompressor().decompress(body, 0, body.length, out, 0, out.length);
      Received received =
          new Received(request.getHeaders(), WriteRequest.parseFrom(Arrays.copyOf(out, length)));
      asked.add(received);
      MockResponse response = answer.apply(received);
      if (response.getCode() == 204) {
        taken.add(received);
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
