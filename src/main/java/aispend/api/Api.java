// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.Bodies.By;
import aispend.api.Bodies.Daily;
import aispend.api.Bodies.Hourly;
import aispend.api.Bodies.Sources;
import aispend.api.Bodies.Summary;
import aispend.api.Bodies.Today;
import aispend.api.Bodies.Top;
import aispend.api.InsightBodies.Alerts;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.model.Dimension;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything under {@code /api}: finds the path, checks the parameters, answers. Thread-safe. */
public final class Api {
  /** The document that describes the others. */
  public static final String OPENAPI_PATH = "/api/openapi.json";

  private static final IntegerParameter WINDOW_HOURS =
      new IntegerParameter("window_hours", 1, 720, 24, "UTC hours, the running one included.");
  private static final IntegerParameter HOURS =
      new IntegerParameter("hours", 1, 168, 24, "UTC hours, the running one included.");
  private static final IntegerParameter WEEK =
      new IntegerParameter("days", 1, 400, 7, "UTC days, the running one included.");
  private static final IntegerParameter LIMIT =
      new IntegerParameter("limit", 1, 1000, 50, "Most rows; the others are added up in rest.");
  private static final IntegerParameter MOST =
      new IntegerParameter("n", 1, 100, 5, "How many drivers.");

  private static final IntegerParameter BUDGETS =
      new IntegerParameter("limit", 1, 1000, 100, "Most budgets; next_offset leads to the others.");
  private static final IntegerParameter OFFSET =
      new IntegerParameter("offset", 0, 10_000_000, 0, "How many fuller budgets are left out.");

  private final LedgerReader ledger;
  private final Costs costs;
  private final States states;
  private final ReplicaAnswers replicas;
  private final List<Endpoint> endpoints;
  private final List<FileEndpoint> files;
  private final byte[] openApi;

  /**
   * The API.
   *
   * @param version the daemon's, for the OpenAPI document
   */
  public Api(ApiInputs inputs, Clock clock, String version) {
    ledger = inputs.ledger();
    Spending spending = new Spending(ledger);
    costs = new Costs(spending, new BudgetList(inputs.budgets()), clock);
    states = new States(ledger, inputs, clock);
    List<Endpoint> all = new ArrayList<>(endpoints(costs, states));
    all.add(new Trends(spending, clock).endpoint());
    all.addAll(new Outlooks(inputs.insights(), spending, clock).endpoints());
    all.add(new Saved(spending, inputs.prices(), clock).endpoint());
    all.add(new Reconciled(ledger, clock).endpoint());
    all.add(new Events(ledger, clock).endpoint());
    all.add(new Latency(ledger, clock).endpoint());
    all.add(new Months(ledger, clock).endpoint());
    replicas = new ReplicaAnswers(ledger, inputs.replicas(), clock);
    all.add(replicas.endpoint());
    all.addAll(new PriceAnswers(ledger, inputs.prices(), clock).endpoints());
    endpoints = all.stream().map(new Explanations(ledger)::offered).toList();
    files =
        List.of(
            new ReconciliationRows(ledger, clock).endpoint(),
            new Exports(ledger, clock).endpoint());
    openApi = ApiJson.write(new OpenApi(endpoints, files, version).document());
  }

  /** Spend, for those who need no JSON. */
  public Costs costs() {
    return costs;
  }

  /** Budgets, sources and providers, for those who need no JSON. */
  public States states() {
    return states;
  }

  /** The daemons on the ledger, for those who need no JSON. */
  public ReplicaAnswers replicas() {
    return replicas;
  }

  /**
   * Answers a question as JSON.
   *
   * @param path from {@code /api} on
   * @param query decoded parameters
   * @throws ApiException when the path is not there or a parameter cannot be used
   */
  public byte[] json(String path, Map<String, List<String>> query) throws ApiException {
    if (path.equals(OPENAPI_PATH)) {
      Question.read(query, Parameters.NONE, Set.of(), null);
      return openApi.clone();
    }
    return ApiJson.write(answer(path, query));
  }

  /** The paths that answer with files and not with JSON. */
  public List<String> filePaths() {
    return files.stream().map(FileEndpoint::path).toList();
  }

  /**
   * Answers a question with a file, of which the beginning is read already.
   *
   * @param path one of {@link #filePaths}
   * @throws ApiException as {@link #json}
   */
  public Download file(String path, Map<String, List<String>> query) throws ApiException {
    FileEndpoint endpoint =
        files.stream()
            .filter(file -> file.path().equals(path))
            .findFirst()
            .orElseThrow(() -> notFound(path));
    try {
      return endpoint
          .handler()
          .answer(Question.read(query, endpoint.parameters(), sourceNames(), null));
    } catch (LedgerException e) {
      throw unreadable(e);
    }
  }

  private static ApiException unreadable(LedgerException e) {
    return ApiException.unavailable("the ledger cannot be read now: " + e.getMessage(), e);
  }

  /** Answers a question; throws as {@link #json}. */
  public Answer<?> answer(String path, Map<String, List<String>> query) throws ApiException {
    Endpoint endpoint = find(path).orElseThrow(() -> notFound(path));
    Dimension dimension = endpoint.hasDimension() ? dimensionOf(path, endpoint) : null;
    try {
      Question question = Question.read(query, endpoint.parameters(), sourceNames(), dimension);
      return endpoint.handler().answer(question);
    } catch (LedgerException e) {
      throw unreadable(e);
    }
  }

  private Set<String> sourceNames() {
    return ledger.sources().stream()
        .map(state -> state.source().label())
        .collect(Collectors.toUnmodifiableSet());
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  private Optional<Endpoint> find(String path) {
    return endpoints.stream()
        .filter(
            endpoint ->
                endpoint.hasDimension()
                    ? path.startsWith(endpoint.prefix())
                    : path.equals(endpoint.path()))
        .findFirst();
  }

  private static ApiException notFound(String path) {
    return ApiException.notFound(
        "there is no " + Text.cut(path) + "; what there is, says " + OPENAPI_PATH);
  }

  private static Dimension dimensionOf(String path, Endpoint endpoint) throws ApiException {
    String code = path.substring(endpoint.prefix().length());
    Optional<Dimension> dimension = Dimension.ofCode(code);
    if (dimension.isEmpty()) {
      throw ApiException.badParameter(
          "dimension", "is '" + Text.cut(code) + "', which is none", dimensions());
    }
    return dimension.get();
  }

  static String dimensions() {
    return Arrays.stream(Dimension.values()).map(Dimension::code).collect(Collectors.joining(", "));
  }

  private static List<Endpoint> endpoints(Costs costs, States states) {
    return List.of(
        new Endpoint(
            "/api/costs/summary",
            "Spend of the last hours: total, by model, by agent, by hour, top users.",
            Parameters.filtered(WINDOW_HOURS),
            Summary.class,
            asked -> costs.summary(asked.scope(), asked.number(WINDOW_HOURS))),
        new Endpoint(
            "/api/costs/hourly",
            "Spend by UTC hour, empty hours included.",
            Parameters.filtered(HOURS),
            Hourly.class,
            asked -> costs.hourly(asked.scope(), asked.number(HOURS))),
        new Endpoint(
            "/api/costs/daily",
            "Spend by UTC day, empty days included.",
            Parameters.filtered(IntegerParameter.DAYS),
            Daily.class,
            asked -> costs.daily(asked.scope(), asked.number(IntegerParameter.DAYS))),
        new Endpoint(
            "/api/costs/today",
            "Spend of the running UTC day against the budgets of a day.",
            Parameters.filtered(),
            Today.class,
            asked -> costs.today(asked.scope())),
        by(costs, "/api/costs/by/" + Endpoint.DIMENSION, "Spend by one dimension.", null),
        by(costs, "/api/costs/feature", "Spend by feature.", Dimension.FEATURE),
        new Endpoint(
            "/api/costs/top",
            "The largest drivers of spend over all dimensions, with their growth.",
            Parameters.filtered(WEEK, MOST),
            Top.class,
            asked -> costs.top(asked.scope(), asked.number(WEEK), asked.number(MOST))),
        new Endpoint(
            "/api/costs/alerts",
            "Budgets in their running periods: thresholds, forecast, owner, drivers.",
            Parameters.NONE.with(BUDGETS).with(OFFSET),
            Alerts.class,
            asked -> states.alerts(asked.number(OFFSET), asked.number(BUDGETS))),
        new Endpoint(
            "/api/sources",
            "Sources, how far they have been read, and the last poll of each provider.",
            Parameters.NONE,
            Sources.class,
            asked -> states.sources()));
  }

  private static Endpoint by(
      Costs costs, String path, String summary, @Nullable Dimension dimension) {
    return new Endpoint(
        path,
        summary,
        Parameters.filtered(WEEK, LIMIT),
        By.class,
        asked ->
            costs.by(
                asked.scope(),
                dimension != null ? dimension : Objects.requireNonNull(asked.dimension()),
                asked.number(WEEK),
                asked.number(LIMIT)));
  }
}
