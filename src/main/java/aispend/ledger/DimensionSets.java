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
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Stores each combination of dimension values once, under an id that is a hash of it, so that the
 * same combination has the same id in every ledger. Lives as long as one transaction.
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
      select content from dimension_set where set_id = :set_id
      """;

  private final Handle handle;
  private final RowWriter insert;
  private final Map<Dimensions, Long> known = new HashMap<>();

  DimensionSets(Handle handle) {
    this.handle = handle;
    this.insert = new RowWriter(handle, INSERT);
  }

  /** Takes note of a combination that was read from the ledger. */
  void know(Dimensions dimensions, long id) {
    known.put(dimensions, id);
  }

  long id(Dimensions dimensions) {
    Long id = known.get(dimensions);
    if (id == null) {
      id = store(dimensions);
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
    insert.bind("set_id", id).bind("content", content);
    for (Dimension dimension : Dimension.values()) {
      insert.bind(Columns.of(dimension), dimensions.get(dimension));
    }
    if (insert.execute() == 0) {
      refuseCollision(id, content);
    }
    return id;
  }

  private void refuseCollision(long id, String content) {
    String stored =
        handle.createQuery(STORED).bind("set_id", id).mapTo(String.class).findFirst().orElse("");
    if (!stored.equals(content)) {
      throw new IllegalStateException(
          "two combinations of dimensions share the id "
              + id
              + ": '"
              + stored
              + "', '"
              + content
              + "'");
    }
  }

  @Override
  public void close() {
    insert.close();
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
