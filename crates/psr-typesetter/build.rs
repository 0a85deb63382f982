//! Packs what the crate brings along.

fn main() -> std::io::Result<()> {
    psr_inside::pack("fonts", "fonts")
}
