// SPDX-License-Identifier: Apache-2.0
package aispend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows are law. */
final class ArchitectureTest {
  private static final String ROOT = "aispend";
  private static final String PLANTED = "aispend.architecture.planted";

  private final JavaClasses main =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> eachRule_holds() {
    return Rooms.rules(ROOT).stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(main)));
  }

  @Test
  void everyRoom_hasItsArrows() {
    assertThat(Rooms.ARROWS.keySet()).containsAll(Rooms.existing(ROOT, main));
  }

  @Test
  void plantedViolations_areSeen() {
    JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
    List<String> broken =
        Rooms.rules(PLANTED).stream()
            .filter(rule -> rule.evaluate(planted).hasViolation())
            .map(ArchRule::getDescription)
            .toList();
    assertThat(broken)
        .contains(
            "arrows of provider",
            "arrows of ledger",
            "only ledger|table uses java.sql..",
            "only poll uses org.quartz..",
            "only metrics|telemetry|server uses io.prometheus..",
            "nobody asks Instant for now",
            "the time comes from a Clock",
            "only the wiring makes a Clock",
            "only config looks at the environment",
            "no static mutable state",
            "readers do not write",
            "classes are final")
        .anyMatch(description -> description.contains("cycles"));
  }
}
