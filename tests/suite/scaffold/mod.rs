//! `init` and `new`: the files of a project of one's own, what becomes of them later, and what is added to it.

mod handing_over;
mod init;
mod new;
mod newcomer;
mod update;
