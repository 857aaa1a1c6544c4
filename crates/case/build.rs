//! Rebuilds the crate when a case folder changes: the folders are embedded in it.

fn main() {
    println!("cargo:rerun-if-changed=../../cases");
}
