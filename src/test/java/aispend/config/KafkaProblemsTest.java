// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.bothKeys;
import static aispend.config.ConfigFixture.environment;
import static aispend.config.ConfigFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator reads about a section {@code [kafka]} that cannot be used. */
final class KafkaProblemsTest {
  private static final String KAFKA = "[kafka]|bootstrap_servers = \"k:9092\"|";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          bootstrap_servers = "kafka"             ~ line 2: kafka.bootstrap_servers is "kafka": not host:port; write the brokers like kafka-1:9092,kafka-2:9092
          bootstrap_servers = "a:1,,b:2"          ~ line 2: kafka.bootstrap_servers is "a:1,,b:2": not host:port; write the brokers like kafka-1:9092,kafka-2:9092
          bootstrap_servers = ["a:1"]             ~ line 2: kafka.bootstrap_servers is ["a:1"]: not text; write bootstrap_servers = "kafka-1:9092,kafka-2:9092"
          partitions = 6                          ~ line 1: kafka.bootstrap_servers: is missing, so that nothing of this section has an effect; write bootstrap_servers = "kafka-1:9092,kafka-2:9092", or remove the section
          """)
  void brokersThatCannotBeAsked_areNamedWithTheRemedy(String line, String problem) {
    assertThat(problems(directory, bothKeys(), "[kafka]", line)).containsExactly(problem);
  }

  /** The problem is the only one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          partitions = 0                          ~ line 3: kafka.partitions is 0: too small; must be 1 to 1000
          partitions = "12"                       ~ line 3: kafka.partitions is "12": not a whole number; write one of 1 to 1000, without quotes
          replication_factor = 10                 ~ line 3: kafka.replication_factor is 10: too large; must be 1 to 9
          threads = 65                            ~ line 3: kafka.threads is 65: too large; must be 1 to 64
          state_memory_bytes = 1024               ~ line 3: kafka.state_memory_bytes is 1024: too small; must be 16777216 to 68719476736
          aggregate = "yes"                       ~ line 3: kafka.aggregate is "yes": neither true nor false; write true or false without quotes
          events_topic = "a b"                    ~ line 3: kafka.events_topic is "a b": not a name; use 1 to 63 letters, digits, _ . -, beginning with letter or digit
          totals_topic = "aispend.events"         ~ line 3: kafka.totals_topic is "aispend.events": another topic has this name; give each topic a name of its own
          dead_letter_topic = "aispend.totals"    ~ line 3: kafka.dead_letter_topic is "aispend.totals": another topic has this name; give each topic a name of its own
          dedupe_retention = "34d"                ~ line 3: kafka.dedupe_retention is "34d": too small; must be 35d to 400d
          topics = 3                              ~ line 3: kafka.topics: no such key; known here: aggregate, application_id, bootstrap_servers, client_properties_env, client_properties_file, create_topics, dead_letter_topic, dedupe_retention, events_topic, partitions, replication_factor, state_dir, state_memory_bytes, threads, totals_topic
          client_properties_env = "NO_SUCH"       ~ line 3: kafka.client_properties_env is "NO_SUCH": environment variable NO_SUCH is not set; set it, or remove the line
          """)
  void badValue_isNamedWithItsRemedy(String line, String problem) {
    assertThat(problems(directory, bothKeys(), (KAFKA + line).split("\\|")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource({"35d, 36d, 37d", "89d, 90d, 91d", "35d, 863h, 37d"})
  void hoursThatTheLedgerWouldRefuse_areNamedWithHowLongItMustKnowThem(
      String dedupe, String raw, String enough) {
    assertThat(problems(directory, bothKeys(), retentions(dedupe, raw)))
        .containsExactly(
            "line 5: kafka.dedupe_retention is \""
                + dedupe
                + "\": an hour could still grow that the ledger does not take any more, as"
                + " ledger.raw_retention = "
                + raw
                + "; make raw_retention "
                + enough
                + " or longer, or this one shorter");
    assertThat(problems(directory, bothKeys(), retentions(dedupe, enough))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"acks", "isolation.level", "processing.guarantee", "transactional.id"})
  void clientPropertyOnWhichExactnessRests_isRefusedWithoutItsValue(String name)
      throws IOException {
    Path file = Files.writeString(directory.resolve("client.properties"), name + "=geheim");

    assertThat(
            problems(
                directory,
                bothKeys(),
                (KAFKA + "client_properties_file = \"" + file + "\"").split("\\|")))
        .containsExactly(
            "line 3: kafka.client_properties_file is \""
                + file
                + "\": what it names sets "
                + name
                + ", which is not yours to set there; take it out; section [kafka] has keys for"
                + " what may be chosen");
  }

  @Test
  void clientPropertiesThatAreNone_areRefusedWithoutShowingThem() {
    assertThat(
            problems(
                directory,
                environment("BROKEN", "sasl.jaas.config=\\u12"),
                (KAFKA + "client_properties_env = \"BROKEN\"").split("\\|")))
        .containsExactly(
            "line 3: kafka.client_properties_env is \"BROKEN\": what it names is no Java"
                + " properties; write name=value, one a line");
  }

  private static String[] retentions(String dedupe, String raw) {
    return new String[] {
      "[ledger]",
      "raw_retention = \"" + raw + "\"",
      "[kafka]",
      "bootstrap_servers = \"k:9092\"",
      "dedupe_retention = \"" + dedupe + "\""
    };
  }
}
