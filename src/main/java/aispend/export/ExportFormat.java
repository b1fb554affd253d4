// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What spend can be written as. */
public enum ExportFormat {
  /** Comma-separated, with all dimensions and kinds of tokens. */
  CSV("text/csv; charset=utf-8", "csv"),
  /** FOCUS 1.2 as CSV. */
  FOCUS("text/csv; charset=utf-8", "focus.csv"),
  /** The same as {@link #CSV}, one JSON object a line. */
  NDJSON("application/x-ndjson", "ndjson");

  private final String contentType;
  private final String suffix;

  ExportFormat(String contentType, String suffix) {
    this.contentType = contentType;
    this.suffix = suffix;
  }

  /** As parameters and options name it: {@code focus}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String contentType() {
    return contentType;
  }

  /** What the name of such a file ends with, without the dot. */
  public String suffix() {
    return suffix;
  }

  public static Optional<ExportFormat> ofCode(String code) {
    return Arrays.stream(values()).filter(format -> format.code().equals(code)).findFirst();
  }

  /** The names of all of them. */
  public static List<String> codes() {
    return Arrays.stream(values()).map(ExportFormat::code).toList();
  }

  Lines lines() {
    return switch (this) {
      case CSV -> new CsvLines(PlainColumns.ALL);
      case FOCUS -> new CsvLines(FocusColumns.ALL);
      case NDJSON -> new JsonLines(PlainColumns.ALL);
    };
  }
}
