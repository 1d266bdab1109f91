#!/usr/bin/env bash
# A sweep by GNU parallel, here or on several machines that share this folder. With 8 shards:
#
#   bash parallel.sh 8 plan.json results.sqlite
#   bash parallel.sh 8 plan.json results.sqlite --sshlogin big-1,big-2 --workdir "$PWD"
#
# The same command again runs what is not whole yet: shards that are whole are left as they are. A shard
# that could not go on (exit code 75), was killed, or lost its machine is tried three times.
set -eu
shards=$1 plan=$2 results=$3
shift 3

spindrift=${SPINDRIFT:-spindrift}
parallel --retries 3 --joblog "$results.joblog" "$@" \
  "$spindrift" sweep "$plan" --output "$results" --threads 1 --shard "{}/$shards" \
  ::: $(seq "$shards") >&2 || true # the merge counts the cells

shopt -s nullglob
exec "$spindrift" merge "$results" "${results%.*}".shard-*"-of-$shards.${results##*.}"
