//! A map as one self-contained HTML page, with its data, its script and its style.

mod data;
mod html;
