// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.metrics.ExpositionFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Renders the exposition one at a time. Who asks while one is rendered shares the next one with all
 * who do: many scrapers at once cost time and memory as two, and each gets what was rendered after
 * it asked. Any thread may use it.
 *
 * @param <T> what is rendered; it is shared, so nobody may change it
 */
final class Scrapes<T> {
  private final Function<ExpositionFormat, T> rendering;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Map<ExpositionFormat, CompletableFuture<T>> next =
      new EnumMap<>(ExpositionFormat.class);

  Scrapes(Function<ExpositionFormat, T> rendering) {
    this.rendering = rendering;
  }

  /** What is rendered from now on. */
  T render(ExpositionFormat format) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> shared;
    synchronized (next) {
      shared = next.putIfAbsent(format, mine);
    }
    if (shared == null) {
      lead(format, mine);
      shared = mine;
    }
    try {
      return shared.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the exposition was not rendered", e.getCause());
    }
  }

  private void lead(ExpositionFormat format, CompletableFuture<T> mine) {
    turn.lock();
    try {
      synchronized (next) {
        next.remove(format);
      }
      mine.complete(rendering.apply(format));
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      turn.unlock();
    }
  }
}
