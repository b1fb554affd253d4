// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that are not there, where it may, and refuses those that are wrong. */
final class TopicCheck {
  private static final Duration EVENTS_KEPT = Duration.ofDays(7);
  private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(30);
  private static final Duration MARGIN = Duration.ofDays(7);

  private final KafkaConfig config;

  TopicCheck(KafkaConfig config) {
    this.config = config;
  }

  /**
   * Looks whether all is there and as it must be.
   *
   * @throws KafkaException with what is wrong and what to do
   */
  void check() throws InterruptedException {
    try (Admin admin = Admin.create(ClientSettings.admin(config))) {
      Set<String> missing = names();
      missing.removeAll(await(admin.listTopics().names()));
      if (!missing.isEmpty()) {
        make(admin, missing);
      }
      String events = config.topics().events();
      TopicDescription found =
          await(admin.describeTopics(Set.of(events)).allTopicNames()).get(events);
      if (found == null || found.partitions().size() != config.topics().partitions()) {
        throw new KafkaException(
            "topic "
                + events
                + " has "
                + (found == null ? 0 : found.partitions().size())
                + " partitions and kafka.partitions is "
                + config.topics().partitions()
                + "; an event's partition follows from their number, so set kafka.partitions to"
                + " what the topic has, and never change the topic's");
      }
    }
  }

  private Set<String> names() {
    KafkaConfig.Topics topics = config.topics();
    return new HashSet<>(List.of(topics.events(), topics.totals(), topics.deadLetters()));
  }

  private void make(Admin admin, Set<String> missing) throws InterruptedException {
    if (!config.topics().create()) {
      throw new KafkaException(
          "there is no topic "
              + String.join(", ", missing)
              + "; make it, or set"
              + " kafka.create_topics = true");
    }
    List<NewTopic> wanted = new ArrayList<>(wanted());
    wanted.removeIf(topic -> !missing.contains(topic.name()));
    try {
      await(admin.createTopics(wanted).all());
    } catch (KafkaException e) {
      if (!(e.getCause() instanceof TopicExistsException)) { // another daemon was quicker
        throw e;
      }
    }
  }

  private List<NewTopic> wanted() {
    KafkaConfig.Topics topics = config.topics();
    return List.of(
        topic(topics.events(), Map.of(TopicConfig.RETENTION_MS_CONFIG, millis(EVENTS_KEPT))),
        topic(
            topics.totals(),
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                "compact,delete",
                TopicConfig.RETENTION_MS_CONFIG,
                millis(config.stream().dedupeRetention().plus(MARGIN)))),
        topic(
            topics.deadLetters(),
            Map.of(TopicConfig.RETENTION_MS_CONFIG, millis(DEAD_LETTERS_KEPT))));
  }

  /** Two replicas must have what is acknowledged, where there are three to choose from. */
  private NewTopic topic(String name, Map<String, String> settings) {
    int replicas = config.topics().replicationFactor();
    Map<String, String> all = new HashMap<>(settings);
    all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas > 2 ? "2" : "1");
    return new NewTopic(name, config.topics().partitions(), (short) replicas).configs(all);
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  /**
   * What the brokers answer.
   *
   * @throws KafkaException when they refuse or do not answer
   */
  static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get(2 * ClientSettings.DELIVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("the brokers do not answer", e);
    }
  }
}
