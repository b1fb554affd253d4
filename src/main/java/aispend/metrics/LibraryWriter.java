// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.function.Predicate;

/** Writes a registry of the client library, without its {@code _created} samples. */
final class LibraryWriter {
  private static final String END_OF_OPEN_METRICS = "# EOF\n";

  private LibraryWriter() {}

  /** The registry's text, without an end mark. */
  static String write(CollectorRegistry registry, ExpositionFormat format) {
    return write(registry, format, name -> true);
  }

  /** The text of those samples whose names are wanted. */
  static String write(
      CollectorRegistry registry, ExpositionFormat format, Predicate<String> wanted) {
    var families =
        registry.filteredMetricFamilySamples(
            name -> !name.endsWith("_created") && wanted.test(name));
    StringWriter text = new StringWriter();
    try {
      switch (format) {
        case TEXT -> TextFormat.write004(text, families);
        case OPEN_METRICS -> TextFormat.writeOpenMetrics100(text, families);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be written", e);
    }
    String written = text.toString();
    return written.endsWith(END_OF_OPEN_METRICS)
        ? written.substring(0, written.length() - END_OF_OPEN_METRICS.length())
        : written;
  }
}
