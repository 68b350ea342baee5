#!/bin/bash
# Drives the fake with the platform's own clients: clever-tools 3 on this machine's Node (signs by HMAC-SHA512), and clever-tools 4 and
# @clevercloud/client on Node 22 (OAuth in plain text, and API tokens). Needs a JDK, node 20 or later with npm, and the classes of the
# fake on the class path that is given; CLIENTS=FOLDER keeps what npm installed for the next time.
#
#   provider-clever/fake/check-with-official-client.sh CLASSPATH
set -u
class_path=${1:?"usage: $0 CLASSPATH"}
work=$(mktemp -d)
npm_folder=${CLIENTS:-$work/clients}
fake=
trap '[ -n "$fake" ] && kill "$fake" 2>/dev/null; rm -rf "$work"' EXIT

java -cp "$class_path" dev.pawse.clever.fake.FakeClever > "$work/fake.out" 2> "$work/fake.err" &
fake=$!
for _ in $(seq 200); do grep -q '^ready' "$work/fake.out" && break; sleep 0.1; done
grep -q '^ready' "$work/fake.out" || { echo "the fake does not start:"; cat "$work/fake.err"; exit 1; }
grep '^export' "$work/fake.out" > "$work/env"
. "$work/env"

export CONFIGURATION_FILE="$work/clever-tools.json" APP_CONFIGURATION_FILE="$work/.clever.json" CONSOLE_URL=http://127.0.0.1:9
export NO_COLOR=1 NO_UPDATE_NOTIFIER=1 HOME="$work" XDG_CONFIG_HOME="$work/config"

mkdir -p "$npm_folder/three" "$npm_folder/four"
install() { # folder, packages…
  local folder=$1; shift
  [ -d "$folder/node_modules" ] || (cd "$folder" && npm init -y > /dev/null && npm i --silent --no-audit --no-fund "$@" > /dev/null) \
    || { echo "npm cannot install $*"; exit 1; }
}
install "$npm_folder/three" clever-tools@3.14.0
install "$npm_folder/four" node@22 clever-tools@4 @clevercloud/client@12

checks=0
expect() { # what, pattern, command…
  local what=$1 pattern=$2; shift 2
  local out
  out=$(timeout 60 "$@" 2>&1)
  local code=$?
  if [ $code -ne 0 ] || ! grep -qE "$pattern" <<< "$out"; then
    echo "WRONG  $what: exit $code, expected /$pattern/ in:"
    sed 's/^/  | /' <<< "$out"
    exit 1
  fi
  checks=$((checks + 1))
  echo "ok     $what"
}

drive() { # name, command of the client…
  local name=$1; shift
  local app=$SHOP_APP_ID
  expect "$name: list"            'shop'                        "$@" applications list
  expect "$name: status"          'running'                     "$@" status --app "$app"
  expect "$name: scale"           'rescaled'                    "$@" scale --instances 2 --app "$app"
  expect "$name: scale is there"  '2'                           "$@" status --app "$app"
  expect "$name: env set"         'successfully|saved|updated'  "$@" env set GREETING "hello $name" --app "$app"
  expect "$name: env"             "hello $name"                 "$@" env --app "$app"
  expect "$name: env rm"          'successfully|removed|delet'  "$@" env rm GREETING --app "$app"
  expect "$name: domain"          'shop.example.com'            "$@" domain --app "$app"
  expect "$name: stop"            'stopp'                       "$@" stop --app "$app"
  expect "$name: is stopped"      'stopped'                     "$@" status --app "$app"
  expect "$name: restart"         'Successfully deployed|success|restart|queued'  "$@" restart --app "$app"
  expect "$name: runs again"      'running'                     "$@" status --app "$app"
  expect "$name: activity"        'DEPLOY'                      "$@" activity --app "$app"
  expect "$name: logs"            'Successfully deployed'       "$@" logs --app "$app" --since "$(date -u -d '-1 hour' +%FT%TZ)" --until "$(date -u -d '+1 second' +%FT%TZ)"
}

drive clever-tools-3 node "$npm_folder/three/node_modules/clever-tools/bin/clever.js"
drive clever-tools-4 "$npm_folder/four/node_modules/.bin/node" "$npm_folder/four/node_modules/clever-tools/bin/clever.js"

cat > "$npm_folder/four/check.mjs" <<'JS'
import { CcApiClient } from '@clevercloud/client/cc-api-client.js';
import { ListApplicationCommand } from '@clevercloud/client/cc-api-commands/application/list-application-command.js';
const { OAUTH_CONSUMER_KEY: consumerKey, OAUTH_CONSUMER_SECRET: consumerSecret, CLEVER_TOKEN: token, CLEVER_SECRET: secret } = process.env;
const [kind] = process.argv.slice(2);
const oauth = { baseUrl: process.env.API_HOST, authMethod: { type: 'oauth-v1', oauthTokens: { consumerKey, consumerSecret, token, secret } } };
const bearer = { baseUrl: process.env.AUTH_BRIDGE_HOST, authMethod: { type: 'api-token', apiToken: process.env.FAKE_API_TOKEN } };
const client = new CcApiClient(kind === 'oauth' ? oauth : bearer);
const apps = await client.send(new ListApplicationCommand({ ownerId: process.env.FAKE_ORGANISATION }));
console.log(apps.map((app) => app.name).sort().join(' '));
JS
four="$npm_folder/four/node_modules/.bin/node"
expect '@clevercloud/client: OAuth'      'blog shop sleepy' "$four" "$npm_folder/four/check.mjs" oauth
expect '@clevercloud/client: API token'  'blog shop sleepy' "$four" "$npm_folder/four/check.mjs" bearer
echo "$checks answers as the official clients expect them"
