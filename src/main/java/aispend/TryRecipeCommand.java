// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.ConfigException;
import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.Secret;
import aispend.model.Source;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normalised;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.provider.ProviderType;
import aispend.recipe.Recipes;
import aispend.recipe.Trial;
import aispend.telemetry.Telemetry;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code try-recipe}: asks a vendor once by a recipe and shows what comes of it. */
@Command(
    name = "try-recipe",
    description = "Asks a vendor by a recipe, keeps nothing, and shows what each pointer found.")
final class TryRecipeCommand implements Callable<Integer> {
  private static final Duration USUAL = Duration.ofDays(2);

  private final Main.Context context;

  @Parameters(paramLabel = "RECIPE", description = "A file, or the name of one that comes along.")
  private String recipe = "";

  @Option(names = "--base-url", paramLabel = "URL", description = "Default: the recipe's.")
  private @Nullable String baseUrl;

  @Option(names = "--key-env", paramLabel = "NAME", description = "Default: the recipe's.")
  private @Nullable String keyEnv;

  @Option(names = "--option", paramLabel = "NAME=VALUE", description = "One of its options.")
  private Map<String, String> options = Map.of();

  @Option(names = "--day", paramLabel = "DATE", description = "UTC day; default: the last two.")
  private @Nullable LocalDate day;

  @Option(names = "--rows", paramLabel = "N", description = "How many to show.")
  private int rows = 10;

  TryRecipeCommand(Main.Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    ProviderType type = type();
    try (OutgoingHttp http =
        new OutgoingHttp(new Telemetry(), context.clock(), Build.current().userAgent())) {
      Provider provider = provider(type, http);
      boolean well = true;
      for (Source source : provider.sources()) {
        well &= attempt(type, provider, source);
      }
      return well ? Main.FINE : Main.FAILED;
    } catch (ProviderException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private ProviderType type() {
    Path file = Path.of(recipe);
    try {
      if (Files.isRegularFile(file)) {
        return Recipes.ofFile(file);
      }
    } catch (ConfigException e) {
      throw new CommandException(Main.WRONG_INPUT, String.valueOf(e.getMessage()), e);
    }
    List<ProviderType> shipped = Recipes.shipped();
    return shipped.stream()
        .filter(type -> type.type().equals(recipe))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    Main.WRONG_INPUT,
                    "there is no file "
                        + recipe
                        + ", and no such recipe comes along; these do: "
                        + String.join(", ", shipped.stream().map(ProviderType::type).toList()),
                    null));
  }

  private Provider provider(ProviderType type, OutgoingHttp http) {
    String variable = keyEnv == null ? type.defaultKeyEnv() : keyEnv;
    String key = context.environment().getOrDefault(variable, "");
    if (key.isBlank()) {
      throw new CommandException(
          Main.WRONG_INPUT,
          "environment variable " + variable + " is not set; " + type.keyHint(),
          null);
    }
    for (String name : options.keySet()) {
      if (!type.options().contains(name)) {
        throw new CommandException(
            Main.WRONG_INPUT,
            "the recipe has no option " + name + "; it has: " + type.options(),
            null);
      }
    }
    String url = baseUrl == null ? type.defaultBaseUrl() : baseUrl;
    ProviderSettings settings =
        new ProviderSettings(type.type(), url, new Secret(key.strip()), variable, options);
    try {
      return type.factory()
          .create(settings, http.client(type.type(), HttpSettings.DEFAULTS), context.clock());
    } catch (IllegalArgumentException e) {
      String remedy = "; here: --option NAME=VALUE";
      throw new CommandException(Main.WRONG_INPUT, e.getMessage() + remedy, e);
    }
  }

  private boolean attempt(ProviderType type, Provider provider, Source source)
      throws ProviderException, InterruptedException {
    PrintStream out = System.out;
    ChargePeriod window = window(source);
    out.printf("%s, %s to %s%n", source.name(), window.start(), window.end());
    Trial trial = Recipes.trial(provider, source, window);
    out.printf("  %d rows in the first answer%n", trial.rows());
    trial.findings().forEach(finding -> out.println("    " + finding));
    Normaliser normaliser =
        new Normaliser(type.type(), type.type(), PriceBook.bundled(), new CurrencyRates(List.of()));
    Normalised normalised = normaliser.normalise(provider.fetch(source, window));
    RecipeRows shown = RecipeRows.of(normalised, rows);
    shown.lines().forEach(line -> out.println("  " + line));
    return trial.missed() == 0 && normalised.rejections().isEmpty();
  }

  private ChargePeriod window(Source source) {
    long bucket = source.bucket().toSeconds();
    LocalDate wanted = day;
    if (wanted != null) {
      Instant start = wanted.atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
      return new ChargePeriod(start, start.plus(shorter(Duration.ofDays(1), source.maxWindow())));
    }
    long now = context.clock().instant().getEpochSecond();
    Instant end = Instant.ofEpochSecond(Math.floorDiv(now, bucket) * bucket);
    return new ChargePeriod(end.minus(shorter(USUAL, source.maxWindow())), end);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
