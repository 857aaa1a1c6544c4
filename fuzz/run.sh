#!/usr/bin/env bash
# Runs every fuzz target for so many seconds (600 unless told), two at a time, and fails on a finding.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
export RUSTC_BOOTSTRAP=1
cargo fuzz build -s none
log=$(mktemp -d)
run() {
    mkdir -p "fuzz/corpus/$1"
    cargo fuzz run -s none "$1" "fuzz/corpus/$1" "fuzz/seeds/$1" -- \
        -max_total_time="$seconds" -timeout=30 -rss_limit_mb=4096 -print_final_stats=1 \
        >"$log/$1" 2>&1 && echo "$1: no finding, $(grep -o 'number_of_executed_units: *[0-9]*' "$log/$1" | grep -o '[0-9]*') runs" \
        || { echo "$1: FINDING, see $log/$1"; return 1; }
}
export -f run
export log seconds
cargo fuzz list | xargs -P 2 -I{} bash -c 'run {}'
