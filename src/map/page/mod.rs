//! A map as one page of HTML, which needs nothing else: its data, its script and its style are in it.

mod data;
mod html;
