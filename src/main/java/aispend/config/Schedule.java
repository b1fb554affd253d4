// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** When a provider is asked. Prints as the configuration writes it. */
public sealed interface Schedule {
  /**
   * At the times of a Quartz cron expression, in UTC.
   *
   * @param expression checked when the configuration was read
   */
  record Cron(String expression) implements Schedule {
    public Cron {
      requireNonNull(expression, "expression");
    }

    @Override
    public String toString() {
      return "cron " + expression;
    }
  }

  /**
   * Again and again.
   *
   * @param interval at least {@link #MIN_SECONDS} seconds
   */
  record Every(Duration interval) implements Schedule {
    public static final int MIN_SECONDS = 10;

    public Every {
      if (interval.toSeconds() < MIN_SECONDS) {
        throw new IllegalArgumentException(
            "interval is " + interval + "; must be at least " + MIN_SECONDS + "s");
      }
    }

    @Override
    public String toString() {
      return "every " + Durations.text(interval);
    }
  }
}
