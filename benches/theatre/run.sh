#!/bin/sh
# A month of the theatre beside the same month in NumPy, and beside a step of an agent in Mesa; each on one
# thread, the least of several turns.
# usage: run.sh [CASE] [RUNS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
case=${1:-mali-2024}
runs=${2:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet --manifest-path "$root/Cargo.toml" -p theatre --example draws
if [ -z "${MESA_PYTHON:-}" ]; then
    python3 -m venv "$work/venv"
    # Mesa's examples ask for networkx.
    "$work/venv/bin/pip" install --quiet mesa==3.3.1 networkx numpy
    MESA_PYTHON=$work/venv/bin/python
fi
export RAYON_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
"$root/target/release/examples/draws" "$case" "$runs" >"$work/draws.json"
"$MESA_PYTHON" "$here/numpy_month.py" "$work/draws.json"
"$MESA_PYTHON" "$here/mesa_epstein.py"
