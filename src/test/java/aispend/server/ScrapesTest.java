// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.metrics.ExpositionFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class ScrapesTest {
  private final AtomicInteger rendered = new AtomicInteger();

  @Test
  void manyAtOnce_shareWhatIsRenderedAfterTheyAsked() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    Scrapes<byte[]> scrapes =
        new Scrapes<>(
            format -> {
              int number = rendered.incrementAndGet();
              if (number == 1) {
                await(first);
              }
              return new byte[] {(byte) number};
            });
    ExecutorService threads = Executors.newFixedThreadPool(31);
    try {
      Future<byte[]> early = threads.submit(() -> scrapes.render(ExpositionFormat.TEXT));
      Awaitility.await().until(() -> rendered.get() == 1);
      List<Future<byte[]>> late = new ArrayList<>();
      AtomicInteger asking = new AtomicInteger();
      for (int i = 0; i < 30; i++) {
        late.add(
            threads.submit(
                () -> {
                  asking.incrementAndGet();
                  return scrapes.render(ExpositionFormat.TEXT);
                }));
      }
      Awaitility.await().until(() -> asking.get() == 30);
      first.countDown();

      assertThat(early.get()).containsExactly(1);
      for (Future<byte[]> one : late) {
        assertThat(one.get()[0]).isGreaterThan((byte) 1);
      }
      assertThat(rendered).hasValueLessThan(31);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneAfterTheOther_areRenderedAnew() {
    Scrapes<byte[]> scrapes =
        new Scrapes<>(format -> new byte[] {(byte) rendered.incrementAndGet()});

    assertThat(scrapes.render(ExpositionFormat.TEXT)).containsExactly(1);
    assertThat(scrapes.render(ExpositionFormat.TEXT)).containsExactly(2);
    assertThat(scrapes.render(ExpositionFormat.OPEN_METRICS)).containsExactly(3);
  }

  @Test
  void failure_isToldAndTheNextOneIsRendered() {
    Scrapes<byte[]> scrapes =
        new Scrapes<>(
            format -> {
              if (rendered.incrementAndGet() == 1) {
                throw new IllegalArgumentException("broken");
              }
              return new byte[0];
            });

    assertThatThrownBy(() -> scrapes.render(ExpositionFormat.TEXT)).hasRootCauseMessage("broken");
    assertThat(scrapes.render(ExpositionFormat.TEXT)).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
