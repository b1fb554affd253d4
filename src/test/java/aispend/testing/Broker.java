// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker with its own controller, from the artifacts that Maven brings, as a process
 * of its own. It can be stopped hard and started again with what it had.
 */
public final class Broker implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private final Path settings;
  private Process process;

  private Broker(Path folder, int port, Path settings, Process process) {
    this.folder = folder;
    this.port = port;
    this.settings = settings;
    this.process = process;
  }

  /** Starts one that keeps everything in a folder. */
  public static Broker start(Path folder) {
    try {
      int port = freePort();
      Path settings =
          Files.writeString(folder.resolve("server.properties"), settings(folder, port));
      Files.createDirectories(folder.resolve("logs"));
      Process format =
          java(
              folder,
              "kafka.tools.StorageTool",
              "format",
              "--cluster-id",
              Uuid.randomUuid().toString(),
              "--config",
              settings.toString());
      if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
        throw new IllegalStateException(
            "the storage was not formatted: "
                + Files.readString(folder.resolve("kafka.tools.StorageTool.log")));
      }
      Broker broker = new Broker(folder, port, settings, run(folder, settings));
      broker.awaitReady();
      return broker;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public String servers() {
    return "127.0.0.1:" + port;
  }

  /** Ends it as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    waitForEnd();
  }

  public void restart() {
    try {
      process = run(folder, settings);
      awaitReady();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private void waitForEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the broker does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitReady() {
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(
                    "the broker ended: " + Files.readString(folder.resolve("kafka.Kafka.log")));
              }
              return listens();
            });
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Process run(Path folder, Path settings) throws IOException {
    return java(folder, "kafka.Kafka", settings.toString());
  }

  private static Process java(Path folder, String main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    File log = folder.resolve(main + ".log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static String settings(Path folder, int port) throws IOException {
    int controller = freePort();
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=4194304
        """
        .formatted(port, controller, folder.resolve("logs"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
