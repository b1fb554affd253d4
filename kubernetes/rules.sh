#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes common/prometheusrule.yaml from prometheus/rules; run it after a change there.
set -eu
cd "$(dirname "$0")"
out=common/prometheusrule.yaml
{
  cat <<'HEAD'
# SPDX-License-Identifier: Apache-2.0
# Made from prometheus/rules by kubernetes/rules.sh; change those.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: aispend
spec:
  groups:
HEAD
  for file in ../prometheus/rules/*.yml; do
    sed -e '1,/^groups:/d' -e 's/^\(.\)/  \1/' "$file"
  done
} > "$out.new"
mv "$out.new" "$out"
