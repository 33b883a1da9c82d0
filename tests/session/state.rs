//! What carries over from step to step, and how bash's own words come through.

use taskpacket::world::session::Ended;

use crate::rig::Rig;

#[test]
fn folder_variables_functions_and_exports_carry_over() {
    let mut rig = Rig::new();
    rig.says("mkdir inner && cd inner", 0, "");
    rig.says("basename \"$PWD\"", 0, "inner\n");
    rig.says("name=x; export SEEN=y", 0, "");
    rig.says("echo \"$name\"; printenv SEEN", 0, "x\ny\n");
    rig.says("greet() {\n  echo \"hello $1\"\n}", 0, "");
    rig.says("greet you", 0, "hello you\n");
    rig.says("(exit 3)", 3, "");
    rig.says("echo $?", 0, "3\n");
    rig.says("echo $?", 0, "0\n");
    rig.says("IFS=: read -r a b <<< 'one:two'; echo \"$b $a\"", 0, "two one\n");
    assert_eq!(rig.close().0, []);
}

#[test]
fn statuses_are_those_of_the_command_and_of_the_whole_pipe() {
    let mut rig = Rig::new();
    rig.says("true", 0, "");
    rig.says("false | cat", 1, "");
    rig.says("echo a && echo b || echo c", 0, "a\nb\n");
    assert_eq!(rig.step("no_such_command_here").ended, Ended::Status(127));
    assert_eq!(rig.step("kill -SEGV $BASHPID & wait $!").ended, Ended::Status(139));
}

#[test]
fn complaints_name_the_line_of_the_packet() {
    let mut rig = Rig::new();
    let came = rig.step("no_such_command_here");
    assert_eq!(came.wrote, "docs/p.md: line 10: no_such_command_here: command not found\n");
    rig.says("(exit 2)", 2, "");
    let came = rig.step("# two lines\nno_such_command_here");
    assert_eq!(came.wrote, "docs/p.md: line 31: no_such_command_here: command not found\n");
    let came = rig.step("if then");
    assert_eq!(came.ended, Ended::Status(2));
    assert!(came.wrote.contains("line 40: syntax error near unexpected token `then'"), "{}", came.wrote);
    rig.says("echo on", 0, "on\n");
}

#[test]
fn every_form_of_command_is_one_step() {
    let mut rig = Rig::new();
    rig.says("cat <<'E'\nif $x\nE", 0, "if $x\n");
    rig.says("cat <<-E\n\ttabbed\n\tE", 0, "tabbed\n");
    rig.says("echo one \\\n  two", 0, "one two\n");
    rig.says("for x in 1 2; do\n  echo $x\ndone", 0, "1\n2\n");
    rig.says("case a in\n  (a) echo A ;;\nesac", 0, "A\n");
    rig.says("if true; then\n  echo yes\nfi # why", 0, "yes\n");
    rig.says("( cd / && pwd )", 0, "/\n");
    rig.says("wait", 0, "");
}

#[test]
fn what_a_step_writes_cannot_be_taken_for_an_answer() {
    let mut rig = Rig::new();
    rig.says("printf '0\\0'; false", 1, "0\0");
    let came = rig.step("for fd in /proc/self/fd/2*; do printf '0\\0' > \"$fd\"; done 2>/dev/null; (exit 9)");
    // Which numbers the pipes of the session have is chance; where one of them is hit, the session ends and proves nothing.
    assert!(matches!(came.ended, Ended::Status(9) | Ended::Shell(_)), "{}", came.wrote);
    if came.ended != Ended::Status(9) {
        return;
    }
    rig.says("printf() { echo forged; }; read() { echo forged; }; eval() { echo forged; }; echo x", 0, "x\n");
}

#[test]
fn there_is_no_input_and_no_terminal() {
    let mut rig = Rig::new();
    rig.says("cat; read -r line; echo \"$?\"", 0, "1\n");
    assert_eq!(rig.step("echo x > /dev/tty").ended, Ended::Status(1));
}
