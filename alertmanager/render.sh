#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Writes a complete Alertmanager configuration from the environment:
#
#   render.sh OUT.yml          (also writes OUT.yml.links.tmpl beside it)
#
# Each of these may be given as NAME, or as NAME_FILE naming a file that holds it; empty is unset.
#   SLACK_WEBHOOK_URL   PAGERDUTY_ROUTING_KEY   ALERT_WEBHOOK_URL   DEADMANS_SWITCH_URL
#   SMTP_SMARTHOST (host:port)   SMTP_FROM   ALERT_EMAIL_TO   SMTP_AUTH_USERNAME   SMTP_AUTH_PASSWORD
# And without a file form:
#   SMTP_REQUIRE_TLS (true)   SLACK_CHANNEL (the webhook's own)
#   ALERT_GROUP_WAIT (45s)   ALERT_GROUP_INTERVAL (5m)   ALERT_REPEAT_INTERVAL (12h)
#   GRAFANA_URL (http://localhost:3000)   RUNBOOK_URL (docs/runbooks is shown as it is)
#   DAEMON_URL (http://aispend:9477): its log is the receiver of whatever has no channel
#
# POSIX sh and busybox; no secret is passed as an argument of a command.
set -eu
LC_ALL=C
export LC_ALL
umask 077

here=$(cd "$(dirname "$0")" && pwd)
newline='
'

die() {
  printf 'alertmanager/render.sh: %s\n' "$1" >&2
  exit 2
}

# load NAME: sets $NAME from the environment or from the file $NAME_FILE.
load() {
  eval "value=\${$1:-}; file=\${$1_FILE:-}"
  if [ -n "$file" ]; then
    [ -z "$value" ] || die "$1 and $1_FILE are both set; keep one"
    [ -r "$file" ] || die "$1_FILE is $file, which cannot be read; create it or unset $1_FILE"
    value=$(cat "$file")
  fi
  # A password file may end in CR LF; within a value a control character is a mistake.
  value=${value%"$(printf '\r')"}
  case $value in
    *[[:cntrl:]]*) die "$1 holds a line break or control character; it must be one line" ;;
  esac
  eval "$1=\$value"
}

# check NAME GLOB-OF-BAD MEANING: refuses values with a character that cannot be meant.
url() {
  eval "value=\$$1"
  case $value in
    '') return 0 ;;
    *[!A-Za-z0-9._~:/?#@!\$\&*+,\;=%-]*) die "$1 is not a URL: it holds a space, quote or bracket" ;;
    http://?* | https://?*) ;;
    *) die "$1 is not a URL: it must start with http:// or https://" ;;
  esac
}

duration() {
  eval "value=\$$1"
  case $value in
    *[!0-9smhdw]* | '' | [!0-9]* | *[0-9]) die "$1 is '$value'; write it like 45s, 5m or 12h" ;;
  esac
}

# These fields are templates to Alertmanager; "{{" in them would be run, not sent.
literal() {
  eval "value=\$$1"
  case $value in
    *'{{'*) die "$1 holds {{, which Alertmanager would run as a template" ;;
  esac
}

# quote VALUE: a YAML single-quoted string. Only ' needs care in one.
quote() {
  rest=$1
  quoted=
  while :; do
    case $rest in
      *"'"*)
        quoted="$quoted${rest%%"'"*}''"
        rest=${rest#*"'"}
        ;;
      *) break ;;
    esac
  done
  printf "'%s'" "$quoted$rest"
}

[ $# -eq 1 ] || die "usage: render.sh OUT.yml"
out=$1

for name in SLACK_WEBHOOK_URL PAGERDUTY_ROUTING_KEY ALERT_WEBHOOK_URL DEADMANS_SWITCH_URL \
  SMTP_SMARTHOST SMTP_FROM ALERT_EMAIL_TO SMTP_AUTH_USERNAME SMTP_AUTH_PASSWORD; do
  load "$name"
done
SMTP_REQUIRE_TLS=${SMTP_REQUIRE_TLS:-true}
SLACK_CHANNEL=${SLACK_CHANNEL:-}
ALERT_GROUP_WAIT=${ALERT_GROUP_WAIT:-45s}
ALERT_GROUP_INTERVAL=${ALERT_GROUP_INTERVAL:-5m}
ALERT_REPEAT_INTERVAL=${ALERT_REPEAT_INTERVAL:-12h}
GRAFANA_URL=${GRAFANA_URL:-http://localhost:3000}
RUNBOOK_URL=${RUNBOOK_URL:-}
DAEMON_URL=${DAEMON_URL:-http://aispend:9477}

for name in SLACK_WEBHOOK_URL ALERT_WEBHOOK_URL DEADMANS_SWITCH_URL GRAFANA_URL RUNBOOK_URL \
  DAEMON_URL; do
  url "$name"
done
for name in ALERT_GROUP_WAIT ALERT_GROUP_INTERVAL ALERT_REPEAT_INTERVAL; do
  duration "$name"
done
for name in ALERT_EMAIL_TO SMTP_FROM PAGERDUTY_ROUTING_KEY SLACK_CHANNEL \
  ALERT_WEBHOOK_URL DEADMANS_SWITCH_URL; do
  literal "$name"
done
case $SLACK_CHANNEL in *[[:cntrl:]]*) die "SLACK_CHANNEL must be one line" ;; esac
case $SMTP_REQUIRE_TLS in
  true | false) ;;
  *) die "SMTP_REQUIRE_TLS is '$SMTP_REQUIRE_TLS'; it must be true or false" ;;
esac

email=
if [ -n "$SMTP_SMARTHOST$ALERT_EMAIL_TO$SMTP_FROM" ]; then
  for name in SMTP_SMARTHOST ALERT_EMAIL_TO SMTP_FROM; do
    eval "value=\$$name"
    [ -n "$value" ] || die "$name is missing: mail needs SMTP_SMARTHOST, SMTP_FROM and ALERT_EMAIL_TO"
  done
  case $SMTP_SMARTHOST in
    ?*:*[!0-9]* | *:) die "SMTP_SMARTHOST is '$SMTP_SMARTHOST'; it must be host:port" ;;
    ?*:*) ;;
    *) die "SMTP_SMARTHOST is '$SMTP_SMARTHOST'; it must be host:port" ;;
  esac
  email=yes
fi
if [ -n "$SMTP_AUTH_USERNAME" ] && [ -z "$SMTP_AUTH_PASSWORD" ]; then
  die "SMTP_AUTH_USERNAME is set but SMTP_AUTH_PASSWORD is not"
fi

smtp() {
  [ -n "$email" ] || return 0
  echo "  smtp_smarthost: $(quote "$SMTP_SMARTHOST")"
  echo "  smtp_from: $(quote "$SMTP_FROM")"
  echo "  smtp_require_tls: $SMTP_REQUIRE_TLS"
  if [ -n "$SMTP_AUTH_USERNAME" ]; then
    echo "  smtp_auth_username: $(quote "$SMTP_AUTH_USERNAME")"
    echo "  smtp_auth_password: $(quote "$SMTP_AUTH_PASSWORD")"
  fi
}

slack() {
  [ -n "$SLACK_WEBHOOK_URL" ] || return 0
  echo "    slack_configs:"
  echo "      - api_url: $(quote "$SLACK_WEBHOOK_URL")"
  [ -z "$SLACK_CHANNEL" ] || echo "        channel: $(quote "$SLACK_CHANNEL")"
  cat <<END
        send_resolved: $1
        color: '{{ template "aispend.color" . }}'
        title: '{{ template "aispend.title" . }}'
        title_link: '{{ template "aispend.board" . }}'
        text: '{{ template "aispend.text" . }}'
        fallback: '{{ template "aispend.title" . }}'
END
}

mail() {
  [ -n "$email" ] || return 0
  echo "    email_configs:"
  echo "      - to: $(quote "$ALERT_EMAIL_TO")"
  cat <<END
        send_resolved: $1
        headers:
          Subject: '{{ template "aispend.title" . }}'
        text: '{{ template "aispend.text" . }}'
        html: ''
END
}

# PagerDuty always hears of the end, or the incident would stay open.
pagerduty() {
  [ -n "$PAGERDUTY_ROUTING_KEY" ] || return 0
  echo "    pagerduty_configs:"
  echo "      - routing_key: $(quote "$PAGERDUTY_ROUTING_KEY")"
  cat <<END
        send_resolved: true
        severity: '{{ template "aispend.severity" . }}'
        description: '{{ template "aispend.title" . }}'
        client: aispend
        client_url: '{{ template "aispend.board" . }}'
        details:
          text: '{{ template "aispend.text" . }}'
END
}

# post URL SEND_RESOLVED
post() {
  [ -n "$1" ] || return 0
  echo "    webhook_configs:"
  echo "      - url: $(quote "$1")"
  echo "        send_resolved: $2"
  echo "        max_alerts: 50"
}

# receiver NAME SEND_RESOLVED CHANNEL...: with none of its channels set it goes to the daemon's log.
receiver() {
  name=$1
  resolved=$2
  shift 2
  body=
  for channel in "$@"; do
    case $channel in
      webhook) part=$(post "$ALERT_WEBHOOK_URL" "$resolved") ;;
      *) part=$("$channel" "$resolved") ;;
    esac
    [ -z "$part" ] || body="$body$part$newline"
  done
  [ -n "$body" ] || body="$(post "$DAEMON_URL/-/alerts" "$resolved")$newline"
  printf '  - name: %s\n%s' "$name" "$body"
}

receivers() {
  # A budget is announced once; that its month has ended is no news to anybody.
  receiver oncall true pagerduty slack mail webhook
  receiver oncall-budget false pagerduty slack mail webhook
  receiver team true slack mail webhook
  receiver team-budget false slack mail webhook
  # Notices: chat only where it is the only channel.
  if [ -n "$email$ALERT_WEBHOOK_URL" ]; then
    receiver digest false mail webhook
    receiver digest-budget false mail webhook
  else
    receiver digest false slack
    receiver digest-budget false slack
  fi
  receiver demo true
  echo "  - name: watchdog"
  post "$DEADMANS_SWITCH_URL" false
}

render() {
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      @SMTP@) smtp ;;
      @RECEIVERS@) receivers ;;
      *@TEMPLATES@) printf '%s%s\n' "${line%@TEMPLATES@}" "$(quote "$here/templates/*.tmpl")" ;;
      *@LINKS@) printf '%s%s\n' "${line%@LINKS@}" "$(quote "$(basename "$out").links.tmpl")" ;;
      *@GROUP_WAIT@) printf '%s%s\n' "${line%@GROUP_WAIT@}" "$ALERT_GROUP_WAIT" ;;
      *@GROUP_INTERVAL@) printf '%s%s\n' "${line%@GROUP_INTERVAL@}" "$ALERT_GROUP_INTERVAL" ;;
      *@REPEAT_INTERVAL@) printf '%s%s\n' "${line%@REPEAT_INTERVAL@}" "$ALERT_REPEAT_INTERVAL" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <"$here/alertmanager.tmpl.yml"
}

# Addresses are validated above and hold neither quotes nor braces.
links() {
  printf '{{ define "aispend.grafana" }}%s{{ end }}\n' "${GRAFANA_URL%/}"
  printf '{{ define "aispend.runbooks" }}%s{{ end }}\n' "${RUNBOOK_URL:+${RUNBOOK_URL%/}/}"
}

trap 'rm -f "$out.new" "$out.links.tmpl.new"' EXIT
links >"$out.links.tmpl.new"
render >"$out.new"
chmod 600 "$out.new" "$out.links.tmpl.new"
mv "$out.links.tmpl.new" "$out.links.tmpl"
mv "$out.new" "$out"

# What goes where, without a secret.
channels=
[ -z "$PAGERDUTY_ROUTING_KEY" ] || channels="$channels PagerDuty"
[ -z "$SLACK_WEBHOOK_URL" ] || channels="$channels Slack"
[ -z "$email" ] || channels="$channels email"
[ -z "$ALERT_WEBHOOK_URL" ] || channels="$channels webhook"
echo "alertmanager/render.sh: channels:${channels:- none, alerts go to the log of the daemon}" >&2
