//! The world outside: the only git, process, file and clock.
//!
//! What is told here are facts; whether they are in order is for the gates to judge. An error means that we could not
//! find out, and says what would let us.

pub mod clock;
pub mod editor;
pub mod files;
pub mod gather;
pub mod git;
pub mod parallel;
pub mod reviews;
pub mod runs;
pub mod search;
#[cfg(unix)]
pub mod session;
pub mod shells;
