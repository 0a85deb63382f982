//! Packs what the crate brings along.

fn main() -> std::io::Result<()> {
    psr_inside::pack("assets", "assets")?;
    psr_inside::pack("../../templates/web", "pages")
}
