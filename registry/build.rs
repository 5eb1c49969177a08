//! Finds the definitions in this folder.

fn main() -> std::io::Result<()> {
    jobwright_build::registry(".")
}
