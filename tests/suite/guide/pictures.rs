//! Pictures of the terminal.
