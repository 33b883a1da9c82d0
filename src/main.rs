//! The `taskpacket` program.

fn main() {}
