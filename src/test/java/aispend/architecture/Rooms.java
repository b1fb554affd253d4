// SPDX-License-Identifier: Apache-2.0
package aispend.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The architecture's rules, for any root package, so that planted violations can be shown to them.
 */
final class Rooms {
  /** What each room may use of the others. */
  static final Map<String, Set<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("model", Set.of()),
              Map.entry("config", Set.of("model")),
              Map.entry("telemetry", Set.of("model")),
              Map.entry("http", Set.of("model", "telemetry")),
              Map.entry("provider", Set.of("model", "http")),
              Map.entry("store", Set.of("model", "http", "provider")),
              Map.entry("focus", Set.of("model", "http", "provider", "store")),
              Map.entry("table", Set.of("model", "http", "provider")),
              Map.entry("recipe", Set.of("model", "config", "http", "provider")),
              Map.entry("pricing", Set.of("model")),
              Map.entry("normalise", Set.of("model", "pricing")),
              Map.entry("ledger", Set.of("model")),
              Map.entry("replica", Set.of("model", "ledger", "telemetry")),
              Map.entry("ingest", Set.of("model", "normalise", "ledger", "telemetry")),
              Map.entry("usage", Set.of("model")),
              Map.entry("receive", Set.of("model", "config", "usage", "ingest", "telemetry")),
              Map.entry("otlp", Set.of("model", "config", "usage", "ingest", "telemetry")),
              Map.entry("proxy", Set.of("model", "config", "usage", "ingest", "telemetry")),
              Map.entry(
                  "kafka", Set.of("model", "config", "receive", "ingest", "ledger", "telemetry")),
              Map.entry("history", Set.of("model", "config", "ledger", "http", "telemetry")),
              Map.entry("meter", Set.of("model", "config", "ledger", "http", "telemetry")),
              Map.entry("poll", Set.of("model", "config", "provider", "ingest", "telemetry")),
              Map.entry("insight", Set.of("model", "config", "ledger")),
              Map.entry("metrics", Set.of("model", "ledger", "insight")),
              Map.entry("books", Set.of("model", "ledger")),
              Map.entry("export", Set.of("model", "ledger", "insight")),
              Map.entry("api", Set.of("model", "ledger", "insight", "export")),
              Map.entry(
                  "server",
                  Set.of(
                      "model",
                      "config",
                      "telemetry",
                      "receive",
                      "otlp",
                      "proxy",
                      "books",
                      "metrics",
                      "api")),
              Map.entry("demo", Set.of("model"))));

  private Rooms() {}

  static List<ArchRule> rules(String root) {
    List<ArchRule> rules = new ArrayList<>();
    ARROWS.forEach((room, allowed) -> rules.add(arrows(root, room, allowed)));
    rules.add(slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true));
    rules.add(only("ledger|table", root, "java.sql.."));
    rules.add(only("ledger", root, "javax.sql..", "org.jdbi..", "com.zaxxer.."));
    rules.add(only("poll", root, "org.quartz.."));
    rules.add(only("kafka", root, "org.apache.kafka..", "org.rocksdb.."));
    rules.add(only("focus", root, "de.siegmar..", "org.apache.parquet.."));
    rules.add(only("demo|server|proxy", root, "io.undertow.."));
    rules.add(only("metrics|telemetry|server", root, "io.prometheus.."));
    rules.add(only("http|provider|recipe|store|table|proxy", root, "okhttp3.."));
    rules.add(only("history", root, "prometheus.."));
    rules.add(only("history|focus", root, "io.airlift.compress.."));
    rules.add(only("history|otlp", root, "com.google.protobuf.."));
    rules.add(only("otlp", root, "io.opentelemetry.."));
    rules.add(outbox(root));
    rules.addAll(timeAndEnvironment(root));
    rules.add(noMutableStatics(root));
    rules.add(readersDoNotWrite(root));
    rules.add(finalClasses(root));
    return rules;
  }

  private static ArchRule arrows(String root, String room, Set<String> allowed) {
    DescribedPredicate<JavaClass> otherRoom =
        DescribedPredicate.describe(
            "in a room that " + room + " may not use",
            target -> {
              String name = roomOf(root, target);
              return !name.equals(room) && !name.equals("?") && !allowed.contains(name);
            });
    return noClasses()
        .that()
        .resideInAPackage(root + "." + room + "..")
        .should()
        .dependOnClassesThat(otherRoom)
        .as("arrows of " + room)
        .allowEmptyShould(true);
  }

  /** The room of a class; "?" for one of another library. */
  private static String roomOf(String root, JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(root)) {
      return "the wiring";
    }
    if (!name.startsWith(root + ".")) {
      return "?";
    }
    String rest = name.substring(root.length() + 1);
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static ArchRule only(String rooms, String root, String... packages) {
    String[] allowed =
        java.util.Arrays.stream(rooms.split("\\|", -1))
            .map(room -> root + "." + room + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .as("only " + rooms + " uses " + packages[0])
        .allowEmptyShould(true);
  }

  private static List<ArchRule> timeAndEnvironment(String root) {
    List<ArchRule> rules = new ArrayList<>();
    for (Class<?> type :
        List.of(Instant.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class)) {
      rules.add(
          noClasses()
              .that()
              .resideInAPackage(root + "..")
              .should()
              .callMethod(type, "now")
              .as("nobody asks " + type.getSimpleName() + " for now")
              .allowEmptyShould(true));
    }
    rules.add(
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .as("the time comes from a Clock")
            .allowEmptyShould(true));
    rules.add(
        noClasses()
            .that()
            .resideInAPackage(root + ".*..")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .as("only the wiring makes a Clock")
            .allowEmptyShould(true));
    rules.add(
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .and()
            .resideOutsideOfPackage(root + ".config..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .as("only config looks at the environment")
            .allowEmptyShould(true));
    return rules;
  }

  private static ArchRule noMutableStatics(String root) {
    DescribedPredicate<JavaField> mutable =
        DescribedPredicate.describe(
            "static and not final",
            field ->
                field.getModifiers().contains(JavaModifier.STATIC)
                    && !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                    && !field.getModifiers().contains(JavaModifier.FINAL));
    return noFields()
        .that(mutable)
        .should()
        .beDeclaredInClassesThat()
        .resideInAPackage(root + "..")
        .as("no static mutable state")
        .allowEmptyShould(true);
  }

  /** Metrics, insight, export and api read; only ingest writes. */
  private static ArchRule readersDoNotWrite(String root) {
    return noClasses()
        .that()
        .resideInAnyPackage(
            root + ".metrics..", root + ".insight..", root + ".export..", root + ".api..")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("LedgerWriter")
        .as("readers do not write")
        .allowEmptyShould(true);
  }

  /** What is to be sent is the ledger's, the sender's and the wiring's matter. */
  private static ArchRule outbox(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + ".*..")
        .and()
        .resideOutsideOfPackages(root + ".ledger..", root + ".history..")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("Outbox")
        .as("only history empties the outbox")
        .allowEmptyShould(true);
  }

  /** Every top-level room that exists, for comparing it with the arrows. */
  static Set<String> existing(String root, Collection<JavaClass> all) {
    Set<String> rooms = new java.util.TreeSet<>();
    for (JavaClass type : all) {
      String room = roomOf(root, type);
      if (!room.equals("?") && !room.equals("the wiring")) {
        rooms.add(room);
      }
    }
    return rooms;
  }

  /** Classes are final or abstract, but for enums, whose constants may have bodies. */
  private static ArchRule finalClasses(String root) {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .as("classes are final")
        .allowEmptyShould(true);
  }
}
