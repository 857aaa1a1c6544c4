# The few commands one needs. `just` alone lists them.

default:
    @just --list

# The tests that must pass before every commit.
test:
    cargo test --workspace

# Everything that .ci/run checks.
ci:
    .ci/run

# Format, lints and docs.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# The main job.
assess case="mali-2024":
    cargo run --release -- assess {{case}}

# Rewrite the generated files: snapshots, schemas, the table of bad input.
update:
    IMPASSE_UPDATE=1 INSTA_UPDATE=always cargo test --workspace

# The slow validations whose figures docs/validation.md holds.
validate:
    cargo test --release --workspace -- --ignored --nocapture

# Import of 350,000 events beside Polars, in one run.
bench-import:
    benches/import/run.sh

# The panel of salient events beside three baselines, and the speed of breaks beside ruptures.
bench-breaks:
    benches/breaks/run.sh

# A month of the theatre beside NumPy, and beside a step of an agent in Mesa.
bench-theatre case="mali-2024" runs="1000":
    benches/theatre/run.sh {{case}} {{runs}}

# All equilibria and quantal responses of games beside Gambit.
bench-games:
    benches/games/run.sh

# Every fuzz target for so many seconds.
fuzz seconds="600":
    fuzz/run.sh {{seconds}}

# Write the figures of the cases that come with the program from a country-month file of GED 25.1.
figures file="../shared/data/ged/country_month_ged25_1.csv":
    #!/usr/bin/env bash
    set -euo pipefail
    for pair in mali-2024:MLI burkina-faso-2022:BFA somalia-1991:SOM \
        central-african-republic-2013:CAF afghanistan-2021:AFG; do
        cargo run --quiet --release -- case figures --country "${pair#*:}" --from {{file}} \
            --out "cases/${pair%%:*}/figures.csv" \
            --cite "Events and deaths by country and month, summed from UCDP GED 25.1 (CC BY 4.0)." \
            --cite "Sundberg & Melander 2013, Journal of Peace Research 50(4): 523-532." \
            --cite "Davies, Pettersson, Sollenberg & Öberg 2025, Journal of Peace Research 62(4): 1223-1240."
    done

# Write docs/predictions.csv: what the theatre says of the coded cases without outcomes.
predictions:
    IMPASSE_UPDATE=1 cargo test --release -p theatre --test comparators -- --ignored predictions_on_file
