// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.TenantConfig;
import aispend.export.Export;
import aispend.export.ExportFormat;
import aispend.export.ExportQuery;
import aispend.export.ExportQuery.Months;
import aispend.export.ExportQuery.Width;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.ledger.MonthClose;
import aispend.ledger.SqlLedger;
import aispend.ledger.TenantLedger;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: spend of some days as a file, while the daemon runs or not. */
@Command(
    name = "export",
    description = "Writes the spend of a range of UTC days as FOCUS 1.2, CSV or NDJSON.")
final class ExportCommand implements Callable<Integer> {
  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "focus, csv or ndjson; default: csv.")
  private String format = "";

  @Option(names = "--from", required = true, paramLabel = "DATE", description = "First UTC day.")
  private LocalDate from = LocalDate.EPOCH;

  @Option(names = "--to", required = true, paramLabel = "DATE", description = "Last UTC day.")
  private LocalDate to = LocalDate.EPOCH;

  @Option(
      names = "--granularity",
      paramLabel = "WIDTH",
      defaultValue = "day",
      description = "What a row stands for: day or hour; default: day.")
  private String granularity = "";

  @Option(
      names = "--months",
      paramLabel = "HOW",
      defaultValue = "closed",
      description =
          "Closed months as they were closed, with later changes as corrections (closed), or as"
              + " known now (live); default: closed.")
  private String months = "";

  @Option(names = "--tenant", paramLabel = "NAME", description = "Default: all spend.")
  private @Nullable String tenant;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A file that does not exist yet; default: standard output.")
  private @Nullable Path out;

  ExportCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ExportFormat as =
        ExportFormat.ofCode(format)
            .orElseThrow(() -> wrong("--format", format, String.join(", ", ExportFormat.codes())));
    Width width =
        Width.ofCode(granularity)
            .orElseThrow(
                () ->
                    wrong(
                        "--granularity",
                        granularity,
                        Arrays.stream(Width.values())
                            .map(Width::code)
                            .collect(Collectors.joining(", "))));
    Months how =
        Months.ofCode(months)
            .orElseThrow(() -> wrong("--months", months, String.join(", ", Months.codes())));
    if (to.isBefore(from)) {
      throw refused("--to " + to + " is before --from " + from);
    }
    if (out != null && Files.exists(out)) {
      throw refused(out + " exists already; name another file");
    }
    Config config = Settings.read(context, context.configFile(file));
    try (SqlLedger ledger = Ledgers.open(config)) {
      ExportQuery query = new ExportQuery(from, to, width, Map.of(), null, how);
      LedgerReader view = view(ledger, config);
      query.kept(view.books()).ifPresent(ExportCommand::refuseHours);
      write(new Export(view, query, as, context.clock().instant()));
    } catch (LedgerException | IOException e) {
      throw new CommandException(Main.FAILED, "the export failed: " + e.getMessage(), e);
    }
    return Main.FINE;
  }

  private LedgerReader view(SqlLedger ledger, Config config) {
    if (tenant == null) {
      return ledger;
    }
    TenantConfig own =
        config.tenants().stream()
            .filter(one -> one.name().equals(tenant))
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        "--tenant",
                        tenant,
                        config.tenants().stream()
                            .map(TenantConfig::name)
                            .collect(Collectors.joining(", ", "[", "]"))));
    return new TenantLedger(ledger, own.tenant());
  }

  /** Under another name until it is whole, so that a part is not taken for all. */
  private void write(Export export) throws IOException {
    if (out == null) {
      export.writeTo(System.out);
      System.out.flush();
      if (System.out.checkError()) {
        throw new IOException("standard output takes no more");
      }
      return;
    }
    Path part = out.resolveSibling(out.getFileName() + ".part");
    try (OutputStream stream = Files.newOutputStream(part)) {
      export.writeTo(stream);
    }
    Files.move(part, out);
    System.err.println("written to " + out);
  }

  private static void refuseHours(MonthClose close) {
    throw refused(
        close.month()
            + " is closed and is kept by the day; write --granularity day, or --months live");
  }

  private static CommandException wrong(String option, @Nullable String value, String allowed) {
    return refused(option + " is '" + value + "'; allowed: " + allowed);
  }

  private static CommandException refused(String message) {
    return new CommandException(Main.WRONG_INPUT, message, null);
  }
}
