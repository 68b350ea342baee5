# Runs one command in a process group of its own, and ends the whole group when Pawse lets go of it or is killed.
#
# Argument: app and process, for people who read `ps`.
# Standard input begins with shell assignments, a line each, and an empty line:
#   command   for /bin/sh -c; its arguments are the positional parameters
#   tenths    how long SIGTERM may take before SIGKILL follows, in tenths of a second
#   parent    the process id of Pawse when the rest of the input is the command's own; else empty: Pawse holds the other
#             end of the pipe, which closes when Pawse does
# Exit status: that of the command.

pawse_nl='
'
pawse_tools=/usr/bin:/bin:/usr/local/bin
while IFS= read -r pawse_line && [ -n "$pawse_line" ]; do eval "$pawse_line"; done
exec 4>&2 2>/dev/null # what a shell says of its jobs is no output of the app

alive() {
  kill -s 0 "$pawse_group" || { kill -s 0 -- "-$pawse_group" && group_runs; }
}

# A dead orphan counts as a member until it is reaped, and in a container nobody may reap it.
group_runs() {
  [ -r /proc/self/stat ] || return 0
  for pawse_stat in /proc/[0-9]*/stat; do
    read -r pawse_line <"$pawse_stat" || continue
    set -- ${pawse_line##*) } # state, parent, group
    if [ "$3" = "$pawse_group" ] && [ "$1" != Z ]; then return 0; fi
  done
  return 1
}

# To the group; to the command alone in the instant before it has its group.
signal() {
  kill -s "$1" -- "-$pawse_group" || kill -s "$1" "$pawse_group"
}

end_group() {
  trap '' TERM HUP
  signal TERM
  pawse_pause=0.02 # most end at once
  while [ "$pawse_tenths" -gt 0 ] && alive; do
    PATH=$pawse_tools sleep "$pawse_pause"
    pawse_pause=0.1
    pawse_tenths=$((pawse_tenths - 1))
  done
  signal KILL
}

# Ends the group once Pawse is gone.
watch() {
  if [ -n "$pawse_parent" ]; then
    while kill -s 0 "$pawse_parent"; do PATH=$pawse_tools sleep 1; done
  else
    while read -r _; do :; done
  fi
  kill -s TERM $$
}

# Ctrl-C reaches Pawse too, which then ends the command in good order.
trap : INT
pawse_ended=
trap pawse_ended=1 TERM HUP # there is no group to end yet

exec 3<&0
if [ -z "$pawse_parent" ]; then exec </dev/null; fi
# A shell gives what it starts in the background an empty input, unless it is told otherwise.
exec 5<&0
# Where there is no setsid (macOS), sh is a bash, whose job control needs no terminal.
pawse_setsid=$(PATH=$pawse_tools command -v setsid)
if [ -z "$pawse_setsid" ]; then set -m; fi
$pawse_setsid /bin/sh -c "$pawse_command" /bin/sh "$@" <&5 2>&4 3<&- 4>&- 5<&- &
pawse_group=$!
set +m
trap end_group TERM HUP
if [ -n "$pawse_ended" ]; then end_group; fi

watch <&3 >/dev/null 3<&- 4>&- 5<&- &
pawse_watch=$!
exec </dev/null 3<&- 5<&-

wait "$pawse_group"
pawse_status=$?
while kill -s 0 "$pawse_group"; do
  wait "$pawse_group"
  pawse_status=$?
done
# What the command left behind goes with it.
alive && end_group
kill -s KILL "$pawse_watch" # it may have been started with SIGTERM ignored
exit "$pawse_status"
