// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop while many connections are busy, time and again: each answer is whole and a known one. */
final class StopTest {
  private static final int STOPS = 10;
  private static final int CALLERS = 12;
  private static final byte[] REQUEST =
      """
      POST /api/events HTTP/1.1
      Host: localhost
      Content-Type: application/json
      Content-Length: 2

      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  @Test
  void busyConnections_areAnsweredOrClosedAndNeverCalledBad(@TempDir Path folder) throws Exception {
    Set<String> statuses = ConcurrentHashMap.newKeySet();
    for (int stop = 0; stop < STOPS; stop++) {
      Path own = Files.createDirectory(folder.resolve("ledger" + stop));
      try (Daemon daemon = new Daemon(own).start()) {
        AtomicBoolean stopped = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          int port = daemon.server().port();
          Thread caller = new Thread(() -> call(port, statuses, stopped));
          callers.add(caller);
          caller.start();
        }
        while (statuses.isEmpty()) {
          Thread.onSpinWait();
        }
        daemon.server().stop();
        stopped.set(true);
        for (Thread caller : callers) {
          caller.join();
        }
      }
    }

    assertThat(statuses).isSubsetOf("200", "503", "none").contains("200");
  }

  private static void call(int port, Set<String> statuses, AtomicBoolean stopped) {
    while (!stopped.get()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        while (!stopped.get()) {
          socket.getOutputStream().write(REQUEST);
          socket.getOutputStream().write(new byte[] {'[', ']'});
          byte[] answer = new byte[4_096];
          int read = socket.getInputStream().read(answer);
          if (read < 12) {
            break;
          }
          statuses.add(new String(answer, 9, 3, StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        statuses.add("none");
      }
    }
  }
}
