#!/bin/sh
# Makes a Pawse that brings its own Java, with the modules that it needs and no others: image.sh [TARGET], behind mvn package.
set -eu
here=$(unset CDPATH; cd "$(dirname "$0")/.." && pwd -P)
target=${1:-$here/target/pawse-image}
java=${JAVA_HOME:+$JAVA_HOME/bin/}

# keytool and httpserver serve "pawse warmup"; naming serves DNS; jfr is what diagnosing a proxy needs.
modules=java.base,java.logging,java.management,java.naming,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.unsupported,jdk.zipfs
rm -rf "$target"
mkdir -p "$(dirname "$target")"
cp -R "$here/target/pawse" "$target"
rm -rf "$target/archive"
"${java}jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$target/java"
PAWSE_JAVA_HOME=$target/java "$target/bin/pawse" version
