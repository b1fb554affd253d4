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
#   ALERT_OFFICE_HOURS (always; 07:00-19:00)   ALERT_OFFICE_DAYS (monday:friday with hours)
#   ALERT_OFFICE_ZONE (UTC): when messages go out that can wait
#   ALERT_OWNERS_FILE (owners.conf beside this script): channels of single owners
#   GRAFANA_URL (http://localhost:3000)   RUNBOOK_URL (docs/runbooks is shown as it is)
#   DAEMON_URL (http://aispend:9477): its log is the receiver of whatever has no channel
#
# A secret given by NAME_FILE is not copied: Alertmanager is told the file, and reads it for each
# message (a webhook's URL in a file needs Alertmanager 0.26).
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

. "$here/render/checks.sh"

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
ALERT_OFFICE_HOURS=${ALERT_OFFICE_HOURS:-}
ALERT_OFFICE_DAYS=${ALERT_OFFICE_DAYS:-}
ALERT_OFFICE_ZONE=${ALERT_OFFICE_ZONE:-UTC}
ALERT_OWNERS_FILE=${ALERT_OWNERS_FILE:-$here/owners.conf}
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

. "$here/render/office_hours.sh"
. "$here/render/owners.sh"
. "$here/render/receivers.sh"

render() {
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      @SMTP@) smtp ;;
      @RECEIVERS@) receivers ;;
      @OFFICE_HOURS@) office_hours ;;
      *'@OWNERS '*@)
        words=${line#*@OWNERS }
        words=${words%@}
        interval=${words#"${words%% *}"}
        owner_routes "${line%%@*}" "${words%% *}" "${interval# }"
        ;;
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

# What goes where, without a secret.
channels=
[ -z "$PAGERDUTY_ROUTING_KEY" ] || channels="$channels PagerDuty"
[ -z "$SLACK_WEBHOOK_URL" ] || channels="$channels Slack"
[ -z "$email" ] || channels="$channels email"
[ -z "$ALERT_WEBHOOK_URL" ] || channels="$channels webhook"
channels=${channels# }
channels=${channels:-none}

trap 'rm -f "$out.new" "$out.links.tmpl.new"' EXIT
links >"$out.links.tmpl.new"
render >"$out.new"
chmod 600 "$out.new" "$out.links.tmpl.new"
mv "$out.links.tmpl.new" "$out.links.tmpl"
mv "$out.new" "$out"

if [ "$channels" = none ]; then
  echo "alertmanager/render.sh: channels: none, alerts go to the log of the daemon" >&2
else
  echo "alertmanager/render.sh: channels: $channels" >&2
fi
[ -z "$owners" ] ||
  printf '%s' "$owners" | while IFS= read -r owner; do
    echo "alertmanager/render.sh: channels of its own: $owner" >&2
  done
