//! The `taskpacket` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    taskpacket::cli::main()
}
