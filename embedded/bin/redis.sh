#!/bin/sh
# Owns redis-server for exactly as long as stdin stays open: redis itself does not notice that its parent is gone.
# A shell and not Node, so that it outlives whatever happens to every Node process at once. Usage: redis.sh REDIS-SERVER ARGUMENT…
exec 3<&0 # a background job's own stdin would be /dev/null
"$@" </dev/null 3<&- &
redis=$!
(
  while read -r _ <&3; do :; done
  kill -TERM "$redis"
  tries=0
  while kill -0 "$redis" && [ "$tries" -lt 80 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  kill -KILL "$redis"
) >/dev/null 2>&1 &
watch=$!
exec 3<&-
trap '' INT HUP TERM # only a closed stdin, or redis itself, ends it
wait "$redis"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
