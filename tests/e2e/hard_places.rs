//! Places that do not let themselves be written: a full disk, a read-only file system, a folder of somebody else. The
//! refusal is clear, and no byte is lost.
//!
//! They are made with `unshare`, as an ordinary user; where the system does not allow that, it is said.

use std::process::Command;

use crate::run::Run;
use crate::scene::{ID, PACKET, Scene};

/// True where a user namespace with a mount of its own can be had.
fn can_unshare() -> bool {
    let probe = Command::new("unshare").args(["--user", "--map-root-user", "--mount", "true"]).output();
    let can = probe.is_ok_and(|output| output.status.success());
    if !can {
        println!("unshare is not allowed here: hard places were not tried");
    }
    can
}

/// Runs a script in which `$tp` is the program, `$1` its command line, and the place is the repository.
fn script(scene: &Scene, options: &[&str], script: &str, line: &str) -> Run {
    let mut command = scene.repo.command("unshare");
    command.args(options).args(["sh", "-euc", script, "sh", line]).env("tp", env!("CARGO_BIN_EXE_taskpacket"));
    Run::of(command)
}

/// Builds a repository.
type Build = fn() -> Scene;

/// Commands that write, each on a repository where it would succeed.
const WRITES: &[(Build, &str)] = &[
    (Scene::undeclared, "manifest {id} --write"),
    (Scene::frozen, "amend {id} --add src/price.rs --reason forgotten --approver mara"),
];

/// The repository is copied to a small file system, and what is left of that is filled up. A few blocks stay free, so
/// that it is the packet itself that does not fit.
const FULL: &str = "mount -t tmpfs -o size=3m tmpfs \"$PLACE\"; cp -r . \"$PLACE/r\"; cd \"$PLACE/r\"; \
                        head -c 40000 /dev/zero >> docs/task_packets/PAD; sync; \
                        dd if=/dev/zero of=\"$PLACE/fill\" bs=4096 2>/dev/null || true; \
                        cp \"$PACKET\" \"$TMPDIR/before\"; set +e; $tp $1; status=$?; set -e; \
                        cmp \"$PACKET\" \"$TMPDIR/before\"; ls -a docs/task_packets >&2; exit $status";

#[test]
fn on_a_full_disk_the_packet_stays_as_it_was() {
    if !can_unshare() {
        return;
    }
    for (build, line) in WRITES {
        let scene = build();
        let (place, scratch) = (scene.repo.outside().join("small"), scene.repo.outside().join("scratch"));
        std::fs::create_dir(&place).unwrap();
        std::fs::create_dir(&scratch).unwrap();
        let mut command = scene.repo.command("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-euc", FULL, "sh", &line.replace("{id}", ID)]);
        command.env("tp", env!("CARGO_BIN_EXE_taskpacket")).env("PACKET", PACKET);
        command.env("PLACE", &place).env("TMPDIR", &scratch);
        let run = Run::of(command);
        run.status(2).complains("No space left on device");
        assert!(!run.stderr.contains(".taskpacket-"), "{}", run.shown());
    }
}

#[test]
fn on_a_read_only_file_system_a_write_is_refused_and_a_question_answered() {
    if !can_unshare() {
        return;
    }
    let mount = "mount --bind . .; cd \"$PWD\"; mount -o remount,ro,bind .; exec $tp $1";
    let options = ["--user", "--map-root-user", "--mount"];
    for (build, line) in WRITES {
        let scene = build();
        let before = scene.read(PACKET);
        script(&scene, &options, mount, &line.replace("{id}", ID)).status(2).complains("Read-only file system");
        assert_eq!(scene.read(PACKET), before);
    }
    let scene = Scene::worked();
    for line in ["show {id}", "post-work {id}", "manifest {id} --check", "lint {id}", "allows src/parcel.rs"] {
        script(&scene, &options, mount, &line.replace("{id}", ID)).status(0);
    }
}

#[test]
fn in_a_folder_of_somebody_else_a_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    if !can_unshare() {
        return;
    }
    let folder = |scene: &Scene, mode| {
        let folder = scene.repo.path("docs/task_packets");
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for (build, line) in WRITES {
        let scene = build();
        let before = scene.read(PACKET);
        folder(&scene, 0o555);
        // Without any rights of root, whoever runs the test.
        script(&scene, &["--user"], "exec $tp $1", &line.replace("{id}", ID)).status(2).complains("Permission denied");
        folder(&scene, 0o755);
        assert_eq!(scene.read(PACKET), before);
        script(&scene, &["--user"], "exec $tp $1", &line.replace("{id}", ID)).status(0);
    }
}
