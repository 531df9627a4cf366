//! The process as a whole: the example `note`, a whole provider, is built and started.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread::sleep;
use std::time::Instant;

use super::*;
use crate::wire::plugin::Empty;
use crate::wire::plugin::grpc_controller_client::GrpcControllerClient;

const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// The example's program, built once; cargo does nothing where it is built already.
fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([
            "build",
            "--quiet",
            "--package",
            "tfplug",
            "--example",
            "note",
            "--message-format",
            "json",
        ]);
        let out = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).stderr(Stdio::inherit()).output().unwrap();
        let built = String::from_utf8(out.stdout).unwrap();
        let built = built.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let program = built.filter_map(|line| line["executable"].as_str().map(str::to_owned)).next_back();
        program.expect("cargo names what it built")
    })
}

/// A provider's process, which does not outlive the test.
struct Process(Child);

impl Process {
    /// Starts one as `environment` says.
    fn start(environment: &[(&str, &str)]) -> Self {
        let started = Command::new(program())
            .env_remove("TF_PLUGIN_MAGIC_COOKIE")
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        Self(started.unwrap())
    }

    /// Reads the first line of stdout.
    fn handshake(&mut self) -> Handshake {
        let mut line = String::new();
        BufReader::new(self.0.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Handshake::parse(&line)
    }

    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Waits for the process to leave, and answers with which code and after how long.
    fn left(&mut self) -> (Option<i32>, Duration) {
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if let Some(status) = self.0.try_wait().unwrap() {
                return (status.code(), asked.elapsed());
            }
            sleep(Duration::from_millis(5));
        }
        panic!("the process goes on");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has left already, as a rule.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn as_terraform<'a>(caller: &'a Identity, versions: &'a str, folder: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("TF_PLUGIN_MAGIC_COOKIE", COOKIE),
        ("PLUGIN_PROTOCOL_VERSIONS", versions),
        ("PLUGIN_CLIENT_CERT", &caller.pem),
        ("PLUGIN_UNIX_SOCKET_DIR", folder),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_is_terraforms_and_shutdown_is_ours() {
    let (caller, folder) = (Identity::new(), tempfile::tempdir().unwrap());
    let mut process = Process::start(&as_terraform(&caller, "6,5", folder.path().to_str().unwrap()));
    let at = process.handshake();
    process.signal("-INT");
    let channel = at.channel(caller.shown()).await.unwrap();
    ProviderClient::new(channel.clone()).get_metadata(get_metadata::Request {}).await.unwrap();
    GrpcControllerClient::new(channel).shutdown(Empty {}).await.unwrap();
    let (code, took) = process.left();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_millis(500), "{took:?}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "the socket is left behind");
}

#[test]
fn a_termination_ends_the_process() {
    let (caller, folder) = (Identity::new(), tempfile::tempdir().unwrap());
    let mut process = Process::start(&as_terraform(&caller, "6", folder.path().to_str().unwrap()));
    process.handshake();
    process.signal("-TERM");
    assert_eq!(process.left().0, Some(0));
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "the socket is left behind");
}

#[test]
fn a_human_is_told_what_this_program_is() {
    let (stderr, stdout) = refusal(&[]);
    insta::assert_snapshot!(stderr, @"terraform-provider-note: this program is a Terraform provider and is started by Terraform or OpenTofu, not by hand; name it in required_providers and run `terraform init`, or start it with -debug to attach a debugger");
    assert_eq!(stdout, "");
}

#[test]
fn a_caller_of_an_older_protocol_is_told_on_both_streams() {
    let caller = Identity::new();
    let (stderr, stdout) = refusal(&as_terraform(&caller, "4,5", "/nowhere"));
    insta::assert_snapshot!(stderr, @r#"terraform-provider-note: the caller speaks plugin protocols "4,5", this provider speaks 6: Terraform 1.0 or OpenTofu 1.6 and later are needed"#);
    assert_eq!(stdout, stderr);
}

/// Starts a provider that cannot be served, and answers what it says on stderr and on stdout.
fn refusal(environment: &[(&str, &str)]) -> (String, String) {
    let mut process = Process::start(environment);
    assert_eq!(process.left().0, Some(1));
    let (mut stderr, mut stdout) = (String::new(), String::new());
    process.0.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    process.0.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    (stderr, stdout)
}
