// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static JsonNode value(String literal) throws JsonProcessingException {
    return Json.read("{\"v\":" + literal + "}").path("v");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "0.10, 0.10",
        "100.00, 100.00",
        "49074.0, 49074.0",
        "1.2E-7, 1.2E-7",
        "1e308, 1E+308",
        "-3, -3",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "0.061342512345678901234567890123456789, 0.061342512345678901234567890123456789",
        "\"12.50\", 12.50",
        "\" 12.50 \", 12.50",
        "NaN, NaN",
        "-Infinity, -Infinity"
      })
  void decimalText_keepsEveryDigit(String literal, String text) throws Exception {
    assertThat(Json.decimalText(value(literal))).isEqualTo(text);
  }

  @Property
  void decimalText_isTheNumberWritten(
      @ForAll @BigRange(min = "-1000000000", max = "1000000000") @Scale(40) BigDecimal number)
      throws Exception {
    assertThat(Json.decimalText(value(number.toString()))).isEqualTo(number.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "{}", "[1]"})
  void decimalText_ofNoNumber_isNull(String literal) throws Exception {
    assertThat(Json.decimalText(value(literal))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "12, 12",
    "12.0, 12",
    "\"12\", 12",
    "1.2e1, 12",
    "-5, -5",
    "9223372036854775807, 9223372036854775807"
  })
  void wholeNumber_readsWhatIsOne(String literal, long number) throws Exception {
    assertThat(Json.wholeNumber(value(literal))).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "9223372036854775808",
        "1e308",
        "1e999999999",
        "1e-999999999",
        "\"1e999999999\"",
        "\"many\"",
        "\"\"",
        "NaN",
        "null",
        "{}",
        "true"
      })
  void wholeNumber_ofAnythingElse_isNull(String literal) throws Exception {
    assertThat(Json.wholeNumber(value(literal))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"\"a\", a", "7, 7", "true, true"})
  void text_isTheValue(String literal, String text) throws Exception {
    assertThat(Json.text(Json.read("{\"v\":" + literal + "}"), "v")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "{}", "[]"})
  void text_ofNothing_isNull(String literal) throws Exception {
    assertThat(Json.text(Json.read("{\"v\":" + literal + "}"), "v")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{}x",
        "{\"a\":",
        "{'a':1}",
        "{\"a\":1e99999999999}",
        "<html>"
      })
  void brokenDocument_isRefused(String document) {
    assertThatThrownBy(() -> Json.read(document)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void deepNesting_isRefused() {
    String deep = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);

    assertThatThrownBy(() -> Json.read(deep)).isInstanceOf(JsonProcessingException.class);
  }
}
