// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Section {@code [history]}.
 *
 * @param remoteWriteUrl where postings are sent; empty: nowhere
 * @param job the value of the label {@code job} of all that is sent
 * @param window how far back the other side takes samples
 */
public record HistoryConfig(
    Optional<URI> remoteWriteUrl, String job, Access access, Duration window, Pace pace) {
  /** Says the URL when the file has no such key: the same file serves in compose and without. */
  static final String URL_VARIABLE = "AISPEND_HISTORY_URL";

  private static final Pattern HEADER_FORMAT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
  private static final Kind<String> HEADER =
      new Kind<>("header", "\"X-Scope-OrgID\"", HistoryConfig::header);
  private static final Kind<String> HEADER_VALUE =
      new Kind<>("text", "\"...\"", HistoryConfig::headerValue);
  private static final Kind<Map<String, String>> HEADERS =
      HEADER_VALUE.tableBy(HEADER, "table of header = text", "{ X-Name = \"value\" }");

  /**
   * How the other side knows us.
   *
   * @param login for basic authentication
   * @param bearerToken instead of a login
   * @param tenantId sent as {@code tenantHeader}; empty: no tenant
   * @param headers sent as they are
   */
  public record Access(
      Optional<Login> login,
      Optional<Secret> bearerToken,
      Optional<String> tenantId,
      String tenantHeader,
      Map<String, String> headers) {
    public Access {
      headers = Map.copyOf(headers);
    }
  }

  /** A user of the other side. */
  public record Login(String user, Secret password) {}

  /** How much is sent at once. */
  public record Pace(int samplesPerRequest, int samplesPerSecond) {}

  static HistoryConfig read(Section section, Map<String, String> environment) {
    Optional<URI> url = url(section, environment);
    String job = section.get("job", Kinds.TITLE, "aispend");
    Access access = access(section, environment);
    Duration window = section.get("window", Kinds.duration("1d", "3650d"), "90d");
    long perRequest = section.get("samples_per_request", Kinds.integer(1, 10_000), 2_000L);
    long perSecond = section.get("samples_per_second", Kinds.integer(1, 1_000_000), 20_000L);
    url.filter(address -> travelsInTheClear(address, access))
        .ifPresent(
            address ->
                section.warning(
                    "history.remote_write_url is http to "
                        + address.getHost()
                        + ", so its credential travels in the clear; use https"));
    section.finish();
    return new HistoryConfig(url, job, access, window, new Pace((int) perRequest, (int) perSecond));
  }

  private static Access access(Section section, Map<String, String> environment) {
    Optional<String> user = section.optional("username", HEADER_VALUE);
    Optional<Secret> password = secret(section, "password", environment);
    Optional<Secret> token = secret(section, "bearer_token", environment);
    Optional<String> tenant = section.optional("tenant_id", HEADER_VALUE);
    String tenantHeader = section.get("tenant_header", HEADER, "X-Scope-OrgID");
    Map<String, String> headers = section.getOr("headers", HEADERS, Map.of(), "{ }");
    boolean passwordGiven = section.has("password_env") || section.has("password_file");
    if (user.isPresent() != passwordGiven && section.fine("username")) {
      section.problem(
          user.isPresent() ? "username" : key(section, "password"),
          "a user and a password belong together",
          "give username and password_env or password_file, or neither");
    }
    if (user.isPresent() && token.isPresent()) {
      section.problem("username", "given beside a bearer token", "keep only one of them");
    }
    return new Access(
        user.flatMap(name -> password.map(secret -> new Login(name, secret))),
        token,
        tenant,
        tenantHeader,
        headers);
  }

  private static Optional<Secret> secret(
      Section section, String name, Map<String, String> environment) {
    Optional<Credential> credential =
        new CredentialReader(section, name, environment).read("", "none");
    if (credential.orElse(null) instanceof Credential.Missing missing) {
      section.problem(key(section, name), missing.why(), "set it, or remove the line");
    }
    Optional<Secret> secret = credential.flatMap(Credential::secret);
    if (secret.filter(text -> !printable(text.reveal())).isPresent()) {
      section.problem(
          key(section, name),
          "what it names has a character that cannot be sent",
          "write the secret there with nothing around it");
    }
    return secret;
  }

  private static String key(Section section, String name) {
    return section.has(name + "_file") ? name + "_file" : name + "_env";
  }

  private static boolean travelsInTheClear(URI url, Access access) {
    return (access.login().isPresent() || access.bearerToken().isPresent())
        && PlaceKinds.inTheClear(url);
  }

  private static String header(Object raw) throws BadValue {
    String name = Kinds.text(raw);
    if (!HEADER_FORMAT.matcher(name).matches()) {
      throw new BadValue("not the name of a header", "use letters, digits and -");
    }
    if (name.equalsIgnoreCase("Authorization")) {
      throw new BadValue(
          "a secret, which must not stand in this file",
          "use username with password_env, or bearer_token_env");
    }
    return name;
  }

  private static String headerValue(Object raw) throws BadValue {
    String value = Kinds.text(raw);
    if (!printable(value)) {
      throw new BadValue("not only printable ASCII", "write what a header can carry");
    }
    return value;
  }

  private static boolean printable(String text) {
    return text.chars().allMatch(each -> each >= ' ' && each <= '~');
  }

  private static Optional<URI> url(Section section, Map<String, String> environment) {
    String key = "remote_write_url";
    Optional<URI> written = section.optional(key, PlaceKinds.URL);
    String variable = environment.getOrDefault(URL_VARIABLE, "");
    if (section.has(key) || variable.isEmpty()) {
      return written;
    }
    try {
      return Optional.of(PlaceKinds.URL.read(variable));
    } catch (BadValue bad) {
      section.hiddenProblem(
          key,
          "the variable " + URL_VARIABLE + ", which says it, is " + bad.what(),
          "set it to an address like http://prometheus:9090/api/v1/write, or unset it");
      return Optional.empty();
    }
  }
}
