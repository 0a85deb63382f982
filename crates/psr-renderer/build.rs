//! Compiles the crate anew when a file is added to what is inside the program; the compiler sees changes of those it knows alone.

fn main() {
    println!("cargo::rerun-if-changed=../../templates");
}
