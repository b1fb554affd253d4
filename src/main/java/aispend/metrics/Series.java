// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One label set of a metric with its rendered text {@code name{label="value"} }, kept because
 * rendering labels at each scrape is most of a scrape's cost. Immutable.
 */
final class Series {
  private static final int SERIES_OF_A_BLOCK = 512;

  private final byte[] text;
  private final boolean beginsBlock;

  Series(MetricDefinition definition, List<String> values) {
    if (values.size() != definition.labels().size()) {
      throw new IllegalArgumentException(
          definition.name() + " has the labels " + definition.labels() + "; got " + values);
    }
    text = render(definition, values).getBytes(StandardCharsets.UTF_8);
    beginsBlock = Math.floorMod(Arrays.hashCode(text), SERIES_OF_A_BLOCK) == 0;
  }

  void writeTo(Consumer<byte[]> out) {
    out.accept(text);
  }

  /** Whether a block of text begins here when there are many series: so does one in some 500. */
  boolean beginsBlock() {
    return beginsBlock;
  }

  private static String render(MetricDefinition definition, List<String> values) {
    StringBuilder line = new StringBuilder(definition.name());
    char separator = '{';
    for (int i = 0; i < values.size(); i++) {
      line.append(separator).append(definition.labels().get(i)).append("=\"");
      appendEscaped(line, values.get(i));
      line.append('"');
      separator = ',';
    }
    if (!values.isEmpty()) {
      line.append('}');
    }
    return line.append(' ').toString();
  }

  /** Escapes as both text formats ask for label values: backslash, quote, line feed. */
  private static void appendEscaped(StringBuilder line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '"' -> line.append("\\\"");
        case '\n' -> line.append("\\n");
        default -> line.append(c);
      }
    }
  }
}
