// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Stores each combination of dimension values once, under an id that is a hash of it, so that the
 * same combination has the same id in every ledger. Lives as long as one transaction; what is
 * stored stays for ever, so that the next one may begin with what this one knew once it is
 * committed.
 */
final class DimensionSets implements AutoCloseable {
  private static final String INSERT =
      """
      insert into dimension_set (set_id, content, %s) values (:set_id, :content, %s)
      on conflict (set_id) do nothing
      """
          .formatted(Columns.list(Columns.DIMENSIONS), Columns.parameters(Columns.DIMENSIONS));

  private static final String STORED =
      """
      select content from dimension_set where set_id = ?
      """;

  private final RowWriter insert;
  private final Lookup stored;
  private final KnownSets committed;
  private final Map<Dimensions, Long> known = new HashMap<>();

  DimensionSets(Handle handle) {
    this(handle, new KnownSets());
  }

  /**
   * Begins with what is known.
   *
   * @param committed ids of combinations that are in the ledger for certain
   */
  DimensionSets(Handle handle, KnownSets committed) {
    this.insert = new RowWriter(handle, INSERT);
    this.stored = new Lookup(handle, STORED);
    this.committed = committed;
  }

  /** All that this transaction asked for; in the ledger once it is committed. */
  Map<Dimensions, Long> known() {
    return known;
  }

  /** Takes note of a combination that was read from the ledger. */
  void know(Dimensions dimensions, long id) {
    known.put(dimensions, id);
  }

  long id(Dimensions dimensions) {
    Long id = known.get(dimensions);
    if (id == null) {
      id = committed.id(dimensions);
      id = id == null ? (Long) store(dimensions) : id;
      known.put(dimensions, id);
    }
    return id;
  }

  private long store(Dimensions dimensions) {
    String content =
        JsonText.of(
            dimensions.values().entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey().code(), entry.getValue()))
                .toList());
    long id = hash(content);
    Optional<String> kept = stored.text(id);
    if (kept.isPresent() || insert(id, content, dimensions) == 0) {
      refuseCollision(id, kept.or(() -> stored.text(id)).orElse(""), content);
    }
    return id;
  }

  private int insert(long id, String content, Dimensions dimensions) {
    insert.bind("set_id", id).bind("content", content);
    for (Dimension dimension : Dimension.values()) {
      insert.bind(Columns.of(dimension), dimensions.get(dimension));
    }
    return insert.execute();
  }

  private static void refuseCollision(long id, String kept, String content) {
    if (!kept.equals(content)) {
      throw new LedgerException(
          LedgerException.Reason.REFUSED,
          "two combinations of dimensions share the id "
              + id
              + ": '"
              + kept
              + "', '"
              + content
              + "'",
          null);
    }
  }

  @Override
  public void close() {
    insert.close();
    stored.close();
  }

  /** The first 8 bytes of the text's SHA-256. */
  static long hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
