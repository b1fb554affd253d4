// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exposition read back: values by name and labels. A strict reader of its own, so that it does
 * not share the writer's mistakes; fails on a line or a label that it cannot read, and on a series
 * that is there twice.
 */
record Scrape(String text, Map<String, String> types, Map<String, Double> values) {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

  static Scrape of(ExpositionText text) {
    return of(text.bytes());
  }

  static Scrape of(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, Double> values = new LinkedHashMap<>();
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new AssertionError("the last line does not end");
    }
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        List<String> parts = List.of(line.split(" ", -1));
        if (types.put(parts.get(2), parts.get(3)) != null) {
          throw new AssertionError("a family twice: " + line);
        }
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        sample(line, values);
      }
    }
    return new Scrape(text, types, values);
  }

  /** The value of a series, written as {@code name{label=value,...}} with sorted labels. */
  double value(String series) {
    Double value = values.get(series);
    if (value == null) {
      throw new AssertionError("no series " + series + " in\n" + text);
    }
    return value;
  }

  /** All series of a metric. */
  Map<String, Double> metric(String name) {
    Map<String, Double> found = new LinkedHashMap<>();
    values.forEach(
        (series, value) -> {
          if (series.equals(name) || series.startsWith(name + "{")) {
            found.put(series, value);
          }
        });
    return found;
  }

  /** The exact sum of a metric's series as they are written. */
  BigDecimal sum(String name) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(name + "{") || line.startsWith(name + " ")) {
        sum = sum.add(new BigDecimal(line.substring(line.lastIndexOf(' ') + 1)));
      }
    }
    return sum;
  }

  private static void sample(String line, Map<String, Double> values) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("not a sample: " + line);
    }
    String labels = sample.group(2) == null ? "" : labels(sample.group(2), line);
    String series = sample.group(1) + labels;
    if (values.put(series, Double.parseDouble(sample.group(3).replace("Inf", "Infinity")))
        != null) {
      throw new AssertionError("a series twice: " + series);
    }
  }

  private static String labels(String text, String line) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.find()) {
      labels.put(label.group(1), unescape(label.group(2)));
      end = label.end();
    }
    if (end != text.length()) {
      throw new AssertionError("labels cannot be read: " + line);
    }
    StringBuilder out = new StringBuilder();
    labels.forEach(
        (name, value) ->
            out.append(out.length() == 0 ? "{" : ",").append(name).append('=').append(value));
    return out.length() == 0 ? "" : out.append('}').toString();
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        out.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
