// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.testing.ApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is asked and what fixtures answer, held against the shapes of OpenAI's own OpenAPI document.
 */
final class OpenAiSpecificationTest {
  private static final Path FIXTURES = Path.of("src/test/resources/provider/openai");

  /** Newer than the document. */
  private static final String DECISIONS = "/v1/organization/usage/decisions";

  private final OpenAiVendor vendor = new OpenAiVendor();
  private ApiDocument document;

  @BeforeEach
  void read() throws IOException {
    document =
        new ApiDocument(
            Files.readAllBytes(Path.of("src/test/resources/provider/openai-openapi.json")));
  }

  @AfterEach
  void close() {
    vendor.close();
  }

  /** The fixtures that are as the vendor's documents say; others show what it does besides. */
  static Stream<Map.Entry<String, String>> fixtures() {
    Map<String, String> paths = new TreeMap<>();
    for (String usage :
        new String[] {
          "audio_speeches",
          "audio_transcriptions",
          "code_interpreter_sessions",
          "embeddings",
          "file_search_calls",
          "images",
          "moderations",
          "vector_stores",
          "web_search_calls"
        }) {
      paths.put("usage_" + usage, "/v1/organization/usage/" + usage);
    }
    paths.put("completions_normal", "/v1/organization/usage/completions");
    paths.put("completions_two_pages_1", "/v1/organization/usage/completions");
    paths.put("costs_normal", "/v1/organization/costs");
    paths.put("projects_1", "/v1/organization/projects");
    paths.put("users", "/v1/organization/users");
    paths.put("keys_a1", "/v1/organization/projects/{project_id}/api_keys");
    return paths.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void fixture_hasTheShapeOfTheDocument(Map.Entry<String, String> fixture) throws IOException {
    byte[] answer = Files.readAllBytes(FIXTURES.resolve(fixture.getKey() + ".json"));

    assertThat(document.problems(fixture.getValue(), 200, answer)).isEmpty();
  }

  /** The document says a number. The live API was seen to answer a text, which is read too. */
  @Test
  void amountAsText_isNotInTheDocument() {
    String answer =
        """
        {"object":"page","has_more":false,"next_page":null,"data":[{"object":"bucket",
          "start_time":1795132800,"end_time":1795219200,"results":[
            {"object":"organization.costs.result","amount":{"value":%s,"currency":"usd"}}]}]}
        """;

    assertThat(problems(answer.formatted("12.5"))).isEmpty();
    assertThat(problems(answer.formatted("\"12.50\""))).isNotEmpty();
  }

  private List<String> problems(String costs) {
    return document.problems("/v1/organization/costs", 200, costs.getBytes(UTF_8));
  }

  @Test
  void questions_haveNoParameterThatTheDocumentLacks() throws Exception {
    Provider provider = vendor.provider();
    vendor.usage(provider);
    vendor.costs(provider);

    Set<String> asked = new TreeSet<>();
    for (RecordedRequest request : vendor.server().requests()) {
      String path = request.getUrl().encodedPath();
      if (!path.equals(DECISIONS)) {
        asked.add(path);
        Set<String> names = new TreeSet<>();
        document.parameters(path).forEach(each -> names.add(each.path("name").asText()));
        assertThat(names)
            .as(path)
            .containsAll(
                request.getUrl().queryParameterNames().stream()
                    .map(name -> name.replace("[]", ""))
                    .toList());
      }
    }
    assertThat(asked).hasSize(11).contains("/v1/organization/costs");
  }
}
