// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything logged meanwhile, at every level, causes included. */
public final class CapturedLog implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("aispend");
  private final @Nullable Level before = ours.getLevel();
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  public CapturedLog() {
    appender.list = new CopyOnWriteArrayList<>();
    appender.start();
    root.addAppender(appender);
    ours.setLevel(Level.TRACE);
  }

  /** Each event as text: level, message, then the messages of its causes. */
  public List<String> lines() {
    return appender.list.stream().map(CapturedLog::line).toList();
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    ours.setLevel(before);
  }

  private static String line(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(event.getLevel() + " " + event.getFormattedMessage());
    for (IThrowableProxy cause = event.getThrowableProxy();
        cause != null;
        cause = cause.getCause()) {
      line.append(" | ").append(cause.getMessage());
    }
    return line.toString();
  }
}
