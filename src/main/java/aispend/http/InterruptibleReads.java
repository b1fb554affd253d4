// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import okhttp3.Call;

/**
 * Makes calls on threads of their own, because a socket read cannot be interrupted; the asking
 * thread can, and then cancels the call.
 *
 * @param closed at zero once the daemon stops
 */
record InterruptibleReads(ExecutorService threads, CountDownLatch closed) {
  Reply reply(Call call, Replies replies) throws IOException, InterruptedException {
    try {
      Future<Reply> reading = threads.submit(() -> replies.read(call));
      return reading.get();
    } catch (RejectedExecutionException e) {
      throw stopping(e);
    } catch (InterruptedException e) {
      call.cancel();
      throw e;
    } catch (ExecutionException e) {
      if (closed.getCount() == 0) {
        throw stopping(e);
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("reading an answer failed", e.getCause());
    }
  }

  private static InterruptedException stopping(Exception cause) {
    InterruptedException stopping = new InterruptedException("the daemon stops");
    stopping.initCause(cause);
    return stopping;
  }
}
