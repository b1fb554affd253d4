#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetches the official clients into a temporary folder and runs check.py with them; options go to it.
# AISPEND_CLIENTS names a folder to keep them in between runs.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
if [ -n "${AISPEND_CLIENTS:-}" ]; then
  folder=$AISPEND_CLIENTS
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
[ -x "$folder/venv/bin/python" ] || python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -c 'import openai, anthropic' 2>/dev/null ||
  "$folder/venv/bin/pip" install -q openai anthropic
set -- --python "$folder/venv/bin/python" "$@"
if command -v npm >/dev/null; then
  [ -d "$folder/node_modules/openai" ] ||
    (cd "$folder" && npm install --silent --no-audit --no-fund openai @anthropic-ai/sdk)
  set -- --node "$folder" "$@"
else
  echo "skipped: the JavaScript clients: no npm"
fi
python3 "$here/check.py" "$@"
