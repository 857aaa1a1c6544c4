//! Reach of one lineage over 450 cells x 180 months: the whole fit, and a few sweeps by the fast
//! kernel beside the same by the equations as they stand.

use divan::Bencher;
use trajectory::reach::{KernelKind, Reach, ReachInput, ReachOptions, Simulation};

fn main() {
    divan::main();
}

fn record() -> ReachInput {
    let design = Simulation {
        rows: 18,
        columns: 25,
        months: 180,
        ..Simulation::default()
    };
    design.draw(&mut stats::stream(1, "bench", 0)).0
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn whole_fit(bencher: Bencher<'_, '_>) {
    let input = record();
    bencher.bench_local(|| Reach::fit(&input, &ReachOptions::default()));
}

fn sweeps(bencher: Bencher<'_, '_>, kernel: KernelKind) {
    let input = record();
    let options = ReachOptions {
        chains: 1,
        sweeps: 20,
        burn_in: 0,
        kernel,
        ..ReachOptions::default()
    };
    bencher.bench_local(|| Reach::fit(&input, &options));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn twenty_sweeps_fast(bencher: Bencher<'_, '_>) {
    sweeps(bencher, KernelKind::Fast);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn twenty_sweeps_plain(bencher: Bencher<'_, '_>) {
    sweeps(bencher, KernelKind::Plain);
}
