// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Secret;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped logging, and whether what strangers wrote can pass for lines of its own. */
final class LogFormatTest {
  private static final String FORGED = "2026-11-22T00:00:00.000Z ERROR App The ledger is lost.";
  private static final String HOSTILE =
      "a\r\n%1$s\n%1$s\r%1$s\u0085%1$s\u2028%1$s\u2029%1$s\u001b[31mred\u0000\u0007\u202Eback"
          .formatted(FORGED);
  private static final String LINE_END = "\\R|\u0000";

  @Test
  void hostileMessage_staysInItsLine() throws Exception {
    String text = logged("text", "A model is new. model={}", null, HOSTILE);

    assertThat(text.split(LINE_END)).singleElement().asString().startsWith("2").contains(FORGED);
    assertThat(text.strip()).doesNotContain("\u001b", "\u0007", "\u202E");
  }

  @Test
  void hostileException_beginsNoLine() throws Exception {
    Exception cause = new IllegalStateException(HOSTILE);
    Exception failed = new IllegalArgumentException(HOSTILE, cause);
    failed.addSuppressed(new IllegalStateException(HOSTILE));

    String text = logged("text", "A request failed path={}", failed, "/x");

    List<String> lines = List.of(text.split(LINE_END));
    assertThat(lines.get(0)).endsWith("WARN  App A request failed path=/x");
    assertThat(lines.subList(1, lines.size()))
        .hasSizeGreaterThan(5)
        .allMatch(line -> line.startsWith("  "))
        .anyMatch(line -> line.contains("Caused by"))
        .anyMatch(line -> line.contains("LogFormatTest.java"));
    assertThat(text).contains(FORGED).doesNotContain("\u001b", "\u0007", "\u202E", "\r");
  }

  @Test
  void eventWithoutException_isOneLineAlone() throws Exception {
    assertThat(logged("text", "Ready. url={}", null, "http://localhost:1/"))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z WARN  App"
                + " Ready\\. url=http://localhost:1/\n");
  }

  @Test
  void json_isOneObjectALine() throws Exception {
    Exception failed = new IllegalArgumentException(HOSTILE, new IllegalStateException("why"));

    String text = logged("json", "A request failed path={}", failed, HOSTILE);

    assertThat(text).endsWith("\n");
    assertThat(text.strip()).doesNotContain("\n", "\r", "\u001b");
    JsonNode event = new ObjectMapper().readTree(text);
    assertThat(event.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "timestamp", "level", "threadName", "loggerName", "formattedMessage", "throwable");
    assertThat(event.path("level").asText()).isEqualTo("WARN");
    assertThat(event.path("loggerName").asText()).isEqualTo("aispend.App");
    assertThat(event.path("formattedMessage").asText())
        .isEqualTo("A request failed path=" + HOSTILE);
    assertThat(event.at("/throwable/message").asText()).isEqualTo(HOSTILE);
    assertThat(event.at("/throwable/cause/message").asText()).isEqualTo("why");
    assertThat(event.path("timestamp").asLong()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void secret_isStarsInEitherFormat(String format) throws Exception {
    assertThat(logged(format, "key={}", null, new Secret("sk-admin-Zx81")))
        .contains("key=***")
        .doesNotContain("Zx81");
  }

  @Test
  void unknownFormat_isRefused() {
    Map<String, String> environment = Map.of("AISPEND_LOG_FORMAT", "xml");
    assertThat(Main.run(new String[] {"version"}, environment, Clock.systemUTC()))
        .isEqualTo(Main.WRONG_INPUT);
    assertThat(Main.run(new String[] {"version"}, Map.of(), Clock.systemUTC()))
        .isEqualTo(Main.FINE);
  }

  /** What the shipped configuration writes of one event. */
  private static String logged(
      String format, String message, @Nullable Throwable failed, Object... arguments)
      throws JoranException {
    LoggerContext context = new LoggerContext();
    context.putProperty("AISPEND_LOG_FORMAT", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(LogFormatTest.class.getResource("/logback.xml")));
    OutputStreamAppender<ILoggingEvent> console =
        (OutputStreamAppender<ILoggingEvent>)
            context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger(App.class.getName()), Level.WARN, message, failed, arguments);
    String text = new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    context.stop();
    return text;
  }
}
