// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.server.AccessToken;
import aispend.server.Role;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code token}: makes a token up. Its line for {@code server.auth_tokens_file}, which holds the
 * hash alone, goes to standard output, the token itself to the other: {@code >> tokens.toml} keeps
 * the one and shows the other, once.
 */
@Command(name = "token", description = "Makes a token, and its line for server.auth_tokens_file.")
final class TokenCommand implements Callable<Integer> {
  private static final int BYTES = 32;
  private static final String NAME = "[A-Za-z0-9_-]+";

  @Parameters(paramLabel = "NAME", description = "Who it is for; the log names it.")
  private String name = "";

  @Option(
      names = "--role",
      defaultValue = "read",
      description = "read, write or admin. Default: ${DEFAULT-VALUE}.")
  private String role = "read";

  @Option(
      names = "--tenant",
      defaultValue = "",
      description = "Whose it is, by the name of a [[tenant]]; without it, for the spend of all.")
  private String tenant = "";

  @Override
  public Integer call() {
    if (!name.matches(NAME) || !(tenant.isEmpty() || tenant.matches(NAME))) {
      throw wrong("names are made of letters, digits, - and _");
    }
    Role permitted =
        Role.ofCode(role)
            .orElseThrow(() -> wrong("--role is '" + role + "'; write read, write or admin"));
    if (permitted == Role.ADMIN && !tenant.isEmpty()) {
      throw wrong("a tenant's token may not be admin; make one to read and one to write");
    }
    String token = madeUp();
    System.err.println("token (shown only now, kept nowhere): " + token);
    System.out.println(AccessToken.of(name, token, permitted, tenant).line());
    return Main.FINE;
  }

  private static String madeUp() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static CommandException wrong(String problem) {
    return new CommandException(Main.WRONG_INPUT, problem, null);
  }
}
