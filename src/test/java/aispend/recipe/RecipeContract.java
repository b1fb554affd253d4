// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.ReportedBucket;
import aispend.provider.ProviderContract;
import aispend.provider.ProviderType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

/**
 * The contract of a shipped recipe. What each fixture {@code PREFIX_CASE.json} comes to stands in
 * {@code PREFIX_CASE.expected} beside it ({@link Expected}).
 */
abstract class RecipeContract extends ProviderContract {
  static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

  /** What the recipe is asked and how. */
  record Shape(String source, String path, Duration window, Map<String, String> query) {}

  private final String recipe;
  private final Shape shape;

  RecipeContract(String recipe, Shape shape) {
    this.recipe = recipe;
    this.shape = shape;
  }

  @Override
  protected ProviderType type() {
    return Recipes.type(Recipes.shipped(recipe));
  }

  /** The parameter of its cursor; empty when all comes at once. */
  String cursor() {
    return "";
  }

  /** The JSON posted for the first page; empty for a GET. */
  String body() {
    return "";
  }

  @Override
  protected List<Report> reports() {
    Map<String, List<ReportedBucket>> expected = new TreeMap<>();
    Path folder = Path.of("src/test/resources/provider", recipe);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".expected")).toList()) {
        String name = file.getFileName().toString().replace(".expected", "");
        expected.put(
            name.substring(name.indexOf('_') + 1),
            Expected.buckets(shape.source(), Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<ReportedBucket> twoPages = expected.remove("two_pages");
    return List.of(
        new Report(
            shape.source(),
            shape.source(),
            shape.path(),
            new ChargePeriod(START, START.plus(shape.window())),
            shape.query(),
            cursor(),
            expected,
            twoPages == null ? List.of() : twoPages));
  }

  @Test
  void question_isAskedAsTheVendorWantsIt() throws Exception {
    fetch(provider(), reports().get(0));

    RecordedRequest request = vendor().requests().get(0);
    assertThat(request.getUrl().encodedPath()).isEqualTo(shape.path());
    if (body().isEmpty()) {
      assertThat(request.getMethod()).isEqualTo("GET");
    } else {
      assertThat(request.getMethod()).isEqualTo("POST");
      assertThat(request.getHeaders().get("Content-Type")).startsWith("application/json");
      assertThat(Json.read(Objects.requireNonNull(request.getBody()).utf8()))
          .isEqualTo(Json.read(body()));
    }
  }
}
