// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request once more, over a new connection, when a kept one brought no answer. Servers
 * close connections that rest, which says nothing about the vendor; but an open circuit would take
 * it for the failure of its only attempt, and rest again. For requests that may be made twice.
 * OkHttp's own way would also repeat what was answered 408 or 503, and try further addresses,
 * uncounted.
 */
final class KeptConnections implements Interceptor {
  private final ConnectionPool pool;

  private KeptConnections(ConnectionPool pool) {
    this.pool = pool;
  }

  static OkHttpClient renewedBy(OkHttpClient client) {
    return client
        .newBuilder()
        .eventListenerFactory(call -> Use.of(call.request()))
        .addInterceptor(new KeptConnections(client.connectionPool()))
        .build();
  }

  /** A request, for one call, of which it is known whether it went over a kept connection. */
  static Request watched(Request request) {
    return request.newBuilder().tag(Use.class, new Use()).build();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    try {
      return chain.proceed(request);
    } catch (InterruptedIOException e) {
      throw e; // out of time
    } catch (IOException e) {
      if (!Use.of(request).kept || chain.call().isCanceled()) {
        throw e;
      }
    }
    pool.evictAll(); // the others have rested as well
    return chain.proceed(request);
  }

  /** How one call came by its connection. */
  private static final class Use extends EventListener {
    private volatile boolean opened;
    private volatile boolean kept;

    static Use of(Request request) {
      @Nullable Use use = request.tag(Use.class);
      if (use == null) {
        throw new IllegalArgumentException("a request that is not watched");
      }
      return use;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
      opened = true;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
      kept = !opened;
    }
  }
}
