// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Has each migration wait for the database as long as it takes: an index over years of spend is
 * built longer than a connection that works otherwise may be silent.
 */
final class Unhurried implements Callback {
  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  /** Until the connection goes back to its pool, which then sets it right again. */
  @Override
  public void handle(Event event, Context context) {
    try {
      context.getConnection().setNetworkTimeout(Runnable::run, 0);
    } catch (SQLException e) {
      throw new FlywayException("cannot set how long a migration may take", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "unhurried";
  }
}
