// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final Catalogue catalogue =
      new Catalogue(List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL));

  @Test
  void document_listsExactlyTheCatalogue() throws IOException {
    String rows =
        Files.readAllLines(Path.of("docs/metrics.md")).stream()
            .filter(line -> line.startsWith("| `aispend_"))
            .collect(Collectors.joining("\n"));

    assertThat(rows)
        .isEqualTo(
            catalogue.all().stream().map(CatalogueTest::row).collect(Collectors.joining("\n")));
  }

  @Test
  void json_holdsNameTypeLabelsAndHelp() throws IOException {
    JsonNode json = JsonMapper.builder().build().readTree(catalogue.json());

    assertThat(json).hasSize(catalogue.all().size());
    assertThat(json.get(0))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"name": "aispend_cost_usd_total", "type": "counter",
                     "labels": ["source", "provider", "project", "model"],
                     "help": "Canonical cost in US dollars; the sum over all sources is the spend."}
                    """));
  }

  @Test
  void text_namesEachMetricWithItsLabels() {
    assertThat(catalogue.text())
        .contains("counter    aispend_cost_usd_total{source,provider,project,model}\n")
        .contains("gauge      aispend_ledger_size_bytes\n");
  }

  @Test
  void names_areUnique() {
    assertThat(catalogue.all()).extracting(MetricDefinition::name).doesNotHaveDuplicates();
  }

  private static String row(MetricDefinition metric) {
    String labels =
        metric.labels().isEmpty()
            ? ""
            : metric.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |"
        .formatted(metric.name(), metric.type().code(), labels, metric.help());
  }
}
