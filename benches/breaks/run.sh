#!/bin/sh
# The panel of salient events: impasse beside three baselines in one table, and the time that a whole
# posterior of breaks takes beside ruptures, in one run.
# usage: run.sh [DATA]   DATA: folder with panel/ and ged/
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${1:-${IMPASSE_TEST_DATA:-$root/../shared/data}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet --manifest-path "$root/Cargo.toml" -p impasse
cargo build --release --quiet --manifest-path "$root/Cargo.toml" -p trajectory --example breaks_speed
if [ -z "${RUPTURES_PYTHON:-}" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet ruptures==1.1.10 numpy
    RUPTURES_PYTHON=$work/venv/bin/python
fi
figures=$data/ged/country_month_ged25_1.csv
for hindsight in 0 1 3 6; do
    cut -d, -f1,2 "$data/panel/salient_events.csv" >"$work/questions.csv"
    # Some questions lie beyond the figures; their answers say so.
    "$root/target/release/impasse" breaks --figures "$figures" --questions "$work/questions.csv" \
        --hindsight "$hindsight" --json \
        >"$work/answers$hindsight.json" 2>/dev/null
done
"$RUPTURES_PYTHON" "$here/baselines.py" "$figures" "$data/panel/salient_events.csv" "$work"
"$root/target/release/examples/breaks_speed" "$figures"
"$RUPTURES_PYTHON" "$here/speed.py" "$figures"
