// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A vendor on raw sockets: a test reads what came and writes each byte of the answer itself. */
final class Vendor implements Closeable {
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Asking> askings = new LinkedBlockingQueue<>();

  /** One request, whose answer is still to be written. */
  static final class Asking {
    private final Socket socket;
    private final String head;
    private final byte[] body;

    private Asking(Socket socket, String head, byte[] body) {
      this.socket = socket;
      this.head = head;
      this.body = body;
    }

    String head() {
      return head;
    }

    String body() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** Sends bytes as they are. */
    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole answer. */
    void answer(String head, byte[] content) throws IOException {
      send(head.replace("\n", "\r\n") + "Content-Length: " + content.length + "\r\n\r\n");
      send(content);
    }

    void chunk(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      send(Integer.toHexString(bytes.length) + "\r\n");
      send(bytes);
      send("\r\n");
    }

    /** Whether the other side closes its connection within 10 seconds. */
    boolean isLeft() throws IOException {
      socket.setSoTimeout(10_000);
      try {
        return socket.getInputStream().read() < 0;
      } catch (java.net.SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true; // reset
      }
    }

    /** Breaks the connection off. */
    void breakOff() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  Vendor() throws IOException {
    listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    thread(this::listen);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** The next request; fails when there is none within 10 seconds. */
  Asking asked() throws InterruptedException {
    Asking asking = askings.poll(10, TimeUnit.SECONDS);
    if (asking == null) {
      throw new AssertionError("nobody asked the vendor");
    }
    return asking;
  }

  boolean wasNotAsked() {
    return askings.isEmpty();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void listen() {
    try {
      while (!listening.isClosed()) {
        Socket socket = listening.accept();
        sockets.add(socket);
        thread(() -> serve(socket));
      }
    } catch (IOException e) {
      askings.clear(); // closed by the test
    }
  }

  private void serve(Socket socket) {
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1);
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        askings.add(new Asking(socket, head, in.readNBytes(length(head))));
        if (head.contains("x-last")) {
          return; // the rest of what comes is the test's to read
        }
      }
    } catch (IOException e) {
      sockets.remove(socket); // the caller is gone
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int one = in.read();
    while (one >= 0) {
      head.append((char) one);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        break;
      }
      one = in.read();
    }
    return head.toString();
  }

  private static int length(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith("content-length:"))
        .map(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "vendor");
    thread.setDaemon(true);
    thread.start();
  }
}
