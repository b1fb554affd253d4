// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import mockwebserver3.MockResponse;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** How what is told reaches a daemon that is busy, refuses or is gone. */
class TrackingDeliveryTest extends TrackedCalls {
  @Test
  void daemonThatIsBusy_isAskedAgainAndNothingIsLost() throws Exception {
    vendor.enqueue(json(200, WHOLE));
    daemon.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "1").build());
    daemon.enqueue(taken());

    call(chat().build()).close();

    String first = daemon.takeRequest().getBody().utf8();
    assertThat(daemon.takeRequest().getBody().utf8()).isEqualTo(first);
    assertThat(interceptor.dropped()).isZero();
  }

  @Test
  void fullQueue_dropsAndCountsAndCallsGoOn() throws Exception {
    interceptor.close();
    use(builder().capacity(1).patience(Duration.ofSeconds(2)));
    daemon.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "60").build());
    daemon.enqueue(new MockResponse.Builder().code(503).build());
    daemon.enqueue(new MockResponse.Builder().code(503).build());
    vendor.enqueue(json(200, WHOLE));
    call(chat().build()).close();
    daemon.takeRequest();

    for (int i = 0; i < 3; i++) {
      vendor.enqueue(json(200, WHOLE));
      try (Response response = call(chat().build())) {
        assertThat(response.body().string()).isEqualTo(WHOLE);
      }
    }
    assertThat(interceptor.dropped()).isEqualTo(2);

    interceptor.close();
    assertThat(interceptor.dropped())
        .as("with the one that waited and the one on its way")
        .isEqualTo(4);
  }

  @Test
  void eventsThatTheDaemonRefuses_areCountedAndNotSentAgain() throws Exception {
    vendor.enqueue(json(200, WHOLE));
    daemon.enqueue(
        new MockResponse.Builder()
            .code(422)
            .body(
                "{\"accepted\":0,\"duplicates\":0,\"rejected\":[{\"index\":0,\"field\":\"model\"}]}")
            .build());
    call(chat().build()).close();
    await().until(() -> interceptor.dropped() == 1);

    vendor.enqueue(json(200, WHOLE));
    daemon.enqueue(new MockResponse.Builder().code(401).build());
    call(chat().build()).close();
    await().until(() -> interceptor.dropped() == 2);

    assertThat(daemon.getRequestCount()).isEqualTo(2);
  }

  @Test
  void closing_sendsWhatWaits() throws Exception {
    vendor.enqueue(json(200, WHOLE));
    daemon.enqueue(taken());
    call(chat().build()).close();

    interceptor.close();

    assertThat(daemon.getRequestCount()).isEqualTo(1);
    assertThat(daemon.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer w");
    assertThat(interceptor.dropped()).isZero();
  }
}
