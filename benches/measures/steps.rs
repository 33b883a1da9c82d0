//! What `run` costs for each step, against the same commands as a script in plain bash.

use std::process::{Command, Stdio};

use crate::generate::Repository;
use crate::program::Program;
use crate::stopwatch::pairs;

/// How many steps the plan has.
const STEPS: usize = 200;

/// Steps that do nothing: what is left is what it costs to carry a step out, and its share of what a run costs.
pub fn measure(program: &Program) {
    println!("\nrun --no-record of {STEPS} steps `true`, against bash script.sh (aim: 5 ms more a step)");
    let repository = Repository::with_plan(STEPS);
    let root = repository.root();
    let work = || program.run(root, &["run", "WP-1-Large", "--no-record", "--quiet"]);
    let script = || {
        let mut bash = Command::new("bash");
        bash.arg("script.sh").current_dir(root).stdin(Stdio::null());
        assert!(bash.status().unwrap().success());
    };
    pairs(9, work, script).print_steps("all of the run, by its steps", (200.0, 5.0));
}
