//! Files on disk: read within limits, found by exact name, written safely.

mod disk;
mod journal;
mod lock;
mod packets;
mod read;
mod write;

pub use disk::Disk;
pub use journal::{FileWrite, Recovered, pending, recover, write_several};
pub use lock::{Lock, LockError, dead_holder};
pub use packets::{PacketError, PacketFile, find, forms, list, names, nearest, other_form};
pub use read::{FileError, LARGEST_DOCUMENT, read};
pub use write::{Expected, PREFIX as COPY_PREFIX, WriteError, create, create_program, writable, write_atomic};
