//! The colours of the command line: rustc's, for findings, differences and help alike.

use annotate_snippets::renderer::{
    DEFAULT_ADDITION_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE, DEFAULT_REMOVAL_STYLE,
    DEFAULT_WARNING_STYLE,
};
use anstyle::{AnsiColor, Style};
use clap::builder::Styles;

/// A line that is there no more.
pub const REMOVED: Style = DEFAULT_REMOVAL_STYLE;

/// A line that is new.
pub const ADDED: Style = DEFAULT_ADDITION_STYLE;

/// Where in a file the lines are.
pub const HUNK: Style = AnsiColor::Cyan.on_default();

/// Help and mistakes of the command line.
pub const HELP: Styles = Styles::styled()
    .header(AnsiColor::BrightGreen.on_default().bold())
    .usage(AnsiColor::BrightGreen.on_default().bold())
    .literal(DEFAULT_HELP_STYLE)
    .placeholder(AnsiColor::Cyan.on_default())
    .error(DEFAULT_ERROR_STYLE)
    .valid(DEFAULT_HELP_STYLE)
    .invalid(DEFAULT_WARNING_STYLE);
