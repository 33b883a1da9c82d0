//! A shell that carries out steps one behind another, and everything that it starts: fed, listened to, and ended.
//!
//! One bash stays alive from step to step, so that `cd`, variables, functions and `export` carry over. It takes each step
//! from a pipe of its own and answers with the exit status on another, so that nothing a step prints can be taken for an
//! answer. It has no terminal and no input. Whatever it starts and leaves behind is found and ended.

mod driver;
mod error;
mod family;
mod interrupt;
mod log;
mod mask;
mod shell;

pub use error::SessionError;
pub use family::Process;
pub use interrupt::Interrupt;
pub use log::{Kept, StepLog};
pub use mask::{Mask, MaskedStream};
pub use shell::{Ended, Limits, Session, Start};
