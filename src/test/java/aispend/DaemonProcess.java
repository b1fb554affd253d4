// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A daemon as a process of its own, with intake by way of Kafka or without. */
final class DaemonProcess implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final Pattern SPENT = Pattern.compile("\"cost_usd\"\\s*:\\s*\"([0-9.]+)\"");

  private final Process process;
  private final int port;

  private DaemonProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param folder of its own
   * @param sections of its configuration, but for its address
   */
  static DaemonProcess start(Path folder, String sections) throws IOException {
    int port = freePort();
    Files.createDirectories(folder);
    Path file =
        Files.writeString(
            folder.resolve("aispend.toml"),
            "[server]\nlisten = \"127.0.0.1:" + port + "\"\n" + sections);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "aispend.Main",
                "serve",
                "--config",
                file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    DaemonProcess daemon = new DaemonProcess(process, port);
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(
                    "the daemon ended: " + Files.readString(folder.resolve("log")));
              }
              return daemon.answers();
            });
    return daemon;
  }

  private boolean answers() {
    try {
      return get("/-/healthy").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  HttpResponse<String> get(String path) throws IOException {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  /** Sends events, one JSON object a line. */
  HttpResponse<String> post(String lines) throws IOException {
    return send(
        HttpRequest.newBuilder(uri("/api/events"))
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines)));
  }

  /** Sends events until they are taken, as a patient sender does. */
  void deliver(String lines) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptionsMatching(IOException.class::isInstance)
        .until(() -> post(lines).statusCode() == 200);
  }

  /** What was spent in the last 30 days. */
  BigDecimal spent() throws IOException {
    Matcher amount = SPENT.matcher(get("/api/costs/summary?window_hours=720").body());
    return amount.find() ? new BigDecimal(amount.group(1)) : BigDecimal.ZERO;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return HTTP.send(
          request.timeout(Duration.ofSeconds(40)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Ends it as a power cut would. */
  void kill() {
    process.destroyForcibly();
    end();
  }

  /** Asks it to stop and waits for it. */
  @Override
  public void close() {
    process.destroy();
    end();
  }

  private void end() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the daemon does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
