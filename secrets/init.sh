#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes the secrets that can be made up, and sets the modes of all that are here:
#
#   sh secrets/init.sh
#
# Nothing that exists is changed but its mode; run it again after a file was added.
#
# Containers run as users this machine does not know, so a file must be readable by everybody; that
# only this directory's owner gets to it is the directory's own mode. A container sees its mounted
# part from inside, past that mode.
set -eu
umask 077

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

password=$here/grafana/admin_password
mkdir -p "$here/aispend" "$here/alertmanager" "$here/grafana"
if [ -s "$password" ]; then
  echo "secrets/grafana/admin_password: kept"
else
  LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 24 >"$password.new"
  mv "$password.new" "$password"
  echo "secrets/grafana/admin_password: made, for the user admin"
fi

chmod 700 "$here"
for part in aispend alertmanager grafana; do
  chmod 755 "$here/$part"
  find "$here/$part" -type f ! -name .gitkeep -exec chmod 644 {} +
done
