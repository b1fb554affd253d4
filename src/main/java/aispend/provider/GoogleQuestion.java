// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The query of the billing export: one row a UTC day, service, SKU, project, region, kind of charge
 * and label, and beside them one for each kind of credit. Amounts are added up as decimals, as the
 * export holds them as binary fractions.
 *
 * @param table {@code project.dataset.table}
 * @param partitioned whether the table is cut by the time of loading, as Google's own are
 * @param services patterns of the names of services
 * @param credits whether credits are taken
 * @param labels which labels become which dimension
 * @param settings of the job
 */
record GoogleQuestion(
    String table,
    boolean partitioned,
    List<String> services,
    boolean credits,
    List<Label> labels,
    Job settings) {
  /** Names of what the query tells, beside the labels. */
  static final List<String> COLUMNS =
      List.of(
          "day",
          "account",
          "service",
          "sku",
          "project",
          "region",
          "currency",
          "cost_type",
          "invoice",
          "credit",
          "amount");

  private static final long GIGABYTE = 1L << 30;
  private static final int TIMEOUT_MILLIS = 30_000;
  static final int ROWS_A_PAGE = 10_000;
  private static final String OF_PROJECT = "project:";

  private static final Set<Dimension> LABELLED =
      Set.of(
          Dimension.TEAM,
          Dimension.USER,
          Dimension.FEATURE,
          Dimension.AGENT,
          Dimension.ENVIRONMENT);

  GoogleQuestion {
    services = List.copyOf(services);
    labels = List.copyOf(labels);
  }

  /**
   * A label of the resource, or of its project.
   *
   * @param dimension what its value is here
   */
  record Label(boolean ofProject, String key, Dimension dimension) {}

  /**
   * How the query is run.
   *
   * @param location of the dataset; empty for where BigQuery finds it
   * @param gigabytes most that may be billed for one query
   */
  record Job(String location, int gigabytes) {}

  /** The question of the options. */
  static GoogleQuestion of(AdapterOptions options) {
    List<String> services =
        options.list("services", "Vertex AI,Gemini API,Generative Language API,Claude%");
    if (services.isEmpty()) {
      throw options.wrong("services", "at least one; \"%\" takes all");
    }
    return new GoogleQuestion(
        options.text(
            "table",
            "",
            "[a-z0-9.:-]{1,100}\\.[A-Za-z0-9_]{1,300}\\.[A-Za-z0-9_]{1,300}",
            "the export's table as project.dataset.table"),
        options.flag("partitioned", true),
        services,
        options.flag("credits", true),
        labels(options),
        new Job(
            options.text("location", "", "[A-Za-z0-9-]{0,40}", "a location like EU"),
            options.number("max_gigabytes_billed", 10, 1, 1_000_000)));
  }

  private static List<Label> labels(AdapterOptions options) {
    List<Label> labels = new ArrayList<>();
    for (String each : options.list("labels", "")) {
      boolean ofProject = each.startsWith(OF_PROJECT);
      String rest = ofProject ? each.substring(OF_PROJECT.length()) : each;
      int equals = rest.lastIndexOf('=');
      String key = equals < 0 ? rest : rest.substring(0, equals);
      Dimension dimension =
          Dimension.ofCode(rest.substring(equals + 1))
              .filter(LABELLED::contains)
              .filter(known -> !key.isEmpty())
              .orElseThrow(() -> wrongLabels(options));
      labels.add(new Label(ofProject, key, dimension));
    }
    if (labels.stream().map(Label::dimension).distinct().count() < labels.size()) {
      throw wrongLabels(options);
    }
    return labels;
  }

  private static IllegalArgumentException wrongLabels(AdapterOptions options) {
    return options.wrong(
        "labels",
        "KEY=DIMENSION, or project:KEY=DIMENSION for a project's, with commas; each of team, user,"
            + " feature, agent, environment once");
  }

  /** What is posted for a window. */
  ObjectNode body(ChargePeriod window) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("query", GoogleSql.of(this)).put("useLegacySql", false).put("parameterMode", "NAMED");
    if (!settings.location().isEmpty()) {
      body.put("location", settings.location());
    }
    body.put("timeoutMs", TIMEOUT_MILLIS)
        .put("maxResults", ROWS_A_PAGE)
        .put("maximumBytesBilled", Long.toString(settings.gigabytes() * GIGABYTE));
    ArrayNode parameters = body.putArray("queryParameters");
    parameter(parameters, "from", "TIMESTAMP", window.start().toString());
    parameter(parameters, "to", "TIMESTAMP", window.end().toString());
    for (int i = 0; i < labels.size(); i++) {
      parameter(parameters, "label" + i, "STRING", labels.get(i).key());
    }
    ObjectNode list = parameters.addObject().put("name", "services");
    list.putObject("parameterType")
        .put("type", "ARRAY")
        .putObject("arrayType")
        .put("type", "STRING");
    ArrayNode values = list.putObject("parameterValue").putArray("arrayValues");
    services.forEach(service -> values.addObject().put("value", service));
    return body;
  }

  private static void parameter(ArrayNode parameters, String name, String type, String value) {
    ObjectNode parameter = parameters.addObject().put("name", name);
    parameter.putObject("parameterType").put("type", type);
    parameter.putObject("parameterValue").put("value", value);
  }
}
