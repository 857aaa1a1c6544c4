#!/bin/sh
# All equilibria and quantal responses of the 6 x 6 game with 75 equilibria and of random games of three and four
# players, beside Gambit in one run, each on one thread.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet --manifest-path "$root/Cargo.toml" -p strategy --example time_games
if [ -z "${GAMBIT_PYTHON:-}" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet pygambit==16.7.0 numpy
    GAMBIT_PYTHON=$work/venv/bin/python
fi
export OPENBLAS_NUM_THREADS=1
mkdir "$work/games"
"$GAMBIT_PYTHON" "$here/games.py" "$work/games"
"$root/target/release/examples/time_games" "$work/games" >"$work/ours.jsonl"
"$GAMBIT_PYTHON" "$here/gambit.py" "$work/games" "$work/ours.jsonl"
