// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads: readers see whole batches, writers do not lose each other's. */
@Timeout(120)
abstract class ThreadKit extends LedgerKit {
  private static final int BATCHES = 40;

  @Test
  void readersBesideAWriter_seeWholeBatches() throws Exception {
    CountDownLatch readersAreBusy = new CountDownLatch(20);
    AtomicBoolean written = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Set<String>>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(threads.submit(() -> readUntil(written, readersAreBusy)));
      }
      for (int i = 0; i < BATCHES; i++) {
        if (i == BATCHES / 2) {
          assertThat(readersAreBusy.await(60, TimeUnit.SECONDS)).isTrue();
        }
        String dollars = Integer.toString(i + 1);
        read(
            USAGE,
            10 + i,
            bucket(hour(5), spent(hour(5), dollars, "project", "p", "model", "a", "key", "k")),
            bucket(hour(40), spent(hour(40), dollars, "project", "p", "model", "b", "key", "l")));
      }
      written.set(true);
      for (Future<Set<String>> reader : readers) {
        assertThat(reader.get(60, TimeUnit.SECONDS)).isNotEmpty();
      }
    } finally {
      written.set(true);
      threads.shutdownNow();
    }
    assertThat(canonical(days(0, 2))).isEqualTo(Integer.toString(2 * BATCHES));
  }

  /** Reads in all ways; each answer by itself must be of whole batches. */
  private Set<String> readUntil(AtomicBoolean written, CountDownLatch busy) {
    Set<String> seen = new TreeSet<>();
    do {
      Map<String, String> byModel = shares(SumQuery.total(days(0, 2), Dimension.MODEL));
      assertThat(byModel.get("a")).isEqualTo(byModel.get("b"));
      Map<String, String> byKey = shares(SumQuery.total(days(0, 2), Dimension.KEY));
      assertThat(byKey).doesNotContainKey("");
      assertThat(byKey.get("k")).isEqualTo(byKey.get("l"));
      Map<String, String> counters = counters(CounterFamily.COST);
      assertThat(counters.get("openai:usage/openai/p/a"))
          .isEqualTo(counters.get("openai:usage/openai/p/b"));
      seen.add(byModel.getOrDefault("a", "none"));
      busy.countDown();
    } while (!written.get());
    return seen;
  }

  @Test
  void writersOfSeveralThreads_allCount() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<AppendResult>> results = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int hour = i;
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return read(USAGE, hour + 1, bucket(hour(hour), spent(hour(hour), "1")));
                }));
      }
      start.countDown();
      for (Future<AppendResult> result : results) {
        assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(new AppendResult(1, 0, 0, 0));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(canonical(day(0))).isEqualTo("24");
    assertThat(state(USAGE).watermark()).contains(at(24));
    assertThat(costLessCredits()).isEqualByComparingTo("24");
  }
}
