#!/bin/sh
# Makes a Pawse that brings its own Java, with the modules that it needs and no others: image.sh [TARGET], behind mvn package.
set -eu
here=$(unset CDPATH; cd "$(dirname "$0")/.." && pwd -P)
target=${1:-$here/target/pawse-image}
java=${JAVA_HOME:+$JAVA_HOME/bin/}

# keytool and httpserver serve "pawse warmup", naming DNS, net.http the look whether an app is ready, management the metrics; jfr is what
# diagnosing a proxy needs. What our own jars need is checked.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs
for jar in "$here"/target/pawse/lib/pawse-*.jar "$here"/target/pawse/plugins/*.jar; do
  for module in $("${java}jdeps" --multi-release 17 --ignore-missing-deps -summary "$jar" | sed -n 's/.* -> \(java\.\|jdk\.\)/\1/p'); do
    case ,$modules, in
      *,"$module",*) ;;
      *)
        echo "${jar##*/} needs $module" >&2
        exit 1
        ;;
    esac
  done
done
rm -rf "$target"
mkdir -p "$(dirname "$target")"
cp -R "$here/target/pawse" "$target"
rm -rf "$target/archive"
"${java}jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$target/java"
PAWSE_JAVA_HOME='' PAWSE_ARCHIVE=off "$target/bin/pawse" version
