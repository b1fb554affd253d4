// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.model.Dimension;
import aispend.model.ReportedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.kafka.common.utils.Utils;

/**
 * What tells an event from others, as in the ledger: its tenant, its id and its UTC hour. The first
 * two are the message's key, so that all messages about an event are in one partition.
 *
 * @param tenant empty for nobody's in particular
 */
record EventKey(String tenant, String id) {
  private static final int DIGEST_BYTES = 16;

  static EventKey of(ReportedEvent event) {
    return new EventKey(event.usage().dimensions().get(Dimension.TENANT), event.identity().id());
  }

  /** The key of a message. */
  byte[] bytes() {
    return (tenant + "/" + id).getBytes(StandardCharsets.UTF_8);
  }

  /** Where the messages about an event are; what Kafka's own producers choose by the key. */
  int partition(int partitions) {
    return Utils.toPositive(Utils.murmur2(bytes())) % partitions;
  }

  /** As it is remembered; the length of the id decides nothing about memory. */
  byte[] digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(tenant.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      sha256.update(id.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(sha256.digest(), DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
