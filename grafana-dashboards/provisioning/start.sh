#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Starts Grafana with a first password for the user admin that nobody can guess:
#
#   start.sh [ARGUMENT...]     arguments go to the image's own start
#
# It is the content of secrets/grafana/admin_password (made by secrets/init.sh). Without that file
# one is made up and kept in Grafana's volume, and the log says how to read it. It counts only when
# Grafana makes its database; afterwards it is changed with `grafana cli admin reset-admin-password`.
#
# POSIX sh and busybox; the password is no argument of any command.
set -eu
umask 077

secret=${ADMIN_PASSWORD_FILE:-/run/secrets/admin_password}
data=${GF_PATHS_DATA:-/var/lib/grafana}
own=$data/first-admin-password

say() {
  printf 'grafana-dashboards/provisioning/start.sh: %s\n' "$1" >&2
}

if [ -e "$secret" ] && [ ! -r "$secret" ]; then
  say "secrets/grafana/admin_password cannot be read by the user $(id -u); run: sh secrets/init.sh"
  exit 2
fi

if [ -s "$secret" ]; then
  file=$secret
else
  file=$own
  if [ ! -s "$own" ] && [ ! -e "$data/grafana.db" ]; then
    LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 24 >"$own.new"
    mv "$own.new" "$own"
  fi
  if [ -s "$own" ]; then
    say "no secrets/grafana/admin_password; the first password of the user admin was made up."
    say "Read it with: docker compose exec grafana cat $own"
  else
    say "no secrets/grafana/admin_password; the user admin keeps the password it has."
  fi
fi

if [ -s "$file" ]; then
  GF_SECURITY_ADMIN_PASSWORD__FILE=$file
  export GF_SECURITY_ADMIN_PASSWORD__FILE
fi
exec "${GRAFANA_START:-/run.sh}" "$@"
