//! Finds the definitions in `registry/`.

fn main() -> std::io::Result<()> {
    jobwright_build::registry("registry")
}
