// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Dockerfile, and that compose runs what it builds. */
final class ComposeImageTest {
  private static final List<String> DOCKERFILE =
      Shipped.text(Shipped.path("Dockerfile")).lines().toList();
  private static final Pattern VERSION = Pattern.compile("ARG [A-Z_]+_IMAGE=[a-z-]+:[0-9]+\\..+");

  private static List<String> lines(String instruction) {
    return DOCKERFILE.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1))
        .toList();
  }

  @Test
  void baseImages_areOfExactVersions() {
    assertThat(DOCKERFILE.stream().filter(line -> line.startsWith("ARG ")))
        .hasSize(2)
        .allMatch(VERSION.asMatchPredicate());
    assertThat(lines("FROM")).hasSize(2).allMatch(image -> image.startsWith("${"));
  }

  @Test
  void image_runsAsTheUserOfCompose() {
    assertThat(lines("USER"))
        .containsExactly(Composed.PLAIN.service("aispend").path("user").asText());
    assertThat(lines("VOLUME")).containsExactly("/var/lib/aispend");
    assertThat(lines("COPY")).noneMatch(line -> line.contains("..") || line.startsWith(". "));
    assertThat(lines("ADD")).isEmpty();
  }

  @Test
  void healthOfTheImage_isTheOneOfCompose() throws Exception {
    JsonNode compose = Composed.PLAIN.service("aispend").path("healthcheck");

    assertThat(lines("CMD")).hasSize(2);
    assertThat(Shipped.JSON.readTree(lines("CMD").get(0)))
        .isEqualTo(Shipped.JSON.valueToTree(compose.path("test").valueStream().skip(1).toList()));
  }

  /** What is copied must not be held back, and nothing else must get in. */
  @Test
  void buildContext_isWhatIsCopied() {
    List<String> ignored = Shipped.text(Shipped.path(".dockerignore")).lines().toList();
    List<String> copied =
        lines("COPY").stream()
            .filter(line -> !line.startsWith("--from"))
            .map(line -> "!" + line.split(" ", -1)[0])
            .toList();

    assertThat(ignored).contains("*");
    assertThat(ignored.stream().filter(line -> line.startsWith("!")))
        .containsExactlyInAnyOrderElementsOf(copied);
  }
}
