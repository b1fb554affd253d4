// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import aispend.ledger.Posting;
import io.airlift.compress.snappy.SnappyCompressor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import prometheus.Remote.Label;
import prometheus.Remote.Sample;
import prometheus.Remote.TimeSeries;
import prometheus.Remote.WriteRequest;

/**
 * Postings as remote write 1.0 puts them: labels sorted by name and never empty, samples of a
 * series in the order of time. Used by one thread.
 */
final class WireFormat {
  private final String job;
  private final SnappyCompressor snappy = new SnappyCompressor();

  WireFormat(String job) {
    this.job = job;
  }

  /** The message of some postings, those of one series beside each other and in time order. */
  byte[] message(List<Posting> postings) {
    WriteRequest.Builder request = WriteRequest.newBuilder();
    TimeSeries.Builder series = TimeSeries.newBuilder();
    long seriesId = Long.MIN_VALUE;
    for (Posting posting : postings) {
      if (posting.seriesId() != seriesId) {
        if (series.getSamplesCount() > 0) {
          request.addTimeseries(series);
        }
        series = TimeSeries.newBuilder();
        for (Map.Entry<String, String> label : labels(posting).entrySet()) {
          series.addLabels(Label.newBuilder().setName(label.getKey()).setValue(label.getValue()));
        }
        seriesId = posting.seriesId();
      }
      series.addSamples(
          Sample.newBuilder()
              .setValue(posting.amount().doubleValue())
              .setTimestamp(posting.at().toEpochMilli()));
    }
    return request.addTimeseries(series).build().toByteArray();
  }

  /** The message in Snappy's block format. */
  byte[] compressed(byte[] message) {
    byte[] out = new byte[snappy.maxCompressedLength(message.length)];
    int length = snappy.compress(message, 0, message.length, out, 0, out.length);
    return Arrays.copyOf(out, length);
  }

  private SortedMap<String, String> labels(Posting posting) {
    SortedMap<String, String> labels = new TreeMap<>(posting.labels());
    labels.put("__name__", posting.family().metric());
    labels.put("job", job);
    return labels;
  }
}
