// SPDX-License-Identifier: Apache-2.0
package aispend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code healthcheck}: whether the daemon beside it is ready; for containers without a curl. */
@Command(name = "healthcheck", description = "Exits with 0 when the daemon here is ready.")
final class HealthcheckCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:9477/-/ready",
      description = "Default: ${DEFAULT-VALUE}.")
  private URI url = URI.create("http://127.0.0.1:9477/-/ready");

  @Override
  public Integer call() throws InterruptedException {
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
