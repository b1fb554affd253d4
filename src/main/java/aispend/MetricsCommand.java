// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.metrics.Catalogue;
import aispend.model.Dimension;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code metrics}: the catalogue of what {@code /metrics} shows. */
@Command(name = "metrics", description = "Prints every metric with its type, labels and help.")
final class MetricsCommand implements Callable<Integer> {
  /** How the catalogue is written. */
  enum Format {
    text,
    json
  }

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Format format = Format.text;

  @Override
  public Integer call() {
    Catalogue catalogue =
        new Catalogue(List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL));
    System.out.println(format == Format.json ? catalogue.json() : catalogue.text());
    return Main.FINE;
  }
}
