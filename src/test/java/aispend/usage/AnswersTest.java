// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.testing.Mutants;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole answers and streams of each vendor, invented, cut anywhere. */
class AnswersTest {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String EVENTS = "text/event-stream";
  private static final String LINES = "application/x-ndjson";
  private static final String FRAMES = "application/vnd.amazon.eventstream";

  @ParameterizedTest
  @EnumSource(VendorAnswer.class)
  void answer_isReadAlikeHoweverItIsCut(VendorAnswer answer) {
    byte[] body = answer.body();
    for (int cut = 0; cut <= body.length; cut++) {
      AnswerReader reader = answer.reader();
      reader.take(body, 0, cut);
      reader.usage();
      reader.take(body, cut, body.length - cut);
      assertThat(seen(reader)).as("cut at %d", cut).isEqualTo(answer.expected());
    }
    AnswerReader reader = answer.reader();
    for (int i = 0; i < body.length; i++) {
      reader.take(body, i, 1);
    }
    assertThat(seen(reader)).as("byte by byte").isEqualTo(answer.expected());
  }

  @ParameterizedTest
  @EnumSource(VendorAnswer.class)
  void firstTokenAndEnd_areSeenWhenTheyComeAndNotBefore(VendorAnswer answer) {
    byte[] body = answer.body();
    AnswerReader reader = answer.reader();
    int begunAt = -1;
    int completeAt = -1;
    for (int i = 0; i < body.length; i++) {
      reader.take(body, i, 1);
      begunAt = begunAt < 0 && reader.begun() ? i : begunAt;
      completeAt = completeAt < 0 && reader.complete() ? i : completeAt;
    }
    int first = answer.firstToken();
    assertThat(begunAt).isBetween(first, first < 0 ? first : first + 100);
    assertThat(completeAt).isGreaterThan(answer.end());
  }

  @ParameterizedTest
  @MethodSource("mediaTypes")
  void rubbish_isNeverFailedAt(String mediaType) {
    Random random = new Random(7);
    byte[] alphabet =
        "{}[]\":,\\\n\r data:event[DONE]null0.1eusagemodelid\u0000\u00ff".getBytes(UTF_8);
    for (int round = 0; round < 500; round++) {
      AnswerReader reader = Answers.reader(mediaType, "/v1/messages");
      byte[] body = new byte[random.nextInt(600)];
      for (int i = 0; i < body.length; i++) {
        body[i] = alphabet[random.nextInt(alphabet.length)];
      }
      reader.take(body, 0, body.length);
      assertThat(reader.usage().units()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(VendorAnswer.class)
  void damagedAnswer_isReadAlikeHoweverItIsCut(VendorAnswer answer) {
    Mutants mutants = new Mutants(List.of(answer.body()));
    for (int i = 0; i < Mutants.tries(200); i++) {
      byte[] body = mutants.next();
      AnswerReader whole = answer.reader();
      whole.take(body, 0, body.length);
      AnswerReader pieces = answer.reader();
      for (int at = 0, next = 0; at < body.length; at = next) {
        next = Math.min(body.length, at + 1 + mutants.below(40));
        pieces.take(body, at, next - at);
      }

      assertThat(seen(pieces)).as(new String(body, UTF_8)).isEqualTo(seen(whole));
    }
  }

  static Stream<String> mediaTypes() {
    return Stream.of(JSON, EVENTS, LINES, FRAMES, "audio/mpeg");
  }

  @Test
  void usageObject_isToldAsItCameWithItsTier() {
    VendorAnswer answer = VendorAnswer.OPENAI_WHOLE;
    AnswerReader reader = answer.reader();
    assertThat(reader.told()).isEmpty();

    reader.take(answer.body(), 0, answer.body().length);

    assertThat(reader.told().map(Object::toString))
        .contains(
            "{\"prompt_tokens\":900,\"completion_tokens\":40,\"total_tokens\":940,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":500},"
                + "\"service_tier\":\"default\"}");
  }

  @Test
  void pictureOfManyMegabytes_isLetThroughAndTheUsageBehindItRead() {
    AnswerReader reader = Answers.reader(JSON, "/v1/images/generations");
    take(reader, "{\"created\":1,\"data\":[{\"b64_json\":\"");
    byte[] picture = new byte[1 << 20];
    Arrays.fill(picture, (byte) 'A');
    for (int i = 0; i < 64; i++) {
      reader.take(picture, 0, picture.length);
    }
    take(reader, "\"}],\"usage\":{\"input_tokens\":50,\"output_tokens\":40,\"total_tokens\":90}}");

    assertThat(reader.usage().tokens()).isEqualTo(plain(50, 40));
    assertThat(reader.complete()).isTrue();
  }

  @Test
  void lineOfManyMegabytes_isLetThroughAndTheNextOnesRead() {
    AnswerReader reader = Answers.reader(EVENTS, "/v1/chat/completions");
    take(reader, "data: {\"model\":\"");
    byte[] noise = new byte[1 << 20];
    Arrays.fill(noise, (byte) 'x');
    for (int i = 0; i < 16; i++) {
      reader.take(noise, 0, noise.length);
    }
    take(reader, "\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":5}}\n\n");

    assertThat(reader.usage())
        .isEqualTo(CallUsage.of(ReportedTokens.plain(5L, null)).of(null, null, null));
  }

  @Test
  void usageThatCannotBeRight_isNone() {
    AnswerReader reader = Answers.reader(JSON, "/v1/chat/completions");

    take(reader, "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":-5,\"x\":1e99999999999}}");

    assertThat(reader.usage()).isEqualTo(CallUsage.NONE.of(null, "m", null));
  }

  @Test
  void streamThatIsCut_keepsWhatItToldAndIsNotComplete() {
    VendorAnswer answer = VendorAnswer.ANTHROPIC_STREAM;
    byte[] body = answer.body();
    int cut = new String(body, UTF_8).indexOf("event: message_delta");
    AnswerReader reader = answer.reader();

    reader.take(body, 0, cut);

    assertThat(reader.complete()).isFalse();
    assertThat(reader.begun()).isTrue();
    assertThat(reader.usage().tokens())
        .isEqualTo(
            new ReportedTokens(
                ReportedTokens.Accounting.EXCLUSIVE,
                400L,
                null,
                500L,
                new CacheWrites(300L, 200L, 100L),
                1L,
                null,
                Modalities.NONE));
  }

  @Test
  void failureWithinAnAnswer_isSeen() {
    assertThat(failed(LINES, "{\"message\":{\"content\":\"a\"}}\n{\"error\":\"out of memory\"}\n"))
        .isTrue();
    assertThat(failed(EVENTS, "event: error\ndata: {\"type\":\"error\",\"error\":{\"x\":1}}\n\n"))
        .isTrue();
    assertThat(failed(EVENTS, "data: {\"type\":\"response.failed\",\"response\":{}}\n\n")).isTrue();
    assertThat(failed(JSON, "{\"error\":null,\"usage\":null}")).isFalse();
    byte[] exception = Frames.of(":message-type", "exception", "{\"message\":\"slow down\"}");
    AnswerReader reader = Answers.reader(FRAMES, "/model/m/converse-stream");
    reader.take(exception, 0, exception.length);
    assertThat(reader.failed()).isTrue();
  }

  @Test
  void frameThatCannotBeRight_endsTheReadingAndNothingElse() {
    byte[] body = VendorAnswer.BEDROCK_STREAM.body();
    body[9] ^= 1;
    AnswerReader reader = VendorAnswer.BEDROCK_STREAM.reader();

    reader.take(body, 0, body.length);

    assertThat(reader.usage().tokens()).isNull();
    assertThat(reader.complete()).isFalse();
  }

  @Test
  void answerOfAnotherKind_isCompleteAndSaysNothing() {
    AnswerReader reader = Answers.reader("audio/mpeg", "/v1/audio/speech");

    take(reader, "{\"usage\":{\"prompt_tokens\":5}}");

    assertThat(reader.usage()).isEqualTo(CallUsage.NONE);
    assertThat(reader.complete()).isTrue();
    assertThat(Answers.reader(null, "").complete()).isTrue();
  }

  @Test
  void modelOfThePath_standsWhereTheAnswerNamesNone() {
    String arn = "/model/arn%3Aaws%3Abedrock%3Aeu%3A1%3Ax%2Fy/converse";
    assertThat(model(arn)).isEqualTo("arn:aws:bedrock:eu:1:x/y");
    assertThat(model("/v1beta/models/gemini-2.5-pro:generateContent")).isEqualTo("gemini-2.5-pro");
    assertThat(model("/model/bad%zz/invoke")).isEqualTo("bad%zz");
    assertThat(model("/v1/models/gpt-5")).isNull();
  }

  private static @Nullable String model(String path) {
    return Answers.reader(JSON, path).usage().model();
  }

  private static boolean failed(String mediaType, String body) {
    AnswerReader reader = Answers.reader(mediaType, "");
    take(reader, body);
    return reader.failed();
  }

  private static void take(AnswerReader reader, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    reader.take(bytes, 0, bytes.length);
  }

  private static ReportedTokens plain(long input, long output) {
    return ReportedTokens.plain(input, output);
  }

  private static List<Object> seen(AnswerReader reader) {
    return List.of(reader.usage(), reader.complete(), reader.failed());
  }

  static List<Object> complete(
      @Nullable String id, String model, ReportedTokens tokens, @Nullable String tier) {
    CallUsage usage = new CallUsage(id, model, tokens, Map.of(), tier, null);
    return List.of(usage, true, false);
  }
}
