// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import aispend.config.HistoryConfig;
import aispend.config.LabelsConfig;
import aispend.ledger.Outbox;
import java.time.Duration;
import java.util.Optional;

/**
 * What is sent, where, and how fast.
 *
 * @param job the label {@code job} of all that is sent
 * @param kept what the ledger keeps for sending
 */
record HistorySettings(
    Target target, String job, Outbox.Settings kept, int samplesPerRequest, int samplesPerSecond) {

  /** The settings; empty when history is off. */
  static Optional<HistorySettings> of(HistoryConfig history, LabelsConfig labels) {
    return history
        .remoteWriteUrl()
        .map(
            url ->
                new HistorySettings(
                    Target.of(url, history.access()),
                    history.job(),
                    new Outbox.Settings(history.window(), labels.maxSeries(), labels.top()),
                    history.pace().samplesPerRequest(),
                    history.pace().samplesPerSecond()));
  }

  Duration window() {
    return kept.window();
  }
}
