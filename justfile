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

# Every fuzz target for so many seconds.
fuzz seconds="600":
    fuzz/run.sh {{seconds}}
