// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Tells the daemon of each call that an OkHttp client makes to a vendor of models: what was used,
 * how long it took, who it was for. {@code docs/interceptor.md} has an example.
 *
 * <p>An application interceptor. Requests and answers pass untouched and unbuffered, streams
 * included; attribution headers are taken out. Events are sent in the background; when the daemon
 * is away for so long that the queue is full, they are dropped and counted, and calls go on. Any
 * thread may use it; close it once, after the last call.
 */
public final class TrackingInterceptor implements Interceptor, AutoCloseable {
  private final Vendors vendors;
  private final CallAttribution attribution;
  private final Clock clock;
  private final EventQueue queue;
  private final EventSender sender;

  private TrackingInterceptor(Builder builder) {
    this.vendors = builder.vendors;
    this.attribution = builder.attribution;
    this.clock = builder.clock;
    this.queue = new EventQueue(builder.capacity);
    this.sender = new EventSender(builder.daemon, builder.token, queue, builder.patience);
  }

  /**
   * Begins to make one.
   *
   * @param daemon its address, {@code http://127.0.0.1:9477}
   * @param clock tells when a call was made; {@code Clock.systemUTC()}
   * @throws IllegalArgumentException when the address is none
   */
  public static Builder to(String daemon, Clock clock) {
    return new Builder(HttpUrl.get(daemon), clock);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request asked = chain.request();
    Request request = withoutAttribution(asked);
    TrackedCall call = tracked(asked, chain).orElse(null);
    if (call == null) {
      return chain.proceed(request);
    }
    try {
      return call.watch(chain.proceed(watched(request, call)));
    } catch (IOException e) {
      call.broken();
      throw e;
    }
  }

  /** Events that were not told: the queue was full, or the daemon refused them. */
  public long dropped() {
    return queue.dropped();
  }

  /** Sends what waits, within the patience, and takes no more. */
  @Override
  public void close() {
    sender.close();
  }

  private Optional<TrackedCall> tracked(Request request, Chain chain) {
    HttpUrl url = request.url();
    String provider = vendors.provider(url.host());
    if (provider == null) {
      return Optional.empty();
    }
    return CallKind.of(request.method(), url.encodedPath())
        .map(
            kind ->
                new TrackedCall(
                    new TrackedCall.Asked(
                        provider,
                        kind,
                        url.encodedPath(),
                        attribution.of(request),
                        clock.instant()),
                    () -> chain.call().isCanceled(),
                    this::tell));
  }

  private void tell(ObjectNode event) {
    queue.offer(event.toString());
  }

  private static Request watched(Request request, TrackedCall call) {
    RequestBody body = request.body();
    return body == null
        ? request
        : request
            .newBuilder()
            .method(request.method(), new TrackedBody(body, call::request))
            .build();
  }

  private static Request withoutAttribution(Request request) {
    Request.Builder stripped = request.newBuilder();
    for (String name : request.headers().names()) {
      if (name.toLowerCase(Locale.ROOT).startsWith(CallAttribution.PREFIX)) {
        stripped.removeHeader(name);
      }
    }
    return stripped.build();
  }

  /** What an interceptor is made of. Used by one thread. */
  public static final class Builder {
    private final HttpUrl daemon;
    private final Clock clock;
    private @Nullable String token;
    private CallAttribution attribution = CallAttribution.NONE;
    private Vendors vendors = Vendors.KNOWN;
    private int capacity = 10_000;
    private Duration patience = Duration.ofSeconds(5);

    private Builder(HttpUrl daemon, Clock clock) {
      this.daemon = daemon;
      this.clock = requireNonNull(clock, "clock");
    }

    /** The daemon's token of the role {@code write}, where it wants one. */
    public Builder token(String writeToken) {
      this.token = requireNonNull(writeToken, "writeToken");
      return this;
    }

    /** Who calls are for that do not say otherwise. */
    public Builder attribution(CallAttribution usual) {
      this.attribution = requireNonNull(usual, "usual");
      return this;
    }

    /**
     * Which provider a host is, besides the vendors' own.
     *
     * @param provider as the daemon's configuration and price files call it
     */
    public Builder provider(String host, String provider) {
      this.vendors = vendors.with(host, provider);
      return this;
    }

    /** How many events may wait; 10,000 unless told. */
    public Builder capacity(int events) {
      if (events < 1) {
        throw new IllegalArgumentException("capacity is " + events + "; must be at least 1");
      }
      this.capacity = events;
      return this;
    }

    /** How long closing may take to send what waits; 5 seconds unless told. */
    public Builder patience(Duration closing) {
      this.patience = requireNonNull(closing, "closing");
      return this;
    }

    /** The interceptor; its thread runs from now on. */
    public TrackingInterceptor build() {
      TrackingInterceptor interceptor = new TrackingInterceptor(this);
      interceptor.sender.start();
      return interceptor;
    }
  }
}
