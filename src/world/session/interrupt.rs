//! Ctrl-C, a request to end, a closed terminal: noticed while steps run, instead of ending this process at once.

use std::cell::Cell;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::read;
use rustix::pipe::{PipeFlags, pipe_with};
use signal_hook::SigId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::low_level::{pipe, unregister};

use super::SessionError;

/// Watches for signals that ask this process to end, from when it is made until it is dropped.
#[derive(Debug)]
pub struct Interrupt {
    arrived: OwnedFd,
    registered: Vec<SigId>,
    count: Cell<usize>,
}

impl Interrupt {
    /// Begins to watch.
    pub fn watch() -> Result<Self, SessionError> {
        let refused = |source| SessionError::System { what: "the signals of this process", source };
        let (arrived, write) = pipe_with(PipeFlags::CLOEXEC).map_err(|error| refused(error.into()))?;
        fcntl_setfl(&arrived, OFlags::NONBLOCK).map_err(|error| refused(error.into()))?;
        let mut interrupt = Self { arrived, registered: Vec::new(), count: Cell::new(0) };
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
            let end = write.try_clone().map_err(refused)?;
            interrupt.registered.push(pipe::register(signal, end).map_err(refused)?);
        }
        Ok(interrupt)
    }

    /// How many such signals have arrived so far: at the second one, nothing is waited for any more.
    pub fn count(&self) -> usize {
        let mut bytes = [0; 16];
        while let Ok(arrived @ 1..) = read(&self.arrived, &mut bytes) {
            self.count.set(self.count.get() + arrived);
        }
        self.count.get()
    }

    /// Readable where one has arrived that [`Interrupt::count`] has not counted yet.
    pub(super) fn as_fd(&self) -> BorrowedFd<'_> {
        self.arrived.as_fd()
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        for id in self.registered.drain(..) {
            unregister(id);
        }
    }
}
