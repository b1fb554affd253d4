// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A vendor over real HTTP. Each path has a script of answers; what has none, or none left, gets the
 * vendor's answer for "nothing here". A test can take over all paths with {@link #always}.
 */
public final class VendorServer extends Dispatcher implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final Map<String, Queue<MockResponse>> scripts = new HashMap<>();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final MockResponse nothing;
  private final Map<String, MockResponse> nothings = new HashMap<>();
  private @Nullable Function<RecordedRequest, MockResponse> always;
  private @Nullable String exchangePath;
  private Function<RecordedRequest, MockResponse> exchange = request -> json("{}");
  private final List<RecordedRequest> exchanges = new ArrayList<>();

  public VendorServer(String emptyPage) throws IOException {
    this.nothing = json(emptyPage);
    server.setServerSocketFactory(new PromptSockets());
    server.setDispatcher(this);
    server.start();
  }

  public String baseUrl() {
    String url = server.url("/").toString();
    return url.substring(0, url.length() - 1);
  }

  /** Answers the path's next requests with these, in order. */
  public synchronized void script(String path, MockResponse... answers) {
    scripts.computeIfAbsent(path, any -> new ArrayDeque<>()).addAll(Arrays.asList(answers));
  }

  /** What the path answers when it has no script left. */
  public synchronized void nothing(String path, String emptyPage) {
    nothings.put(path, json(emptyPage));
  }

  /** Answers every request so, whatever its path. */
  public synchronized void always(Function<RecordedRequest, MockResponse> answer) {
    always = answer;
  }

  public void always(MockResponse answer) {
    always(request -> answer);
  }

  /** Tokens are exchanged under a path, also where {@link #always} answers all else. */
  synchronized void exchange(String path, Function<RecordedRequest, MockResponse> answer) {
    exchangePath = path;
    exchange = answer;
  }

  /** All exchanges of tokens so far, oldest first; they are not among the requests. */
  synchronized List<RecordedRequest> exchanges() {
    return List.copyOf(exchanges);
  }

  /** All requests so far, oldest first. */
  public synchronized List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /** The URLs asked for under a path, oldest first. */
  public List<HttpUrl> urls(String path) {
    return requests().stream()
        .map(RecordedRequest::getUrl)
        .filter(url -> url.encodedPath().equals(path))
        .toList();
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    if (request.getUrl().encodedPath().equals(exchangePath)) {
      exchanges.add(request);
      // On a connection of its own, so that the first attempt behind it is counted as one.
      return exchange.apply(request).newBuilder().setHeader("Connection", "close").build();
    }
    requests.add(request);
    if (always != null) {
      return always.apply(request);
    }
    String path = request.getUrl().encodedPath();
    Queue<MockResponse> script = scripts.get(path);
    return script == null || script.isEmpty()
        ? nothings.getOrDefault(path, nothing)
        : script.remove();
  }

  @Override
  public void close() {
    server.close();
  }

  public static MockResponse json(String body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  public static MockResponse json(int status, String body) {
    return json(body).newBuilder().code(status).build();
  }

  /** A file under {@code src/test/resources/provider}: {@code openai/usage_normal.json}. */
  public static String fixture(String path) {
    try (InputStream file = VendorServer.class.getResourceAsStream("/provider/" + path)) {
      if (file == null) {
        throw new IllegalArgumentException("no fixture src/test/resources/provider/" + path);
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends at once: with Nagle's algorithm each answer takes 40 ms. */
  private static final class PromptSockets extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public Socket accept() throws IOException {
          Socket socket = super.accept();
          socket.setTcpNoDelay(true);
          return socket;
        }
      };
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
      throw new UnsupportedOperationException();
    }
  }
}
