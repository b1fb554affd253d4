// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What who runs a daemon does to it: stops it under load, saves and restores its ledger. */
@Timeout(240)
final class OperationsTest {
  private static final int BATCH = 25;
  private static final int SENDERS = 4;

  @TempDir private Path folder;

  /**
   * SIGTERM in the middle of batches: what was answered 200 is kept, and the rest can be resent.
   */
  @Test
  void stoppedUnderLoad_keepsEachAcknowledgedEventOnce() throws Exception {
    Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger acknowledged = new AtomicInteger();
    DaemonProcess daemon = start();
    List<Thread> senders = new ArrayList<>();
    for (int number = 0; number < SENDERS; number++) {
      String name = "s" + number;
      Thread sender =
          new Thread(
              () -> {
                String lines = "";
                for (int batch = 0; lines.isEmpty() || isTaken(daemon, lines); batch++) {
                  acknowledged.addAndGet(lines.isEmpty() ? 0 : BATCH);
                  lines = events(name + "-" + batch, BATCH);
                  sent.addAndGet(BATCH);
                }
                unanswered.add(lines);
              });
      senders.add(sender);
      sender.start();
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() >= 40 * BATCH);

    daemon.close();
    for (Thread sender : senders) {
      sender.join();
    }

    assertThat(unanswered).as("senders were at it when it stopped").hasSize(SENDERS);
    try (DaemonProcess again = start()) {
      assertThat(again.spent())
          .isBetween(cents(acknowledged.get()), cents(sent.get()))
          .isPositive();
      unanswered.forEach(again::deliver);
      assertThat(again.spent()).isEqualByComparingTo(cents(sent.get()));
    }
  }

  /** As docs/operations.md tells it. */
  @Test
  void damagedLedger_isSaidAtTheStartAndTheBackupTakesItsPlace() throws Exception {
    String before = events("before", 300);
    String after = events("after", 100);
    Path backup = folder.resolve("backup.db");
    try (DaemonProcess daemon = start()) {
      daemon.deliver(before);
      String[] arguments = {
        "backup", "--config", folder.resolve("aispend.toml").toString(), backup.toString()
      };
      assertThat(Main.run(arguments, Map.of(), Clock.systemUTC())).isEqualTo(Main.FINE);
      daemon.deliver(after);
      assertThat(daemon.spent()).isEqualByComparingTo("4");
    }
    damage();

    assertThatThrownBy(this::start)
        .hasMessageContaining("the daemon ended")
        .hasMessageContaining("cannot open the ledger at jdbc:sqlite:" + ledger())
        .hasMessageContaining("restore it from a backup");

    Files.copy(backup, ledger(), StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(Path.of(ledger() + "-wal"));
    Files.deleteIfExists(Path.of(ledger() + "-shm"));
    try (DaemonProcess restored = start()) {
      assertThat(restored.spent()).isEqualByComparingTo("3");
      assertThat(restored.post(before).body()).contains("\"duplicates\":300");
      restored.deliver(after);
      assertThat(restored.spent()).isEqualByComparingTo("4");
    }
  }

  private DaemonProcess start() throws IOException {
    return DaemonProcess.start(folder, "[ledger]\nurl = \"jdbc:sqlite:" + ledger() + "\"\n");
  }

  private Path ledger() {
    return folder.resolve("ledger.db");
  }

  /** Writes over the second half of the file. */
  private void damage() throws IOException {
    try (FileChannel file = FileChannel.open(ledger(), StandardOpenOption.WRITE)) {
      int half = Math.toIntExact(file.size() / 2);
      file.write(ByteBuffer.allocate(half), half);
    }
  }

  /** Whether events were acknowledged; a daemon that goes away acknowledges nothing. */
  private static boolean isTaken(DaemonProcess daemon, String lines) {
    try {
      return daemon.post(lines).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Calls of a cent each, a JSON object a line. */
  private static String events(String name, int number) {
    Instant used = Instant.now().minusSeconds(60);
    return IntStream.range(0, number)
        .mapToObj(
            index ->
                ("{'event_id':'%s-%d','timestamp':'%s','provider':'acme','model':'m',"
                        + "'cost_usd':'0.01'}")
                    .replace('\'', '"')
                    .formatted(name, index, used))
        .collect(Collectors.joining("\n"));
  }

  private static BigDecimal cents(int events) {
    return new BigDecimal(events).movePointLeft(2);
  }
}
