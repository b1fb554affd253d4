// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contents of answers about closed months. */
public final class BookBodies {
  private BookBodies() {}

  /**
   * One provider in a month.
   *
   * @param costUsd what is known now
   * @param closedUsd what the month was closed with; 0 while it is open
   * @param correctionsUsd what became known since
   * @param corrections rows of corrections
   */
  public record MonthProvider(
      String provider, Money costUsd, Money closedUsd, Money correctionsUsd, int corrections) {}

  /**
   * One UTC month: {@code 2026-10}.
   *
   * @param state running, open or closed
   * @param costUsd what is known now: of a closed month what it was closed with, and corrections
   * @param closedUsd what it was closed with; null while it is open
   * @param correctionsUsd what became known since
   * @param corrections rows of corrections
   * @param reason why it was closed before all of it was settled; empty when it was
   */
  public record Month(
      String month,
      String state,
      Money costUsd,
      @Nullable Money closedUsd,
      Money correctionsUsd,
      int corrections,
      @Nullable Instant closedAt,
      @Nullable String closedBy,
      @Nullable String reason,
      List<MonthProvider> providers) {}

  /** {@code /api/months}: newest first. */
  public record MonthRows(List<Month> months) {}
}
