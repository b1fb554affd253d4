# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# Part of render.sh: channels of single owners, and their routes.

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
