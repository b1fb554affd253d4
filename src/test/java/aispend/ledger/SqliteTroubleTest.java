// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import aispend.model.Dimension;
import aispend.model.UsageRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite file in trouble: full, read-only, locked, strange, too new. */
@Timeout(60)
final class SqliteTroubleTest {
  private static final int PAGE_BYTES = 4_096;

  @TempDir private Path folder;

  @Test
  void fullDisk_failsTheBatchWholeAndNothingElse() throws IOException {
    try (SqlLedger roomy = open("")) {
      roomy.register(LedgerKit.USAGE, Set.of());
      roomy.append(small(1));
    }
    long pages = Files.size(file()) / PAGE_BYTES;
    try (SqlLedger full = open("?max_page_count=" + (pages + 20))) {
      List<CounterTotal> counters = full.counters();
      List<LedgerReader.SourceState> sources = full.sources();

      assertThatThrownBy(() -> full.append(large(5)))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("openai:usage")
          .hasMessageContaining("full");

      assertThat(full.counters()).isEqualTo(counters);
      assertThat(full.sources()).isEqualTo(sources);
      assertThat(dollars(full)).isEqualTo("1");
      assertThat(full.append(small(2)).added())
          .as("what does fit is kept, on a new connection")
          .isEqualTo(1);
      assertThatThrownBy(() -> full.append(large(5))).isInstanceOf(LedgerException.class);
      assertThat(dollars(full)).isEqualTo("2");
      full.checkWritable(LedgerKit.at(9));
    }
    try (SqlLedger roomyAgain = open("")) {
      assertThat(roomyAgain.append(large(5)).added()).isEqualTo(2_000);
      assertThat(dollars(roomyAgain)).isEqualTo("2002");
    }
  }

  @Test
  void diskFullFromTheStart_cannotBeOpened() {
    assertThatThrownBy(() -> open("?max_page_count=3"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot open the ledger at jdbc:sqlite:")
        .hasMessageContaining("full");
  }

  @Test
  void readOnlyFile_saysSo() {
    open("").close();
    assertThat(file().toFile().setWritable(false)).isTrue();
    assumeFalse(Files.isWritable(file()), "the superuser may write anywhere");

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.db is not writable")
        .hasMessageContaining("cannot open the ledger");
  }

  @Test
  void folderWithoutPermission_saysSo() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assertThat(locked.toFile().setWritable(false)).isTrue();
    assumeFalse(Files.isWritable(locked), "the superuser may write anywhere");

    assertThatThrownBy(() -> SqlLedger.open(url(locked.resolve("l.db")), LedgerKit.LABELS))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("writable");
  }

  @Test
  void folderThatIsAFile_saysSo() throws IOException {
    Path blocked = Files.writeString(folder.resolve("blocked"), "not a folder");

    assertThatThrownBy(() -> SqlLedger.open(url(blocked.resolve("l.db")), LedgerKit.LABELS))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("blocked")
        .hasMessageContaining("folder is writable");
  }

  @Test
  void missingFolders_areMade() {
    Path deep = folder.resolve("a/b/c/ledger.db");

    SqlLedger.open(url(deep), LedgerKit.LABELS).close();

    assertThat(deep).isRegularFile();
  }

  @Test
  void fileThatIsNoDatabase_saysSoAndIsLeftAlone() throws IOException {
    String text = "a text, and quite a long one. ".repeat(200);
    Files.writeString(file(), text);

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("not a database")
        .hasMessageContaining("backup");

    assertThat(file()).hasContent(text);
  }

  @Test
  void damagedPage_isSaidWhenTheLedgerIsOpened() throws Exception {
    open("").close();
    damage("event");

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot open the ledger at " + url(file()))
        .hasMessageContaining("is damaged: ")
        .hasMessageContaining("restore it from a backup");
  }

  @Test
  void pageDamagedWhileItRuns_isSaidWithTheRemedy() throws Exception {
    try (SqlLedger ledger = open("")) {
      ledger.register(LedgerKit.USAGE, Set.of());
      ledger.append(small(1));
      execute("pragma wal_checkpoint(truncate)");
      damage("cube_day");

      assertThatThrownBy(() -> dollars(ledger))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("malformed")
          .hasMessageContaining("restore the ledger from a backup");
    }
  }

  /** However large the file: who starts does not wait for a look at all of it. */
  @Test
  void lookAtAFile_endsWithThePatience() throws Exception {
    execute("create table big (content blob)");
    execute(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000)"
            + " insert into big select randomblob(400) from n");
    damagePage(3); // a leaf, and the last that is looked at
    try (Connection connection = DriverManager.getConnection(url(file()))) {
      assertThat(FileCheck.damage(connection, Duration.ofSeconds(30))).isPresent();
      assertThat(FileCheck.damage(connection, Duration.ZERO)).isEmpty();
    }
  }

  /** Writes over the first page of a table. */
  private void damage(String table) throws SQLException, IOException {
    long page;
    try (Connection connection = DriverManager.getConnection(url(file()));
        Statement statement = connection.createStatement()) {
      page =
          statement
              .executeQuery("select rootpage from sqlite_master where name = '" + table + "'")
              .getLong(1);
    }
    damagePage(page);
  }

  private void damagePage(long page) throws IOException {
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      byte[] noise = "noise".repeat(PAGE_BYTES / 5).getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(noise), (page - 1) * PAGE_BYTES);
    }
  }

  @Test
  void databaseOfSomethingElse_isRefused() throws SQLException {
    execute("create table recipes (name text)");

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot open the ledger");
  }

  @Test
  void ledgerOfANewerVersion_isRefusedByName() throws SQLException {
    open("").close();
    execute(
        "insert into flyway_schema_history select 99, '99', 'later', 'SQL', 'V99__later.sql', 1,"
            + " 'x', installed_on, 1, 1 from flyway_schema_history limit 1");

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("schema version 99")
        .hasMessageContaining("run the newer version");
  }

  @Test
  void urlThatIsNoFile_isRefused() {
    for (String url : List.of("jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:h2:x", "x")) {
      assertThatThrownBy(() -> SqlLedger.open(url, LedgerKit.LABELS))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("jdbc:sqlite:FILE");
    }
  }

  @Test
  void labelsWithoutTheProvider_areAProgrammingError() {
    assertThatThrownBy(() -> SqlLedger.open(url(file()), List.of(Dimension.MODEL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("provider");
  }

  @Test
  void readers_doNotWaitForAWriter() throws SQLException {
    try (SqlLedger ledger = open("")) {
      ledger.register(LedgerKit.USAGE, Set.of());
      ledger.append(small(1));
      try (Connection writer = DriverManager.getConnection(url(file()));
          Statement statement = writer.createStatement()) {
        statement.execute("begin immediate");
        statement.execute("delete from cube_hour");
        statement.execute("delete from counter");

        assertThat(dollars(ledger)).isEqualTo("1");
        assertThat(ledger.counters()).isNotEmpty();
        statement.execute("rollback");
      }
    }
  }

  @Test
  void files_areDurableAndWithAWriteAheadLog() throws SQLException {
    try (SqlLedger ledger = open("");
        Connection other = DriverManager.getConnection(url(file()));
        Statement statement = other.createStatement()) {
      ledger.register(LedgerKit.USAGE, Set.of());
      assertThat(statement.executeQuery("pragma journal_mode").getString(1)).isEqualTo("wal");
    }
  }

  private SqlLedger open(String parameters) {
    return SqlLedger.open(url(file()) + parameters, LedgerKit.LABELS);
  }

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(file()));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String dollars(SqlLedger ledger) {
    return ledger.sums(SumQuery.total(LedgerKit.day(0))).get(0).cost().decimal();
  }

  private static Batch small(long hour) {
    return batch(hour, List.of(LedgerKit.spent(LedgerKit.hour(hour), "1", "model", "m")));
  }

  private static Batch large(long hour) {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      records.add(LedgerKit.spent(LedgerKit.hour(hour), "1", "model", "m" + i, "key", "k" + i));
    }
    return batch(hour, records);
  }

  private static Batch batch(long hour, List<UsageRecord> records) {
    return new Batch(
        LedgerKit.USAGE.name(),
        LedgerKit.hour(hour),
        List.of(new Batch.Bucket("main", LedgerKit.hour(hour), true, records)),
        LedgerKit.at(hour + 1));
  }
}
