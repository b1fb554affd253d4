// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import aispend.model.UsageRecord;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normalised;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Usage objects of each vendor, invented, and the disjoint tokens that they are. */
class UsageObjectTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final Path VECTORS = Path.of("src/test/resources/usage");

  static List<String> vectors() {
    try (Stream<Path> files = Files.walk(VECTORS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> VECTORS.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_becomesDisjointTokens(String name) throws Exception {
    JsonNode vector = JSON.readTree(VECTORS.resolve(name).toFile());

    CallUsage told = UsageObject.read(vector.path("usage"), name.substring(0, name.indexOf('/')));

    assertThat(tokens(told)).isEqualTo(numbers(vector.path("tokens")));
    assertThat(told.units()).isEqualTo(texts(vector.path("units")));
    assertThat(told.tier()).isEqualTo(vector.path("tier").textValue());
    assertThat(told.costUsd()).isEqualTo(vector.path("cost_usd").textValue());
    assertThat(told.region()).isEqualTo(vector.path("region").textValue());
    assertThat(told.speed()).isEqualTo(vector.path("speed").textValue());
  }

  @Test
  void everyVendorOfTheContract_hasVectors() {
    assertThat(vectors().stream().map(name -> name.substring(0, name.indexOf('/'))))
        .contains("openai", "anthropic", "gemini", "bedrock", "ollama");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"prompt_tokens\":-1} | prompt_tokens | must be a whole number from 0",
        "{\"prompt_tokens\":1.5} | prompt_tokens | must be a whole number",
        "{\"prompt_tokens\":\"7\"} | prompt_tokens | must be a whole number",
        "{\"prompt_tokens\":9223372036854775808} | prompt_tokens | must be a whole number",
        "{\"prompt_tokens\":1000000000001} | prompt_tokens | from 0 to 1000000000000",
        "{\"prompt_tokens\":5,\"prompt_tokens_details\":7} | prompt_tokens_details | an object",
        "{\"prompt_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":6}}"
            + " | prompt_tokens_details.cached_tokens | a part of prompt_tokens, of which 5 are",
        "{\"prompt_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":3,"
            + "\"cache_write_tokens\":3}}"
            + " | prompt_tokens_details.cache_write_tokens | of which 2 are left",
        "{\"prompt_tokens\":5,\"prompt_tokens_details\":{\"audio_tokens\":6}}"
            + " | prompt_tokens_details.audio_tokens | a part of prompt_tokens",
        "{\"prompt_tokens\":5,\"prompt_cache_hit_tokens\":6} | prompt_cache_hit_tokens | a part of",
        "{\"completion_tokens\":5,\"completion_tokens_details\":{\"reasoning_tokens\":6}}"
            + " | completion_tokens_details.reasoning_tokens | a part of completion_tokens",
        "{\"completion_tokens\":5,\"completion_tokens_details\":{\"reasoning_tokens\":3,"
            + "\"audio_tokens\":3}} | completion_tokens_details.audio_tokens | of which 2 are left",
        "{\"input_tokens\":5,\"input_tokens_details\":{\"cached_tokens\":6}}"
            + " | input_tokens_details.cached_tokens | a part of input_tokens",
        "{\"input_tokens\":9,\"input_tokens_details\":{\"cache_write_tokens\":2,"
            + "\"cache_write_tokens_details\":{\"ttl_12h_tokens\":3}}}"
            + " | input_tokens_details.cache_write_tokens_details.ttl_12h_tokens | of which 2 are",
        "{\"input_tokens\":5,\"cache_creation_input_tokens\":3,"
            + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":2,\"ephemeral_1h_input_tokens\":2}}"
            + " | cache_creation.ephemeral_5m_input_tokens | of which 1 are left",
        "{\"output_tokens\":5,\"cache_creation\":null,\"cache_read_input_tokens\":0,"
            + "\"output_tokens_details\":{\"thinking_tokens\":6}}"
            + " | output_tokens_details.thinking_tokens | a part of output_tokens",
        "{\"promptTokenCount\":5,\"cachedContentTokenCount\":6}"
            + " | cachedContentTokenCount | a part of promptTokenCount",
        "{\"promptTokenCount\":5,\"promptTokensDetails\":[{\"modality\":\"AUDIO\","
            + "\"tokenCount\":6}]} | promptTokensDetails | a part of promptTokenCount",
        "{\"inputTokens\":5,\"cacheWriteInputTokens\":1,\"cacheDetails\":[{\"ttl\":\"1h\","
            + "\"inputTokens\":2}]} | cacheDetails | a part of cacheWriteInputTokens",
        "{\"eval_count\":-2} | eval_count | must be a whole number",
        "{\"prompt_tokens\":5,\"cost\":-1} | cost | must be dollars from 0 to 1000000",
        "{\"prompt_tokens\":5,\"cost\":\"free\"} | cost | must be dollars",
        "{\"words\":5} | `` | must be the usage object of OpenAI, Anthropic, Gemini, Bedrock",
        "[1] | `` | must be the provider's usage object",
      })
  void usageThatCannotBeRight_isRefusedByNameWithARemedy(String json, String field, String remedy)
      throws Exception {
    JsonNode usage = JSON.readTree(json);

    assertThatThrownBy(() -> UsageObject.read(usage, "openai"))
        .isInstanceOfSatisfying(
            UsageException.class,
            refused -> {
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.remedy()).contains(remedy);
            });
  }

  @Test
  void shapeOfBoth_isReadAsTheProviderCounts() throws Exception {
    JsonNode usage =
        JSON.readTree(
            """
            {"input_tokens": 900, "input_tokens_details": {"cached_tokens": 500},
             "cache_read_input_tokens": 500, "output_tokens": 40}
            """);

    assertThat(tokens(UsageObject.read(usage, "openai-eu")))
        .isEqualTo(Map.of("input", 400L, "cache_read", 500L, "output", 40L));
    assertThat(tokens(UsageObject.read(usage, "anthropic-eu")))
        .isEqualTo(Map.of("input", 900L, "cache_read", 500L, "output", 40L));
  }

  @Test
  void whatDecidesThePrice_isPutIntoTheDimensionsAndNeverOverAnOwnRegion() throws Exception {
    CallUsage told =
        UsageObject.read(
            JSON.readTree(
                """
                {"input_tokens": 1, "cache_read_input_tokens": 0, "service_tier": "batch",
                 "inference_geo": "us", "speed": "fast"}
                """),
            "anthropic");
    Dimensions own = Dimensions.of(Dimension.REGION, "eu");

    assertThat(told.onto(Dimensions.NONE))
        .isEqualTo(
            Dimensions.of(Dimension.TIER, "batch")
                .with(Dimension.REGION, "us")
                .with(Dimension.VARIANT, "fast"));
    assertThat(told.onto(own).get(Dimension.REGION)).isEqualTo("eu");
    assertThat(CallUsage.NONE.onto(own)).isEqualTo(own);
  }

  private static Map<String, Long> tokens(CallUsage told) {
    ReportedUsage usage =
        new ReportedUsage(
            Dimensions.of(Dimension.MODEL, "m"), told.tokens(), 1L, told.units(), null);
    Instant start = Instant.parse("2026-11-21T12:00:00Z");
    ReportedPeriod hour = ReportedPeriod.of(start, start.plusSeconds(3600));
    Normalised normalised =
        new Normaliser("p", "p", PriceBook.bundled(), CurrencyRates.NONE)
            .normalise(List.of(new ReportedBucket("events", hour, List.of(usage))));
    assertThat(normalised.rejections()).isEmpty();
    UsageRecord kept = normalised.buckets().get(0).records().get(0);
    Map<String, Long> tokens = new TreeMap<>();
    kept.tokens().counts().forEach((type, count) -> tokens.put(type.code(), count));
    return tokens;
  }

  private static Map<String, Long> numbers(JsonNode object) {
    Map<String, Long> numbers = new TreeMap<>();
    object.properties().forEach(one -> numbers.put(one.getKey(), one.getValue().longValue()));
    return numbers;
  }

  private static Map<String, @Nullable String> texts(JsonNode object) {
    Map<String, @Nullable String> texts = new TreeMap<>();
    object.properties().forEach(one -> texts.put(one.getKey(), one.getValue().textValue()));
    return texts;
  }
}
