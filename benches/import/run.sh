#!/bin/sh
# Imports the same large file with impasse and with Polars, turn by turn, in one run.
# usage: run.sh [ROWS] [TURNS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
rows=${1:-350000}
turns=${2:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet --manifest-path "$root/Cargo.toml" -p events --example import
if [ -z "${POLARS_PYTHON:-}" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet polars
    POLARS_PYTHON=$work/venv/bin/python
fi
"$POLARS_PYTHON" -c 'import polars; print("polars", polars.__version__)'
python3 "$here/make_big.py" "$work/ged251.csv" "$rows"
cat "$work/ged251.csv" >/dev/null # both find it in the page cache

measure() {
    name=$1
    shift
    command time -f "$name: cpu %U + %S s, wall %e s, peak %M kB" "$@" >/dev/null
}
for turn in $(seq "$turns"); do
    rm -rf "$work/store"
    measure impasse "$root/target/release/examples/import" "$work/ged251.csv" "$work/store"
    measure polars "$POLARS_PYTHON" "$here/polars_import.py" "$work/ged251.csv" "$work/polars.parquet"
done
echo "impasse: $(find "$work/store" -name '*.parquet' -exec stat -c %s {} +) bytes of Parquet"
echo "polars: $(stat -c %s "$work/polars.parquet") bytes of Parquet"
