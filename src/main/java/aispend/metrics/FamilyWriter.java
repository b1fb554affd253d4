// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.nio.charset.StandardCharsets;

/** Writes our families; the same samples as the client library's writer gives for them. */
final class FamilyWriter {
  private static final String TOTAL = "_total";

  private FamilyWriter() {}

  /**
   * Writes a family.
   *
   * @param texts what is kept of large families
   */
  static void write(Family family, ExpositionFormat format, FamilyTexts texts, ExpositionText out) {
    if (family.samples().isEmpty()) {
      return;
    }
    out.add(header(family.definition(), format).getBytes(StandardCharsets.UTF_8));
    texts.write(family, out);
  }

  /** OpenMetrics names a counter's family without the suffix of its samples. */
  private static String header(MetricDefinition metric, ExpositionFormat format) {
    boolean open = format == ExpositionFormat.OPEN_METRICS;
    String name = metric.name();
    if (open && name.endsWith(TOTAL)) {
      name = name.substring(0, name.length() - TOTAL.length());
    }
    String help = metric.help().replace("\\", "\\\\").replace("\n", "\\n");
    if (open) {
      help = help.replace("\"", "\\\"");
    }
    return "# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, metric.type().code());
  }
}
