// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.config.TomlSection;
import aispend.config.TomlSection.Refused;
import aispend.http.Json;
import aispend.model.Layer;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One {@code [[source]]} of a recipe. */
final class ReportReader {
  private static final Map<String, Layer> LAYERS = new LinkedHashMap<>();
  private static final Map<String, Boolean> BUCKETS = new LinkedHashMap<>();
  private static final Map<String, Boolean> SILENCE = new LinkedHashMap<>();
  private static final Map<String, Boolean> PERIODS = new LinkedHashMap<>();
  private static final Map<String, Pages.Kind> PAGES = new LinkedHashMap<>();

  static {
    LAYERS.put("metered", Layer.METERED);
    LAYERS.put("billed", Layer.BILLED);
    BUCKETS.put("1h", true);
    BUCKETS.put("1d", false);
    SILENCE.put("unknown", false);
    SILENCE.put("none", true);
    PERIODS.put("day", false);
    PERIODS.put("month", true);
    for (Pages.Kind kind : Pages.Kind.values()) {
      PAGES.put(kind.name().toLowerCase(java.util.Locale.ROOT), kind);
    }
  }

  private final TomlSection section;
  private final Set<String> options;

  ReportReader(TomlSection section, Set<String> options) {
    this.section = section;
    this.options = options;
  }

  /** The report; only to be used when there are no problems. */
  Report report() {
    String name = section.read("name", ReportReader::name, "unnamed");
    Layer layer = section.choice("layer", LAYERS, null);
    Report.Times times = times();
    Report.Asking asking = asking(section.table("request"));
    Pages pages = pages(section.table("pages"), asking);
    Rows rows = rows(section.table("rows"), section.table("time"));
    if (rows.time() == null && times.window().compareTo(times.bucket()) != 0) {
      section.problem(
          "window",
          "is longer than a bucket, but rows do not tell their time",
          "write [source.time] with at = \"/...\", or a window of one bucket");
    }
    if (!times.inUtc()) {
      checkZone(times, asking, rows);
    }
    Report report =
        new Report(
            name,
            layer,
            times,
            asking,
            pages,
            rows,
            new DimensionReader(section.table("dimensions"), options).dimensions(),
            new MeasureReader(section.table("measures"), options).measures());
    section.finish();
    return report;
  }

  /** Windows are days of UTC, so that rows of other days must tell theirs, or would be lost. */
  private void checkZone(Report.Times times, Report.Asking asking, Rows rows) {
    if (!times.hourly() && rows.time() == null) {
      section.problem(
          "zone", "not UTC, but rows do not tell their time", "write [source.time], or no zone");
    }
    if (!times.hourly() && rows.silentMeansNone()) {
      section.problem(
          "rows.silent",
          "none, but the days of a window are UTC's and not the zone's",
          "keep silent = \"unknown\", or write no zone");
    }
    if (asking.templates().anyMatch(template -> template.writesDayOf("end"))) {
      section.problem(
          "request",
          "${end} as a day leaves out the window's last day in a zone other than UTC",
          "write ${last:date}, the last day itself, or ${end:rfc3339}");
    }
  }

  private Report.Times times() {
    boolean hourly = section.choice("bucket", BUCKETS, null);
    Duration window = section.duration("window", "1h", "366d", hourly ? "7d" : "31d");
    ZoneId zone = section.find("zone", ReportReader::zone);
    Report.Times times =
        new Report.Times(
            hourly,
            window,
            section.duration("lookback", "1h", "365d", "3d"),
            section.duration("settles", "0s", "365d", "2d"),
            zone == null ? ZoneOffset.UTC : zone);
    if (window.toSeconds() % times.bucket().toSeconds() != 0) {
      section.problem("window", "not whole buckets", "write a multiple of bucket");
    }
    return times;
  }

  private Report.Asking asking(TomlSection request) {
    TomlSection headers = request.table("headers");
    Map<String, Template> sent = new LinkedHashMap<>();
    headers
        .keys()
        .forEach(name -> sent.put(name, Template.in(headers, name, headers.text(name), options)));
    String body = request.text("body", "");
    Map<String, List<Template>> form = templates(request, "form");
    if (!body.isEmpty() && !form.isEmpty()) {
      request.problem("form", "given beside body", "keep only one of them");
    }
    Report.Asking asking =
        new Report.Asking(
            path(request, options),
            templates(request, "query"),
            sent,
            body.isEmpty() ? null : body(request, body),
            form,
            each(section.table("each")));
    request.finish();
    return asking;
  }

  /** The segments of a path. */
  static List<Template> path(TomlSection request, Set<String> options) {
    List<Template> path = new ArrayList<>();
    String written = request.text("path");
    if (written.contains("?") || written.contains("://")) {
      request.problem(
          "path",
          "more than a path",
          "the host is base_url, parameters stand in [source.request.query]");
    }
    for (String segment : written.replaceAll("^/+", "").split("/", -1)) {
      path.add(Template.in(request, "path", segment, options));
    }
    return path;
  }

  private Template body(TomlSection request, String text) {
    Template body = Template.in(request, "body", text, options);
    try {
      Json.read(body.filled((name, format) -> "0"));
    } catch (JsonProcessingException e) {
      request.problem("body", "no JSON: " + e.getOriginalMessage(), "write one JSON document");
    }
    return body;
  }

  private Map<String, List<Template>> templates(TomlSection request, String key) {
    Map<String, List<Template>> templates = new LinkedHashMap<>();
    request
        .named(key)
        .forEach(
            (name, texts) ->
                templates.put(
                    name,
                    texts.stream().map(text -> Template.in(request, key, text, options)).toList()));
    return templates;
  }

  private Report.@Nullable Each each(TomlSection each) {
    if (each.keys().isEmpty()) {
      return null;
    }
    String option = each.text("option", "");
    if (!option.isEmpty() && !options.contains(option)) {
      each.problem("option", "no such option", "write [option." + option + "] too");
    }
    boolean monthly = option.isEmpty() && each.choice("period", PERIODS, null);
    each.finish();
    return new Report.Each(option.isEmpty() ? null : option, monthly);
  }

  private static Pages pages(TomlSection section, Report.Asking asking) {
    Pages.Kind kind = section.choice("type", PAGES, Pages.Kind.NONE);
    String parameter = section.text("parameter", "");
    Pointer body = section.find("body", Pointer::of);
    boolean carried =
        kind != Pages.Kind.NONE && kind != Pages.Kind.NEXT_URL && kind != Pages.Kind.LINK;
    if (carried && parameter.isEmpty() == (body == null)) {
      section.problem(
          "parameter", "must be given, or body, but not both", "write parameter = \"page\"");
    }
    if (body != null && asking.body() == null) {
      section.problem("body", "there is no body", "write [source.request] body, or parameter");
    }
    Pointer next = section.find("next", Pointer::of);
    if (next == null && (kind == Pages.Kind.CURSOR || kind == Pages.Kind.NEXT_URL)) {
      section.problem("next", "is missing", "point at it: next = \"/next_page\"");
    }
    int size = (int) section.whole("size", 0, 1_000_000, 0);
    if (size == 0 && kind == Pages.Kind.OFFSET) {
      section.problem("size", "is missing", "write how many rows a full page has");
    }
    Pages pages =
        new Pages(
            kind,
            parameter,
            body,
            (int) section.whole("start", 0, 1, kind == Pages.Kind.OFFSET ? 0 : 1),
            size,
            next,
            section.find("more", Pointer::of),
            section.find("total", Pointer::of),
            (int) section.whole("max", 1, 10_000, 1_000));
    section.finish();
    return pages;
  }

  private static Rows rows(TomlSection section, TomlSection time) {
    List<Rows.Condition> where = new ArrayList<>();
    for (String condition : section.texts("where")) {
      try {
        where.add(Rows.Condition.of(condition));
      } catch (Refused e) {
        section.problem("where", condition + " is refused", String.valueOf(e.getMessage()));
      }
    }
    Pointer nowhere = new Pointer("", 0, false, List.of());
    Rows rows =
        new Rows(
            section.read("at", Pointer::withEvery, nowhere),
            section.find("columns", Pointer::of),
            section.find("axis", Pointer::of),
            section.flag("lines", false),
            time.find("at", Pointer::of),
            timeFormat(time),
            where,
            section.choice("silent", SILENCE, false),
            (int) section.whole("cut_at", 0, 10_000_000, 0));
    if (rows.columns() != null && rows.axis() != null) {
      section.problem("axis", "given beside columns", "keep only one of them");
    }
    section.finish();
    time.finish();
    return rows;
  }

  private static String timeFormat(TomlSection time) {
    String format = time.find("format", TimeText::check);
    return format == null ? "rfc3339" : format;
  }

  private static String name(String text) throws Refused {
    if (!text.matches("[a-z][a-z0-9_]{0,30}")) {
      throw new Refused("not a name", "write \"usage\" or \"costs\"");
    }
    return text;
  }

  private static ZoneId zone(String text) throws Refused {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new Refused("no time zone", "write a name of the tz database: \"Europe/Berlin\"");
    }
  }
}
