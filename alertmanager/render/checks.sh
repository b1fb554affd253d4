# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# Part of render.sh: reads values and refuses what cannot be meant.

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
