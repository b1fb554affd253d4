// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.books.CloseRefusedException;
import aispend.books.Closed;
import aispend.books.MonthClosing;
import aispend.config.Config;
import aispend.ledger.Books.ProviderTotal;
import aispend.ledger.LedgerReader;
import aispend.ledger.MonthClose;
import aispend.ledger.SqlLedger;
import aispend.ledger.TenantLedger;
import aispend.model.Money;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code close}: freezes a month, while the daemon runs or not. */
@Command(
    name = "close",
    description =
        "Freezes the totals of a UTC month; later changes come out as corrections. It is never"
            + " opened again.")
final class CloseCommand implements Callable<Integer> {
  private final Main.Context context;

  @Option(names = "--config", paramLabel = "FILE", description = "Default: as for serve.")
  private @Nullable Path file;

  @Option(names = "--month", required = true, paramLabel = "MONTH", description = "Like 2026-10.")
  private YearMonth month = YearMonth.of(1970, 1);

  @Option(names = "--tenant", paramLabel = "NAME", description = "Default: all spend.")
  private String tenant = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "command line",
      description = "Who closes it; default: command line.")
  private String by = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Closes the month although not all of it is settled, and says why.")
  private String reason = "";

  CloseCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Config config = Settings.read(context, context.configFile(file));
    try (SqlLedger ledger = Ledgers.open(config)) {
      MonthClosing closing = Workload.closing(config, ledger, context.clock());
      tell(closing.close(new MonthClosing.Wish(month, tenant, by, reason)), view(config, ledger));
      return Main.FINE;
    } catch (CloseRefusedException e) {
      boolean wrong = e.kind() == CloseRefusedException.Kind.WRONG;
      throw new CommandException(
          wrong ? Main.WRONG_INPUT : Main.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private LedgerReader view(Config config, SqlLedger ledger) {
    return config.tenants().stream()
        .filter(one -> one.name().equals(tenant))
        .findFirst()
        .<LedgerReader>map(one -> new TenantLedger(ledger, one.tenant()))
        .orElse(ledger);
  }

  private void tell(Closed closed, LedgerReader view) {
    System.out.printf(
        "%s %s closed at %s by %s%s%n",
        closed.month(),
        closed.fresh() ? "is" : "was already",
        closed.at(),
        closed.by(),
        closed.reason().isEmpty() ? "" : ", not settled: " + closed.reason());
    MonthClose close =
        view.books().closed().stream()
            .filter(one -> one.month().equals(closed.month()))
            .findFirst()
            .orElseThrow();
    Money total = Money.ZERO_USD;
    for (ProviderTotal provider : view.books().totals(close, context.clock().instant())) {
      System.out.printf("%-24s %s%n", provider.provider(), provider.closed().decimal());
      total = total.plus(provider.closed());
    }
    System.out.printf("%-24s %s%n", "total", total.decimal());
  }
}
