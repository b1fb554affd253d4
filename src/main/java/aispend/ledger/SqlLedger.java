// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.BalanceLevel;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedBalance;
import aispend.model.SeriesReading;
import aispend.model.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The ledger in an SQL database. Writes are done one at a time, each in one durable transaction;
 * reads see whole batches and do not wait for writes. Any thread may use it.
 */
public final class SqlLedger extends SqlReading implements LedgerWriter, AutoCloseable {
  private static final String PUT_NAME =
      """
      insert into display_name (provider, dimension, id, name)
      values (:provider, :dimension, :id, :name)
      on conflict (provider, dimension, id) do update set name = excluded.name
      """;

  private static final String PROBE =
      """
      insert into meta (name, value) values ('probed_at', :now)
      on conflict (name) do update set value = excluded.value
      """;

  private final List<Dimension> labels;
  private final Outbox outbox;
  private final CrossingLog crossings;
  private final GroupCommit events =
      new GroupCommit((batch, at) -> appendEvents(batch, List.of(), at));
  private final KnownSets sets = new KnownSets();
  private final Standing standing;

  private SqlLedger(Storage storage, List<Dimension> labels) {
    super(storage);
    this.labels = labels;
    this.outbox = new SqlOutbox(storage, labels);
    this.crossings = new SqlCrossings(storage);
    this.standing = new Standing(storage.database());
  }

  /** Opens a ledger whose exposed totals are not bounded. */
  public static SqlLedger open(String url, List<Dimension> labels) {
    return open(LedgerPlace.of(url), labels, LabelBounds.NONE);
  }

  /**
   * Opens a ledger, making it when it is not there.
   *
   * @param labels the dimensions that are labels of the exposed totals; must hold the provider
   * @param bounds how many values and label sets the exposed totals tell apart
   * @throws LedgerException when it cannot be opened
   */
  public static SqlLedger open(LedgerPlace place, List<Dimension> labels, LabelBounds bounds) {
    if (!labels.contains(Dimension.PROVIDER)) {
      throw new IllegalArgumentException("labels are " + labels + "; must hold the provider");
    }
    Storage storage = Storage.open(place);
    try {
      storage.write(
          "prepare the ledger's totals",
          handle -> {
            storage.database().opened(handle);
            Preparing.prepare(handle, labels, bounds);
            return true;
          });
      return new SqlLedger(storage, List.copyOf(labels));
    } catch (RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  @Override
  public void matchModels(String provider, UnaryOperator<String> names) {
    models.put(provider, names);
  }

  @Override
  public void register(Source source, Set<Dimension> match) {
    storage.write(
        "register source " + source.name(),
        handle -> {
          List<Sources.Stored> before = Sources.all(handle);
          Sources.register(handle, source, match);
          DisplayNames names = DisplayNames.read(handle);
          Counters counters = new Counters(labels, names);
          Postings postings = new Postings(handle, labels, names, Sources.newestReading(before));
          counters.announce(source);
          new Relayering(handle, counters, postings, models).apply(source, before);
          counters.flush(handle, Instant.EPOCH);
          totals.watch(handle, counters.flushed());
          postings.flush();
          return true;
        });
  }

  /**
   * Notes which polled sources are read from now on: nothing waits for what others might say.
   *
   * @param names of the sources
   */
  public void ask(Set<String> names) {
    storage.write(
        "note which sources are asked",
        handle -> {
          List<Sources.Stored> changed = Sources.ask(handle, names);
          if (!changed.isEmpty()) {
            DisplayNames shown = DisplayNames.read(handle);
            Counters counters = new Counters(labels, shown);
            Postings postings = new Postings(handle, labels, shown, Sources.newestReading(changed));
            new Relayering(handle, counters, postings, models).bookAsked(changed);
            counters.flush(handle, Instant.EPOCH);
            totals.watch(handle, counters.flushed());
            postings.flush();
          }
          return true;
        });
  }

  /** Which thresholds of budgets were crossed. */
  public CrossingLog crossings() {
    return crossings;
  }

  /** The vendors' names for ids, as they are known now. */
  public DisplayNames displayNames() {
    return storage.read("read names", DisplayNames::read);
  }

  /** Closes months. */
  public CloseLog closes() {
    return new SqlCloseLog(storage);
  }

  /** What billing meters were told. */
  public MeterLog meters() {
    return new SqlMeterLog(storage);
  }

  /** What daemons on one ledger in PostgreSQL share of their polls. */
  public Commons commons() {
    return new Commons(storage);
  }

  /** Prices that were learned from a price map. */
  public LearnedPrices learnedPrices() {
    return new LearnedPrices(storage);
  }

  /** Prices kept use again. */
  public Repricings repricings() {
    return new Repricings(storage, labels, models, totals);
  }

  @Override
  public List<Repricing> repricings(int limit) {
    return repricings().runs(limit);
  }

  /** The dimensions that are labels of the exposed totals. */
  List<Dimension> labels() {
    return labels;
  }

  /** History on its way to Prometheus. */
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public AppendResult append(Batch batch) {
    return storage.write(
        "keep " + batch.source() + " of " + batch.window().start() + ".." + batch.window().end(),
        handle -> {
          try (Appending appending = new Appending(handle, batch, labels, models)) {
            AppendResult result = appending.append();
            totals.watch(handle, appending.totals());
            return result;
          }
        });
  }

  @Override
  public List<Event.Fate> appendEvents(List<Event> sent, Instant receivedAt) {
    return events.append(sent, receivedAt);
  }

  @Override
  public List<Event.Fate> appendEvents(
      List<Event> batch, List<SeriesReading> readings, Instant receivedAt) {
    Map<Dimensions, Long> used = new HashMap<>();
    List<Event.Fate> fates =
        storage.write(
            "keep " + batch.size() + " events",
            handle -> {
              SeriesRows.keep(handle, readings);
              try (EventAppending appending =
                  new EventAppending(handle, receivedAt, labels, sets, models, standing)) {
                List<Event.Fate> all = appending.append(batch);
                used.putAll(appending.sets());
                totals.watch(handle, appending.totals());
                return all;
              }
            });
    sets.committed(used);
    return fates;
  }

  @Override
  public long appendTotals(String stream, List<PartitionTotal> told, Instant receivedAt) {
    Map<Dimensions, Long> used = new HashMap<>();
    long expired =
        storage.write(
            "keep " + told.size() + " totals of " + stream,
            handle -> {
              List<HourTotal> growth = StreamTotals.growth(handle, stream, told);
              try (EventAppending appending =
                  new EventAppending(handle, receivedAt, labels, sets, models, standing)) {
                long old = appending.add(growth);
                used.putAll(appending.sets());
                totals.watch(handle, appending.totals());
                return old;
              }
            });
    sets.committed(used);
    return expired;
  }

  @Override
  public void listened(Instant until) {
    List<SourceState> sent = sources().stream().filter(state -> state.source().isSent()).toList();
    if (sent.isEmpty()) {
      return;
    }
    Function<Handle, Boolean> move =
        handle -> {
          Sources.all(handle).stream()
              .filter(stored -> stored.source().isSent())
              .forEach(stored -> Sources.listened(handle, stored, until));
          return true;
        };
    // Watermarks are read anew each time, but insights depend on what is settled.
    if (sent.stream().allMatch(state -> Sources.isSettledAlike(state, until))) {
      storage.writeQuietly("move the watermark of events", move);
    } else {
      storage.write("move the watermark of events", move);
    }
  }

  @Override
  public List<BalanceLevel> putBalances(
      String provider, List<ReportedBalance> balances, Instant at) {
    return storage.write(
        "keep balances of " + provider,
        handle ->
            balances.stream()
                .flatMap(balance -> BalanceLevels.keep(handle, provider, balance, at).stream())
                .toList());
  }

  @Override
  public void putNames(String provider, Dimension dimension, Map<String, String> names) {
    if (names.isEmpty()) {
      return;
    }
    Map<String, String> kept = new LinkedHashMap<>(); // two long ids may be kept as one
    names.forEach(
        (id, name) ->
            kept.put(asKept(dimension, id), asKept(dimension, name.isEmpty() ? id : name)));
    storage.write(
        "keep names of " + provider,
        handle -> {
          try (PreparedBatch put = handle.prepareBatch(PUT_NAME)) {
            kept.forEach(
                (id, name) ->
                    put.bind("provider", provider)
                        .bind("dimension", dimension.code())
                        .bind("id", id)
                        .bind("name", name)
                        .add());
            put.execute();
          }
          return true;
        });
  }

  /** A text as records keep it, so that both are found together. */
  private static String asKept(Dimension dimension, String text) {
    return Dimensions.of(dimension, text).get(dimension);
  }

  @Override
  public void checkWritable(Instant now) {
    storage.writeQuietly(
        "write to the ledger",
        handle -> handle.createUpdate(PROBE).bind("now", now.toString()).execute());
  }

  /**
   * Drops one small piece of what is older than it is kept, and gives its space back to the disk.
   * Totals stay as they are. Events before {@code rawFrom} are not taken any more from then on.
   *
   * @return rows by table; empty when there is nothing left to drop
   */
  public Map<String, Integer> retain(RetentionBounds bounds) {
    Optional<List<EventMonths.Old>> months =
        storage.database().hasMonths()
            ? Optional.of(
                storage.read("look for old months", handle -> Retention.oldMonths(handle, bounds)))
            : Optional.empty();
    Map<String, Integer> dropped =
        storage.writeQuietly(
            "drop what is too old", handle -> new Retention(handle, bounds, months).drop());
    storage.shrink();
    return dropped;
  }

  /**
   * Copies the ledger as it is now into a new file, while it is read and written.
   *
   * @throws LedgerException when the file exists or cannot be written, or the ledger is no file
   */
  public void backup(Path target) {
    if (storage.database() instanceof PostgresDatabase) {
      throw new LedgerException("the ledger is in PostgreSQL; back it up with pg_dump", null);
    }
    storage.alone(
        "copy the ledger to " + target,
        handle -> handle.execute("vacuum into ?", target.toString()));
  }

  @Override
  public void close() {
    storage.close();
  }
}
