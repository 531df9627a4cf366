//! A real Atlantis that listens to a [`Gitea`].

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, thread};

use tempfile::TempDir;

use crate::gitea::{Gitea, USER};
use crate::http::Http;
use crate::process::{Guard, free_port};
use crate::tools;

/// The secret of the web hook; both servers are reached by nobody else.
const SECRET: &str = "loopback-only";

/// How long a step of Atlantis may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running Atlantis and one repository of its Gitea.
#[derive(Debug)]
pub struct Atlantis {
    /// The server of pull requests.
    pub gitea: Gitea,
    repository: String,
    process: Guard,
    _folder: TempDir,
}

/// What the operator of the server sets.
#[derive(Debug)]
pub struct Operator<'a> {
    /// The server-side `repos.yaml`.
    pub repos: &'a str,
    /// Environment variables of the server.
    pub environment: Vec<(String, String)>,
    /// Programs to be found first on PATH, by name.
    pub programs: Vec<(&'a str, &'a Path)>,
}

impl Atlantis {
    /// Starts Gitea, a repository with a hook, and Atlantis as this operator has set it up.
    pub fn start(repository: &str, operator: &Operator<'_>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = free_port();
        let url = format!("http://127.0.0.1:{port}");
        let gitea = Gitea::start();
        gitea.create_repository(repository, &format!("{url}/events"), SECRET);
        let mut command = command(&gitea, &folder, port, operator);
        let mut process = Guard::start_logged(&mut command, &folder.path().join("log"));
        let http = Http::new(&url);
        process.wait_until("healthz", || matches!(http.try_send("GET", "/healthz", None), Some((200, _))));
        Self { gitea, repository: repository.to_owned(), process, _folder: folder }
    }

    /// Commits these files on the branch `change`.
    pub fn push(&self, files: &[(&str, &str)]) {
        self.gitea.push(&self.repository, "change", files);
    }

    /// Opens a pull request from the branch `change`.
    pub fn open_pull_request(&self, title: &str) -> u64 {
        self.gitea.open_pull_request(&self.repository, "change", title)
    }

    /// Comments on a pull request.
    pub fn comment(&self, number: u64, text: &str) {
        self.gitea.comment(&self.repository, number, text);
    }

    /// The comments of Atlantis after the first `seen` comments, once one of them holds `text`.
    pub fn comments_until(&self, number: u64, seen: usize, text: &str) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let comments = self.gitea.comments(&self.repository, number);
            let new = comments.get(seen..).unwrap_or_default();
            if new.iter().any(|comment| comment.contains(text)) {
                return new.to_vec();
            }
            assert!(
                Instant::now() < deadline,
                "no comment with {text:?}; comments: {new:#?}\n{}",
                self.process.log()
            );
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// How many comments the pull request has.
    pub fn seen(&self, number: u64) -> usize {
        self.gitea.comments(&self.repository, number).len()
    }

    /// Waits until a commit status on the branch `change` is this.
    pub fn wait_for_status(&self, context: &str, status: &str) {
        let deadline = Instant::now() + PATIENCE;
        let wanted = (context.to_owned(), status.to_owned());
        loop {
            let statuses = self.gitea.statuses(&self.repository, "change");
            if statuses.contains(&wanted) {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{context} is not {status}: {statuses:?}\n{}",
                self.process.log()
            );
            thread::sleep(Duration::from_millis(200));
        }
    }
}

fn command(gitea: &Gitea, folder: &TempDir, port: u16, operator: &Operator<'_>) -> Command {
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("bin")).expect("writing in a temporary folder");
    for (name, program) in &operator.programs {
        std::os::unix::fs::symlink(program, path("bin").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
    fs::write(path("repos.yaml"), operator.repos).expect("writing repos.yaml");

    let mut command = Command::new(tools::program("atlantis"));
    command.arg("server").args([
        "--port",
        &port.to_string(),
        "--atlantis-url",
        &format!("http://127.0.0.1:{port}"),
    ]);
    command.args(["--gitea-base-url", &gitea.url, "--gitea-user", USER, "--gitea-token", &gitea.token]);
    command.args([
        "--gitea-webhook-secret",
        SECRET,
        "--repo-allowlist",
        "127.0.0.1/*",
        "--enable-policy-checks",
    ]);
    command.args(["--tf-download=false", "--use-tf-plugin-cache=false", "--data-dir"]).arg(path("data"));
    command.arg("--repo-config").arg(path("repos.yaml"));
    command.env_clear().env("HOME", folder.path()).env("CHECKPOINT_DISABLE", "1");
    command.envs(operator.environment.iter().map(|(name, value)| (name, value)));
    command.env("PATH", first_on_path(&path("bin")));
    command.current_dir(folder.path());
    command
}

/// The caller's PATH with one folder before it.
fn first_on_path(folder: &Path) -> std::ffi::OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(env::split_paths(&rest));
    env::join_paths(folders).expect("PATH can be made of what was in it")
}
