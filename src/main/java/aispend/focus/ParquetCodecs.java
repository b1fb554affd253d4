// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** What unpacks the pages of Parquet files, all in Java: Snappy, Zstandard, gzip, or nothing. */
final class ParquetCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("Parquet is only read");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Pages(codec);
  }

  @Override
  public void release() {}

  private record Pages(CompressionCodecName codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      return codec == CompressionCodecName.UNCOMPRESSED
          ? packed
          : BytesInput.from(unpacked(packed.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer page, int size)
        throws IOException {
      byte[] bytes = new byte[packedSize];
      packed.get(bytes);
      page.put(codec == CompressionCodecName.UNCOMPRESSED ? bytes : unpacked(bytes, size));
    }

    private byte[] unpacked(byte[] packed, int size) throws IOException {
      byte[] page = new byte[size];
      try {
        if (codec == CompressionCodecName.SNAPPY) {
          new SnappyDecompressor().decompress(packed, 0, packed.length, page, 0, size);
        } else if (codec == CompressionCodecName.ZSTD) {
          new ZstdDecompressor().decompress(packed, 0, packed.length, page, 0, size);
        } else if (codec == CompressionCodecName.GZIP) {
          return new GZIPInputStream(new ByteArrayInputStream(packed)).readNBytes(size);
        } else {
          throw new IOException("it is packed by " + codec + "; write it with Snappy or Zstandard");
        }
      } catch (MalformedInputException e) {
        throw new IOException("its pages cannot be unpacked", e);
      }
      return page;
    }

    @Override
    public void release() {}
  }
}
