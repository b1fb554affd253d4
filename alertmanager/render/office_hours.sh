# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# Part of render.sh: when messages go out that can wait.

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
