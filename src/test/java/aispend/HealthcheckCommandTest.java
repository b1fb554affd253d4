// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health check asks where the daemon serves. */
final class HealthcheckCommandTest {
  @TempDir private Path folder;
  private HttpServer ready;

  @BeforeEach
  void start() throws IOException {
    ready = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ready.createContext(
        "/-/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    ready.start();
  }

  @AfterEach
  void stop() {
    ready.stop(0);
  }

  @Test
  void portOfTheVariable_isAsked() throws IOException {
    assertThat(check("", "AISPEND_LISTEN", "0.0.0.0:" + port())).isEqualTo(Main.FINE);
  }

  @Test
  void portOfTheFile_isAskedBeforeThatOfTheVariable() throws IOException {
    assertThat(check(listen(port()), "AISPEND_LISTEN", "0.0.0.0:1")).isEqualTo(Main.FINE);
    assertThat(check(listen(1), "AISPEND_LISTEN", "0.0.0.0:" + port())).isEqualTo(Main.FAILED);
  }

  @Test
  void fileThatIsWrongElsewhere_stillSaysThePort() throws IOException {
    assertThat(check(listen(port()) + "\n[ledger]\nnonsense = 1\n")).isEqualTo(Main.FINE);
  }

  @Test
  void portOfItsOwnChoice_mustBeNamed() throws IOException {
    assertThat(check(listen(0))).isEqualTo(Main.FAILED);
    assertThat(run(Map.of(), "--url", "http://127.0.0.1:" + port() + "/-/ready"))
        .isEqualTo(Main.FINE);
  }

  private int port() {
    return ready.getAddress().getPort();
  }

  private static String listen(int port) {
    return "[server]\nlisten = \"127.0.0.1:" + port + "\"\n";
  }

  private int check(String config, String... variable) throws IOException {
    Path file = Files.writeString(folder.resolve("aispend.toml"), config);
    Map<String, String> environment = new HashMap<>(Map.of("AISPEND_CONFIG", file.toString()));
    if (variable.length > 0) {
      environment.put(variable[0], variable[1]);
    }
    return run(environment);
  }

  private static int run(Map<String, String> environment, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "healthcheck";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Main.run(arguments, environment, Clock.systemUTC());
  }
}
