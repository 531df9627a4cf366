//! A real Gitea with one user, who is its administrator.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::Http;
use crate::process::{Guard, free_port};
use crate::terraform::Run;
use crate::tools;

/// The user of the stories.
pub const USER: &str = "author";

/// A running Gitea.
#[derive(Debug)]
pub struct Gitea {
    /// Its address.
    pub url: String,
    /// The user's access token.
    pub token: String,
    api: Http,
    folder: TempDir,
    _process: Guard,
}

impl Gitea {
    /// Starts one with an empty database.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = free_port();
        let url = format!("http://127.0.0.1:{port}");
        fs::write(folder.path().join("app.ini"), configuration(folder.path(), port))
            .expect("writing app.ini");
        let _ = Run::of(command(folder.path()).arg("migrate")).succeeded();
        let token = create_user(folder.path());
        let mut process = Guard::start_logged(command(folder.path()).arg("web"), &folder.path().join("log"));
        let api = Http::new(&format!("{url}/api/v1")).header("authorization", &format!("token {token}"));
        process.wait_until("answer", || matches!(api.try_send("GET", "/version", None), Some((200, _))));
        Self { url, token, api, folder, _process: process }
    }

    /// Makes a repository with a first commit on `main`, which calls this hook.
    pub fn create_repository(&self, name: &str, hook: &str, secret: &str) {
        let body = json!({"name": name, "auto_init": true, "default_branch": "main"});
        self.api.post("/user/repos", &body);
        let events = ["pull_request", "pull_request_sync", "pull_request_comment", "issue_comment", "push"];
        let config = json!({"url": hook, "content_type": "json", "secret": secret});
        let body = json!({"type": "gitea", "active": true, "events": events, "config": config});
        self.api.post(&format!("/repos/{USER}/{name}/hooks"), &body);
    }

    /// Commits these files on a branch, which is made from `main` where it does not exist, and pushes it.
    pub fn push(&self, repository: &str, branch: &str, files: &[(&str, &str)]) {
        let clone = self.folder.path().join("clones").join(repository);
        if !clone.exists() {
            let remote = self.url.replacen("://", &format!("://{USER}:{}@", self.token), 1);
            let remote = format!("{remote}/{USER}/{repository}.git");
            self.git(self.folder.path(), &["clone", "--quiet", &remote, &clone.to_string_lossy()]);
            self.git(&clone, &["checkout", "--quiet", "-b", branch]);
        }
        for (name, text) in files {
            fs::write(clone.join(name), text).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
        self.git(&clone, &["add", "--all"]);
        self.git(&clone, &["commit", "--quiet", "--message", "Change the bucket"]);
        self.git(&clone, &["push", "--quiet", "origin", branch]);
    }

    fn git(&self, folder: &Path, args: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=author", "-c", "user.email=author@example.invalid"]).args(args);
        git.current_dir(folder).env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        let _ = Run::of(git.stdin(Stdio::null())).succeeded();
    }

    /// Opens a pull request onto `main` and gives its number.
    pub fn open_pull_request(&self, repository: &str, branch: &str, title: &str) -> u64 {
        let body = json!({"base": "main", "head": branch, "title": title});
        let answer = self.api.post(&format!("/repos/{USER}/{repository}/pulls"), &body);
        answer["number"].as_u64().unwrap_or_else(|| panic!("no number in {answer}"))
    }

    /// Writes a comment.
    pub fn comment(&self, repository: &str, number: u64, text: &str) {
        self.api
            .post(&format!("/repos/{USER}/{repository}/issues/{number}/comments"), &json!({"body": text}));
    }

    /// The comments so far, oldest first.
    pub fn comments(&self, repository: &str, number: u64) -> Vec<String> {
        let comments = self.api.get(&format!("/repos/{USER}/{repository}/issues/{number}/comments"));
        let mut comments = comments.as_array().cloned().unwrap_or_default();
        // Gitea sorts by a time in whole seconds.
        comments.sort_by_key(|comment| comment["id"].as_u64());
        comments.iter().map(|comment| comment["body"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The newest state of each commit status on a branch: `("atlantis/plan", "success")`.
    pub fn statuses(&self, repository: &str, branch: &str) -> Vec<(String, String)> {
        let status = self.api.get(&format!("/repos/{USER}/{repository}/commits/{branch}/status"));
        let statuses = status["statuses"].as_array().cloned().unwrap_or_default();
        let text = |status: &Value, name: &str| status[name].as_str().unwrap_or_default().to_owned();
        let mut statuses: Vec<_> =
            statuses.iter().map(|status| (text(status, "context"), text(status, "status"))).collect();
        statuses.sort();
        statuses
    }
}

fn create_user(folder: &Path) -> String {
    let mut create = command(folder);
    create.args(["admin", "user", "create", "--admin", "--username", USER, "--password", "not-a-secret-1"]);
    create.args(["--email", "author@example.invalid", "--must-change-password=false"]);
    create.args(["--access-token", "--access-token-name", "story", "--access-token-scopes", "all"]);
    let run = Run::of(&mut create).succeeded();
    let token = run.stdout.split_whitespace().find(|word| word.len() == 40 && is_hex(word));
    token.unwrap_or_else(|| panic!("no token: {run}")).to_owned()
}

fn is_hex(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(tools::program("gitea"));
    command.arg("-c").arg(folder.join("app.ini")).current_dir(folder).stdin(Stdio::null());
    command.env("HOME", folder).env("GITEA_WORK_DIR", folder);
    command
        .env("I_AM_BEING_UNSAFE_RUNNING_AS_ROOT", "true")
        .env("GITEA_I_AM_BEING_UNSAFE_RUNNING_AS_ROOT", "true");
    command
}

/// `app.ini` for a server that nobody but this test reaches: its secrets need not be any.
fn configuration(folder: &Path, port: u16) -> String {
    let (work, statics) = (folder.display(), tools::gitea_static());
    let statics = statics.display();
    format!(
        "RUN_MODE = prod
WORK_PATH = {work}
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = {port}
ROOT_URL = http://127.0.0.1:{port}/
DISABLE_SSH = true
OFFLINE_MODE = true
STATIC_ROOT_PATH = {statics}
[database]
DB_TYPE = sqlite3
PATH = {work}/gitea.db
[security]
INSTALL_LOCK = true
SECRET_KEY = loopback-only
INTERNAL_TOKEN = loopback-only
[webhook]
ALLOWED_HOST_LIST = *
[oauth2]
JWT_SECRET = bG9vcGJhY2stb25seS1sb29wYmFjay1vbmx5LTEyMzQ
[log]
LEVEL = Warn
[actions]
ENABLED = false
"
    )
}
