// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Section {@code [kafka]}: events go through a topic and are added up by a stream, not by the
 * ledger. Off unless brokers are named.
 *
 * @param bootstrapServers the first brokers to ask; empty when there is no Kafka
 * @param clientProperties more settings of the clients as Java properties, credentials among them
 */
public record KafkaConfig(
    Optional<String> bootstrapServers,
    Optional<Secret> clientProperties,
    Topics topics,
    Stream stream) {
  private static final Kind<String> SERVERS =
      new Kind<>("host:port, ...", "\"kafka-1:9092,kafka-2:9092\"", KafkaConfig::servers);
  private static final Pattern SERVER =
      Pattern.compile("[A-Za-z0-9_.-]+:\\d{1,5}|\\[[0-9a-f:]+]:\\d{1,5}");
  private static final Kind<Path> FOLDER = new Kind<>("folder", "\"data/kafka\"", PlaceKinds::path);

  /** So long a total may be on its way into the ledger, and an event's clock be wrong. */
  private static final Duration ON_THE_WAY = Duration.ofDays(2);

  /** Settings on which exactness rests, or that have a key of their own. */
  private static final Set<String> OURS =
      Set.of(
          "acks",
          "application.id",
          "auto.offset.reset",
          "bootstrap.servers",
          "enable.auto.commit",
          "enable.idempotence",
          "group.id",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          "num.stream.threads",
          "processing.guarantee",
          "replication.factor",
          "state.dir",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  /**
   * The topics.
   *
   * @param partitions of events and totals; never changes while a stream lives
   * @param create whether they are made when they are not there
   */
  public record Topics(
      String events,
      String totals,
      String deadLetters,
      int partitions,
      int replicationFactor,
      boolean create) {}

  /**
   * The stream that adds events up.
   *
   * @param enabled false: this daemon takes events only, and others add them up
   * @param applicationId of all daemons that share the work
   * @param dedupeRetention how long an event's id is known; older events are refused
   * @param memoryBytes for state that is read and written, beside the heap
   */
  public record Stream(
      boolean enabled,
      String applicationId,
      Path stateDir,
      Duration dedupeRetention,
      int threads,
      long memoryBytes) {}

  public boolean enabled() {
    return bootstrapServers.isPresent();
  }

  /** The clients' settings by name; without those that are ours. */
  public Map<String, String> client() {
    Properties read = properties(clientProperties.map(Secret::reveal).orElse(""));
    return read.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, read::getProperty));
  }

  static KafkaConfig read(Section section, Map<String, String> environment, LedgerConfig ledger) {
    Optional<String> servers = section.optional("bootstrap_servers", SERVERS);
    Optional<Secret> properties = clientProperties(section, environment);
    Topics topics = topics(section);
    Stream stream = stream(section);
    Duration kept = stream.dedupeRetention().plus(ON_THE_WAY);
    boolean known = ledger.rawRetention().compareTo(kept) >= 0;
    if (servers.isPresent() && !known && section.fine("dedupe_retention")) {
      section.problem(
          "dedupe_retention",
          "an hour could still grow that the ledger does not take any more, as"
              + " ledger.raw_retention = "
              + Durations.text(ledger.rawRetention()),
          "make raw_retention " + Durations.text(kept) + " or longer, or this one shorter");
    }
    if (servers.isEmpty() && section.isGiven() && section.fine("bootstrap_servers")) {
      section.problem(
          "bootstrap_servers",
          "is missing, so that nothing of this section has an effect",
          "write bootstrap_servers = " + SERVERS.example() + ", or remove the section");
    }
    section.finish();
    return new KafkaConfig(servers, properties, topics, stream);
  }

  private static Topics topics(Section section) {
    Topics topics =
        new Topics(
            section.get("events_topic", Kinds.NAME, "aispend.events"),
            section.get("totals_topic", Kinds.NAME, "aispend.totals"),
            section.get("dead_letter_topic", Kinds.NAME, "aispend.dead-letters"),
            section.get("partitions", Kinds.integer(1, 1_000), 12L).intValue(),
            section.get("replication_factor", Kinds.integer(1, 9), 3L).intValue(),
            section.get("create_topics", Kinds.FLAG, true));
    List<String> names = List.of(topics.events(), topics.totals(), topics.deadLetters());
    if (names.stream().distinct().count() < names.size()) {
      section.problem(
          names.get(1).equals(names.get(0)) ? "totals_topic" : "dead_letter_topic",
          "another topic has this name",
          "give each topic a name of its own");
    }
    return topics;
  }

  private static Stream stream(Section section) {
    return new Stream(
        section.get("aggregate", Kinds.FLAG, true),
        section.get("application_id", Kinds.NAME, "aispend"),
        section.get("state_dir", FOLDER, "data/kafka"),
        section.get("dedupe_retention", Kinds.duration("35d", "400d"), "35d"),
        section.get("threads", Kinds.integer(1, 64), 1L).intValue(),
        section.get("state_memory_bytes", Kinds.integer(1L << 24, 1L << 36), 1L << 27));
  }

  private static Optional<Secret> clientProperties(
      Section section, Map<String, String> environment) {
    CredentialReader reader = new CredentialReader(section, "client_properties", environment);
    Optional<Credential> credential = reader.read("", "none");
    if (credential.orElse(null) instanceof Credential.Missing missing) {
      section.problem(reader.key(), missing.why(), "set it, or remove the line");
    }
    Optional<Secret> secret = credential.flatMap(Credential::secret);
    secret.ifPresent(text -> check(section, reader.key(), text));
    return secret;
  }

  private static void check(Section section, String key, Secret text) {
    try {
      properties(text.reveal()).stringPropertyNames().stream()
          .filter(OURS::contains)
          .sorted()
          .forEach(
              name ->
                  section.problem(
                      key,
                      "what it names sets " + name + ", which is not yours to set there",
                      "take it out; section [kafka] has keys for what may be chosen"));
    } catch (IllegalArgumentException e) {
      section.problem(key, "what it names is no Java properties", "write name=value, one a line");
    }
  }

  private static Properties properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new AssertionError("a text can be read", e);
    }
    return properties;
  }

  private static String servers(Object raw) throws BadValue {
    String text = Kinds.text(raw).replace(" ", "");
    for (String server : text.split(",", -1)) {
      if (!SERVER.matcher(server).matches()) {
        throw new BadValue("not host:port", "write the brokers like kafka-1:9092,kafka-2:9092");
      }
    }
    return text;
  }
}
