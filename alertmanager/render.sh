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

# trim VALUE: without blanks around it.
trim() {
  trimmed=${1#"${1%%[! 	]*}"}
  printf '%s' "${trimmed%"${trimmed##*[! 	]}"}"
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

# Office hours: always, or from Monday to Friday once hours are given.
if [ -n "$ALERT_OFFICE_HOURS" ]; then
  ALERT_OFFICE_DAYS=${ALERT_OFFICE_DAYS:-monday:friday}
else
  ALERT_OFFICE_HOURS=00:00-24:00
  ALERT_OFFICE_DAYS=${ALERT_OFFICE_DAYS:-sunday:saturday}
fi
case $ALERT_OFFICE_HOURS in
  [0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]) ;;
  *) die "ALERT_OFFICE_HOURS is '$ALERT_OFFICE_HOURS'; write it like 07:00-19:00" ;;
esac
opens=${ALERT_OFFICE_HOURS%-*}
closes=${ALERT_OFFICE_HOURS#*-}
# A 1 in front keeps 08 and 09 from being read as octal.
if [ "1${opens%:*}${opens#*:}" -ge "1${closes%:*}${closes#*:}" ] || [ "1${closes%:*}${closes#*:}" -gt 12400 ]; then
  die "ALERT_OFFICE_HOURS is '$ALERT_OFFICE_HOURS'; it must begin before it ends, within one day"
fi
weekdays=
rest=$ALERT_OFFICE_DAYS,
while [ -n "$rest" ]; do
  days=${rest%%,*}
  rest=${rest#*,}
  # To Alertmanager a week begins on Sunday; a range that goes over it is two.
  case " sunday monday tuesday wednesday thursday friday saturday " in
    *" ${days%:*} "*" ${days#*:} "*) ;;
    *" $days "*) ;;
    *) die "ALERT_OFFICE_DAYS is '$ALERT_OFFICE_DAYS'; write it like monday:friday or monday,wednesday; a week begins on sunday" ;;
  esac
  weekdays="$weekdays${weekdays:+, }'$days'"
done
case $ALERT_OFFICE_ZONE in
  *[!A-Za-z0-9_/+-]*) die "ALERT_OFFICE_ZONE is '$ALERT_OFFICE_ZONE'; write it like Europe/Berlin" ;;
esac

office_hours() {
  echo "      - weekdays: [$weekdays]"
  echo "        times: [{start_time: '$opens', end_time: '$closes'}]"
  echo "        location: '$ALERT_OFFICE_ZONE'"
}

# The owners' table as lines "owner|channel|where", checked; and the owners, one a line.
table=
owners=
[ -r "$ALERT_OWNERS_FILE" ] || die "ALERT_OWNERS_FILE is $ALERT_OWNERS_FILE, which cannot be read"
while IFS= read -r line || [ -n "$line" ]; do
  line=$(trim "${line%"$(printf '\r')"}")
  case $line in
    '' | '#'*) continue ;;
    *'|'*'|'*'|'*) die "ALERT_OWNERS_FILE: '$line' has too many parts; write OWNER | CHANNEL | WHERE" ;;
    *'|'*'|'*) ;;
    *) die "ALERT_OWNERS_FILE: '$line' has too few parts; write OWNER | CHANNEL | WHERE" ;;
  esac
  owner=$(trim "${line%%|*}")
  rest=${line#*|}
  channel=$(trim "${rest%%|*}")
  where=$(trim "${rest#*|}")
  case $owner in
    '' | *[\"\'\\{}]*) die "ALERT_OWNERS_FILE: owner '$owner' is empty or holds a quote, brace or backslash" ;;
  esac
  case $channel:$where in
    slack:'#'?*) [ -n "$SLACK_WEBHOOK_URL" ] || die "ALERT_OWNERS_FILE: '$line' needs SLACK_WEBHOOK_URL" ;;
    email:?*@?*) [ -n "$email" ] || die "ALERT_OWNERS_FILE: '$line' needs SMTP_SMARTHOST, SMTP_FROM and ALERT_EMAIL_TO" ;;
    slack:/* | pagerduty:/* | webhook:/*)
      [ -s "$where" ] && [ -r "$where" ] || die "ALERT_OWNERS_FILE: '$line': the file is missing, empty or cannot be read"
      ;;
    *) die "ALERT_OWNERS_FILE: '$line': a channel is slack, email, pagerduty or webhook; a secret stands in a file and is named by its absolute path" ;;
  esac
  case $where in
    *'{{'*) die "ALERT_OWNERS_FILE: '$line' holds {{, which Alertmanager would run as a template" ;;
  esac
  case $newline$table in
    *"$newline$owner|$channel|"*) die "ALERT_OWNERS_FILE: $owner has $channel twice" ;;
  esac
  table="$table$owner|$channel|$where$newline"
  case $newline$owners in
    *"$newline$owner$newline"*) ;;
    *) owners="$owners$owner$newline" ;;
  esac
done <"$ALERT_OWNERS_FILE"

# own CHANNEL: where the owner being rendered ($owner, empty for everybody) has it; empty: as all.
own() {
  case $newline$table in
    *"$newline$owner|$1|"*)
      found=${newline}${table}
      found=${found#*"$newline$owner|$1|"}
      printf '%s' "${found%%"$newline"*}"
      ;;
  esac
}

# secret KEY NAME: KEY_file with the file, or KEY with the value.
secret() {
  eval "value=\$$2; file=\${$2_FILE:-}"
  # What is relative, is so to Alertmanager's file.
  case $file in [!/]*) file=$PWD/$file ;; esac
  if [ -n "$file" ]; then
    echo "$1_file: $(quote "$file")"
  else
    echo "$1: $(quote "$value")"
  fi
}

smtp() {
  [ -n "$email" ] || return 0
  echo "  smtp_smarthost: $(quote "$SMTP_SMARTHOST")"
  echo "  smtp_from: $(quote "$SMTP_FROM")"
  echo "  smtp_require_tls: $SMTP_REQUIRE_TLS"
  if [ -n "$SMTP_AUTH_USERNAME" ]; then
    echo "  smtp_auth_username: $(quote "$SMTP_AUTH_USERNAME")"
    echo "  $(secret smtp_auth_password SMTP_AUTH_PASSWORD)"
  fi
}

slack() {
  room=$(own slack)
  [ -n "$SLACK_WEBHOOK_URL$room" ] || return 0
  echo "    slack_configs:"
  case $room in
    /*) echo "      - api_url_file: $(quote "$room")" ;;
    *)
      echo "      - $(secret api_url SLACK_WEBHOOK_URL)"
      room=${room:-$SLACK_CHANNEL}
      [ -z "$room" ] || echo "        channel: $(quote "$room")"
      ;;
  esac
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
  people=$(own email)
  echo "      - to: $(quote "${people:-$ALERT_EMAIL_TO}")"
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
  service=$(own pagerduty)
  [ -n "$PAGERDUTY_ROUTING_KEY$service" ] || return 0
  echo "    pagerduty_configs:"
  if [ -n "$service" ]; then
    echo "      - routing_key_file: $(quote "$service")"
  else
    echo "      - $(secret routing_key PAGERDUTY_ROUTING_KEY)"
  fi
  cat <<END
        send_resolved: true
        severity: '{{ template "aispend.severity" . }}'
        description: '{{ template "aispend.title" . }}'
        client: aispend
        client_url: '{{ template "aispend.board" . }}'
        class: '{{ .CommonLabels.alertname }}'
        component: '{{ .CommonLabels.provider }}'
        group: '{{ .CommonLabels.category }}'
        details:
          text: '{{ template "aispend.text" . }}'
END
}

# hook SEND_RESOLVED TARGET: one entry of webhook_configs, where TARGET is its url line.
hook() {
  echo "      - $2"
  echo "        send_resolved: $1"
  echo "        max_alerts: 50"
}

webhook() {
  target=$(own webhook)
  [ -n "$ALERT_WEBHOOK_URL$target" ] || return 0
  echo "    webhook_configs:"
  if [ -n "$target" ]; then
    hook "$1" "url_file: $(quote "$target")"
  else
    hook "$1" "$(secret url ALERT_WEBHOOK_URL)"
  fi
}

# The daemon's log.
log() {
  echo "    webhook_configs:"
  hook "$1" "url: $(quote "$DAEMON_URL/-/alerts")"
}

# receiver NAME SEND_RESOLVED CHANNEL...: for everybody, and NAME/OWNER for each owner. With none of
# its channels set it goes to the daemon's log.
receiver() {
  owner=
  one "$@"
  left=$owners
  while [ -n "$left" ]; do
    owner=${left%%"$newline"*}
    left=${left#*"$newline"}
    one "$@"
  done
  owner=
}

one() {
  name=$1${owner:+/$owner}
  resolved=$2
  shift 2
  body=
  for channel in "$@"; do
    part=$("$channel" "$resolved")
    [ -z "$part" ] || body="$body$part$newline"
  done
  [ -n "$body" ] || body="$(log "$resolved")$newline"
  printf '  - name: %s\n%s' "$(quote "$name")" "$body"
}

# Notices go to chat only where it is the only channel.
notices() {
  quiet=$(mail "$1" && webhook "$1")
  if [ -n "$quiet" ]; then echo "$quiet"; else slack "$1"; fi
}

watchdog() {
  echo "  - name: watchdog"
  [ -n "$DEADMANS_SWITCH_URL" ] || [ "$channels" = none ] || return 0
  echo "    webhook_configs:"
  [ -z "$DEADMANS_SWITCH_URL" ] || hook false "$(secret url DEADMANS_SWITCH_URL)"
  [ "$channels" != none ] || hook false "url: $(quote "$DAEMON_URL/-/alerts")"
}

receivers() {
  # A budget is announced once; that its month has ended is no news to anybody.
  receiver oncall true pagerduty slack mail webhook
  receiver oncall-budget false pagerduty slack mail webhook
  receiver team true slack mail webhook
  receiver team-budget false slack mail webhook
  receiver digest false notices
  receiver digest-budget false notices
  echo "  - name: demo"
  log true
  watchdog
}

# owner_routes INDENT RECEIVER [INTERVAL]: a route for each owner. Intervals are not inherited.
owner_routes() {
  [ -n "$owners" ] || return 0
  echo "$1routes:"
  left=$owners
  while [ -n "$left" ]; do
    owner=${left%%"$newline"*}
    left=${left#*"$newline"}
    echo "$1  - matchers: ['owner=\"$owner\"']"
    echo "$1    receiver: $(quote "$2/$owner")"
    [ -z "$3" ] || echo "$1    active_time_intervals: [$3]"
  done
  owner=
}

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
