// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for what all state stores of a daemon hold in memory beside the heap: what was written
 * and not yet put into files, what was read, and indexes. Without it each piece of each store of
 * each partition would have some 100 MB of its own.
 */
final class StateMemory implements AutoCloseable {
  /** Under this name the stream's settings hold it. */
  static final String SETTING = "aispend.state.memory";

  private static final long WRITE_BUFFER = 4L << 20;

  private final LRUCache cache;
  private final WriteBufferManager writes;

  StateMemory(long bytes) {
    RocksDB.loadLibrary();
    this.cache = new LRUCache(bytes);
    this.writes = new WriteBufferManager(bytes / 2, cache);
  }

  @Override
  public void close() {
    writes.close();
    cache.close();
  }

  /** Made by Streams, for each piece of each store. */
  public static final class Setter implements RocksDBConfigSetter {
    @Override
    public void setConfig(String store, Options options, Map<String, Object> settings) {
      if (settings.get(SETTING) instanceof StateMemory memory) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writes);
        options.setWriteBufferSize(WRITE_BUFFER);
        options.setMaxWriteBufferNumber(2);
      }
    }

    /** The memory is closed when the stream is. */
    @Override
    public void close(String store, Options options) {}
  }
}
