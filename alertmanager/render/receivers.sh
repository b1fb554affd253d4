# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# Part of render.sh: who hears of what by which channel.

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
