#!/bin/sh
# Checks the fake against Heroku's own clients: what they ask for, it answers as they expect it.
# Needs a JDK, node 20 or later with npm, and the classes of the fake on the class path that is given.
#
#   provider-heroku/fake/check-with-official-client.sh CLASSPATH [--client-only]
#
# --client-only leaves out the command line, which is a large download. CLIENTS=FOLDER keeps what npm installed for the next time.
set -eu

class_path=${1:?"usage: $0 CLASSPATH [--client-only]"}
only=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
clients=${CLIENTS:-$work/clients}
fake=

finish() {
  if [ -n "$fake" ]; then
    kill "$fake" 2>/dev/null || true
    wait "$fake" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

fail() {
  echo "WRONG  $1" >&2
  [ -z "${2:-}" ] || printf '%s\n' "$2" >&2
  exit 1
}

# expect NAME PATTERN TEXT: the text has a line that fits the pattern.
expect() {
  if printf '%s\n' "$3" | grep -Eq -- "$2"; then
    echo "ok     $1"
  else
    fail "$1: nothing that fits /$2/ in:" "$3"
  fi
}

java -cp "$class_path" dev.pawse.heroku.fake.FakeHeroku > "$work/fake.out" 2> "$work/fake.err" &
fake=$!
tries=0
until grep -q NODE_EXTRA_CA_CERTS "$work/fake.out"; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || fail "the fake does not start" "$(cat "$work/fake.err")"
  sleep 0.1
done
grep '^export ' "$work/fake.out" > "$work/environment"
. "$work/environment"

mkdir -p "$clients" "$work/home"
(cd "$clients" && [ -f package.json ] || printf '{"private": true}\n' > "$clients/package.json")
(cd "$clients" && npm install --silent --no-audit --no-fund heroku-client@3.1.4)

echo "== heroku-client 3.1.4"
NODE_PATH="$clients/node_modules" node "$here/check-with-official-client.js"

if [ "$only" = --client-only ]; then
  exit 0
fi

(cd "$clients" && npm install --silent --no-audit --no-fund heroku@11)
heroku() {
  HOME="$work/home" XDG_CONFIG_HOME="$work/home" XDG_CACHE_HOME="$work/home" XDG_DATA_HOME="$work/home" \
    DISABLE_TELEMETRY=true HEROKU_DISABLE_TELEMETRY=1 HEROKU_SKIP_NEW_VERSION_CHECK=1 NO_COLOR=1 TERM=dumb \
    timeout 60 "$clients/node_modules/.bin/heroku" "$@" 2>&1 < /dev/null
}

echo "== $(heroku --version | tail -n 1)"
expect "apps" "shop" "$(heroku apps)"
expect "apps:info" "shop-[0-9a-f]{12}|127\.0\.0\.1" "$(heroku apps:info -a shop)"
expect "ps" "^web\.2: (up|starting)" "$(heroku ps -a shop)"
expect "ps:scale" "web at 1" "$(heroku ps:scale web=1 worker=+1 -a shop)"
expect "ps:scale without changes" "web=1" "$(heroku ps:scale -a shop)"
expect "ps:scale of an unknown type" "Couldn't find that process type" "$(heroku ps:scale nothing=1 -a shop || true)"
expect "ps:restart" "done|Restarting" "$(heroku ps:restart -a shop)"
expect "config:set" "GREETING" "$(heroku config:set GREETING=hello -a shop)"
expect "config" "GREETING.*hello" "$(heroku config -a shop)"
expect "config:get" "^hello$" "$(heroku config:get GREETING -a shop)"
expect "releases" "Set GREETING" "$(heroku releases -a shop)"
expect "config:unset" "Unsetting|done" "$(heroku config:unset GREETING -a shop)"
expect "rollback" "v[0-9]+" "$(heroku rollback -a shop)"
expect "logs" "Scaled to" "$(heroku logs -n 100 -a shop)"
expect "run" "^said in the dyno$" "$(heroku run --exit-code -a shop -- echo said in the dyno)"
code=0
heroku run --exit-code -a shop -- sh -c 'exit 7' > "$work/run.out" || code=$?
[ "$code" = 7 ] || fail "run --exit-code: 7 expected, $code found" "$(cat "$work/run.out")"
echo "ok     run --exit-code"
expect "pg:backups:capture" "b001|done|Backing up" "$(heroku pg:backups:capture -a shop)"
expect "pg:backups" "b001" "$(heroku pg:backups -a shop)"
expect "pg:backups:url" "http://.*/backups/" "$(heroku pg:backups:url -a shop)"
echo "all as expected"
