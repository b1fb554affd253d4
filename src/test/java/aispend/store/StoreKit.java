// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.http.RecordedPause;
import aispend.model.Secret;
import aispend.provider.ProviderSettings;
import aispend.provider.VendorServer;
import aispend.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store over real HTTP that keeps objects in memory, two on a page of its list. */
abstract class StoreKit {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final int ATTEMPTS = 3;
  private static final int PAGE = 2;

  /** One version of an object. */
  record Kept(ByteString bytes, String tag) {}

  final TreeMap<String, Kept> objects = new TreeMap<>();
  final RecordedPause pause = new RecordedPause();
  private VendorServer server;
  private OutgoingHttp http;

  /** {@code s3}, {@code az} or {@code gs}. */
  abstract String scheme();

  /** A key of the right form, invented. */
  abstract String key();

  /** What of it must appear nowhere. */
  abstract List<String> secrets();

  abstract Map<String, String> options();

  abstract boolean isList(RecordedRequest request);

  /** The key of the object that is asked for. */
  abstract String asked(RecordedRequest request);

  /** Whether it is asked for in this version. */
  abstract boolean asks(RecordedRequest request, Kept kept);

  abstract String list(Map<String, Kept> page, @Nullable String next);

  /** The query parameters that say where a list goes on and what its keys begin with. */
  abstract String cursorParameter();

  /** What the store answers when it refuses the key. */
  abstract MockResponse refusal();

  /** Set up beside the objects, as where tokens are exchanged. */
  @Nullable MockResponse beside(RecordedRequest request) {
    return null;
  }

  @BeforeEach
  final void start() throws IOException {
    server = new VendorServer("{}");
    server.always(this::answer);
    http =
        new OutgoingHttp(
            new Telemetry(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            "aispend/test",
            pause,
            new Random(1));
  }

  @AfterEach
  final void stop() {
    http.close();
    server.close();
  }

  final VendorServer server() {
    return server;
  }

  /** What is asked of the store itself. */
  final List<RecordedRequest> requests() {
    return server.requests().stream().filter(each -> beside(each) == null).toList();
  }

  final void put(String key, byte[] bytes) {
    objects.put(key, new Kept(ByteString.of(bytes), "v" + objects.size()));
  }

  final void put(String key, String text) {
    put(key, text.getBytes(UTF_8));
  }

  final FileStore store() {
    return store(scheme() + "://bills/focus", options());
  }

  final FileStore store(String folder, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("folder", folder);
    return Stores.of(
        settings(key(), all), http.client("mine", retries()), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  final ProviderSettings settings(String key, Map<String, String> options) {
    return new ProviderSettings("mine", server.baseUrl(), new Secret(key), "MY_KEY", options);
  }

  private static HttpSettings retries() {
    return HttpSettings.DEFAULTS.withRetries(
        new HttpSettings.Retries(
            ATTEMPTS, Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofHours(1)));
  }

  final MockResponse answer(RecordedRequest request) {
    MockResponse beside = beside(request);
    if (beside != null) {
      return beside;
    }
    return isList(request) ? page(request) : object(request);
  }

  private MockResponse page(RecordedRequest request) {
    HttpUrl url = request.getUrl();
    String prefix = url.queryParameter("prefix") == null ? "" : url.queryParameter("prefix");
    String from = url.queryParameter(cursorParameter());
    Map<String, Kept> page = new TreeMap<>();
    String next = null;
    for (Map.Entry<String, Kept> each : objects.entrySet()) {
      boolean due = from == null || each.getKey().compareTo(from) >= 0;
      if (due && each.getKey().startsWith(prefix) && next == null) {
        if (page.size() == PAGE) {
          next = each.getKey();
        } else {
          page.put(each.getKey(), each.getValue());
        }
      }
    }
    return new MockResponse.Builder().body(list(page, next)).build();
  }

  private MockResponse object(RecordedRequest request) {
    Kept kept = objects.get(asked(request));
    if (kept == null) {
      return new MockResponse.Builder().code(404).build();
    }
    if (!asks(request, kept)) {
      return new MockResponse.Builder().code(412).build();
    }
    String[] range = String.valueOf(request.getHeaders().get("Range")).split("[=-]", -1);
    int first = Integer.parseInt(range[1]);
    int last = Integer.parseInt(range[2]);
    Buffer part = new Buffer().write(kept.bytes().substring(first, last + 1));
    return new MockResponse.Builder().code(206).body(part).build();
  }
}
