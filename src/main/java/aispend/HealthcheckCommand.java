// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.ListenAddress;
import aispend.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code healthcheck}: whether the daemon beside it is ready; for containers without a curl. */
@Command(name = "healthcheck", description = "Exits with 0 when the daemon here is ready.")
final class HealthcheckCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Option(names = "--url", description = "Default: where the configuration says that it listens.")
  private @Nullable URI url;

  HealthcheckCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    URI given = url;
    return ask(given == null ? served() : given);
  }

  private URI served() {
    ServerConfig server = Settings.reader(context).server(context.configFile(file));
    ListenAddress listen = server.listen();
    if (listen.port() == 0) {
      throw new CommandException(
          Main.FAILED,
          "server.listen is " + listen + ", a port of its own choice: name --url",
          null);
    }
    String scheme = server.tls().isPresent() ? "https://" : "http://";
    return URI.create(scheme + near(listen) + "/-/ready");
  }

  /** All interfaces are no address to ask at. */
  private static ListenAddress near(ListenAddress listen) {
    return switch (listen.host()) {
      case "0.0.0.0" -> new ListenAddress("127.0.0.1", listen.port());
      case "::" -> new ListenAddress("::1", listen.port());
      default -> listen;
    };
  }

  private static int ask(URI url) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      System.out.println(response.statusCode() + " " + response.body());
      return response.statusCode() == 200 ? Main.FINE : Main.FAILED;
    } catch (IOException e) {
      throw new CommandException(
          Main.FAILED, "no daemon answers at " + url + ": " + e.getMessage(), e);
    }
  }
}
