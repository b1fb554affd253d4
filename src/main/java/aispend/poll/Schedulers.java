// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;

/** Makes Quartz schedulers: with jobs in memory, or in the database that daemons share. */
final class Schedulers {
  /** How often a daemon tells the others that it is there; one that is late by 7.5 s is dead. */
  static final Duration CHECK_IN = Duration.ofSeconds(3);

  /** After this a firing counts as missed. */
  private static final String MISFIRE_MILLIS = "5000";

  /** How often a daemon looks for what another one scheduled. */
  private static final String LOOK_MILLIS = "3000";

  private static final String RETRY_MILLIS = "5000";
  private static final String NAME = "org.quartz.scheduler.instanceName";
  private static final String STORE = "org.quartz.jobStore.";

  /** Jobs hold none while they run. */
  private static final String CONNECTIONS = "5";

  private Schedulers() {}

  /**
   * One whose jobs end with it.
   *
   * @param jobs a job by its name
   */
  static Scheduler inMemory(int threads, Function<String, PollJob> jobs) throws SchedulerException {
    Properties properties = properties(threads);
    properties.setProperty(STORE + "class", "org.quartz.simpl.RAMJobStore");
    return made(properties, jobs);
  }

  /**
   * One whose jobs are those of all daemons.
   *
   * @param jobs a job by its name
   */
  static Scheduler shared(Crew crew, int threads, Function<String, PollJob> jobs)
      throws SchedulerException {
    Properties properties = properties(threads);
    properties.setProperty("org.quartz.scheduler.instanceId", crew.replica());
    properties.setProperty("org.quartz.scheduler.idleWaitTime", LOOK_MILLIS);
    properties.setProperty("org.quartz.scheduler.dbFailureRetryInterval", RETRY_MILLIS);
    properties.setProperty(STORE + "class", SharedJobStore.class.getName());
    properties.setProperty(
        STORE + "driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    properties.setProperty(STORE + "tablePrefix", "qrtz_");
    properties.setProperty(STORE + "useProperties", "true");
    properties.setProperty(STORE + "isClustered", "true");
    properties.setProperty(STORE + "clusterCheckinInterval", String.valueOf(CHECK_IN.toMillis()));
    // Quartz keeps them by name for the whole process, and ends them with the scheduler.
    String source = properties.getProperty(NAME);
    properties.setProperty(STORE + "dataSource", source);
    database(properties, "org.quartz.dataSource." + source + ".", crew.database());
    return made(properties, jobs);
  }

  private static void database(Properties properties, String source, Map<String, String> login) {
    login.forEach((key, value) -> properties.setProperty(source + key, value));
    properties.setProperty(source + "URL", withTimeouts(login.getOrDefault("URL", "")));
    properties.setProperty(source + "driver", "org.postgresql.Driver");
    properties.setProperty(source + "provider", "hikaricp");
    properties.setProperty(source + "maxConnections", CONNECTIONS);
  }

  /** What the URL says itself goes before these. */
  private static String withTimeouts(String url) {
    String more = url;
    for (String parameter : new String[] {"connectTimeout=10", "socketTimeout=60"}) {
      String name = parameter.substring(0, parameter.indexOf('=') + 1);
      if (!url.contains(name)) {
        more += (more.contains("?") ? "&" : "?") + parameter;
      }
    }
    return more;
  }

  private static Properties properties(int threads) {
    Properties properties = new Properties();
    properties.setProperty(NAME, "poll-" + UUID.randomUUID());
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", String.valueOf(threads));
    properties.setProperty(STORE + "misfireThreshold", MISFIRE_MILLIS);
    return properties;
  }

  private static Scheduler made(Properties properties, Function<String, PollJob> jobs)
      throws SchedulerException {
    Scheduler made = new StdSchedulerFactory(properties).getScheduler();
    made.setJobFactory((bundle, ignored) -> jobs.apply(bundle.getJobDetail().getKey().getName()));
    return made;
  }
}
