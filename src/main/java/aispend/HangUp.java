// SPDX-License-Identifier: Apache-2.0
package aispend;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs something at each SIGHUP. The JDK has signals in a package that may not be compiled against,
 * so they are reached by reflection; where there are none, nothing is run.
 */
final class HangUp {
  private static final Logger log = LoggerFactory.getLogger(HangUp.class);

  private HangUp() {}

  static void run(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> handle(action, proxy, method, arguments));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.info("There is no SIGHUP here; use POST /-/reload. why={}", root(e).toString());
    }
  }

  private static @org.jspecify.annotations.Nullable Object handle(
      Runnable action, Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield null;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "HangUp";
    };
  }

  private static Throwable root(Exception error) {
    Throwable cause = error.getCause();
    return error instanceof InvocationTargetException && cause != null ? cause : error;
  }
}
