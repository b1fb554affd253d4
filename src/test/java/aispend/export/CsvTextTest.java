// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Money;
import aispend.testing.CsvFile;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
  @Test
  void plainCells_standAsTheyAre() {
    assertThat(CsvText.line(Arrays.asList("a b", 7L, null, true, "")))
        .isEqualTo("a b,7,,true,\r\n");
  }

  @Test
  void firstCellWithoutText_keepsItsPlace() {
    assertThat(CsvText.line(Arrays.asList(null, "b"))).isEqualTo(",b\r\n");
  }

  @Test
  void negativeAmount_isANumberAndNoFormula() {
    assertThat(CsvText.line(List.of(Money.usd("-0.000000001"), new BigDecimal("1E+3"))))
        .isEqualTo("-0.000000001,1000\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", "\n=1", "\uFF1D1", "\uFF201"})
  void textThatASpreadsheetWouldWorkOut_isMadeHarmless(String text) {
    assertThat(cell(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a\"b", "\"", "a\r\nb", "a\nb", "ü,€", "a=1", "a@b"})
  void anyOtherText_isReadBackAsItWas(String text) {
    assertThat(cell(text)).isEqualTo(text);
  }

  private static String cell(String text) {
    String line = CsvText.line(List.of("before", text, "after"));
    return new CsvFile("a,b,c\r\n" + line).rows().get(0).getOrDefault("b", "");
  }
}
