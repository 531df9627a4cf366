//! What must never be seen in a log, a plan, a state or an output: what the provider is given, and what the clouds hand out
//! for it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use acceptance::http::Http;
use acceptance::sandbox::{SECRET_KEY, SECRET_TOKEN};
use acceptance::{Sandbox, Terraform, tools};
use serde_json::{Value, json};

/// The external id of the role that the provider assumes.
const EXTERNAL_ID: &str = "external-id-that-nobody-may-see";

const REFRESH_TOKEN: &str = "1//refresh-token-that-nobody-may-see";
const CLIENT_SECRET: &str = "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y-see";

/// The token that the sandbox gives to a user.
const USER_TOKEN: &str = "ya29.sandbox-user";

/// What the tokens begin with that a service account signs by itself: a header of JSON in Base64.
const SIGNED_TOKEN: &str = "eyJhbGciOi";

/// The configuration of the provider; variables are ephemeral, as Terraform keeps others in plans. Every call of AWS is
/// made with the keys of a role.
pub(crate) const PROVIDER: &str = r#"variable "external_id" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "google" {
  type      = string
  sensitive = true
  ephemeral = true
  default   = null
}

provider "palisade" {
  aws = {
    assume_role = { role_arn = "arn:aws:iam::123456789012:role/deployer", external_id = var.external_id }
  }
  gcp    = { credentials = var.google }
  policy = { mode = "warn" }
}
"#;

const LOG: &str = "trace.log";

/// By what the provider is known to Google Cloud.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Google {
    /// A ready token, in `GOOGLE_OAUTH_ACCESS_TOKEN`.
    Token,
    /// A service account's key in a file, which `GOOGLE_APPLICATION_CREDENTIALS` names.
    KeyFile,
    /// A user's credentials in `credentials`, for which the token endpoint gives a token.
    User,
}

impl Google {
    /// In the stories of a kind of resource: each has another way.
    fn of(kind: &str) -> Self {
        match kind {
            "bucket" => Self::Token,
            "gpu_pool" => Self::KeyFile,
            _ => Self::User,
        }
    }
}

/// What is looked for.
pub(crate) struct Secrets {
    control: Http,
    /// What shows that the credentials of the story are those that it uses: a part of an `authorization` header.
    bearer: &'static str,
    known: Vec<(&'static str, String)>,
    /// Access keys of roles whose secrets have been looked for.
    seen: BTreeSet<String>,
    /// Secrets of the roles' keys that are looked for in this run.
    issued: Vec<(&'static str, String)>,
}

impl Secrets {
    /// Terraform that has secrets to give away, and writes down everything that it and the provider log.
    pub(crate) fn watch(
        cloud: &str,
        kind: &str,
        sandbox: &Sandbox,
        terraform: Terraform,
    ) -> (Self, Terraform) {
        let mut known = vec![("external id", EXTERNAL_ID.to_owned()), ("secret key", SECRET_KEY.to_owned())];
        let log = terraform.folder().join(LOG).to_string_lossy().into_owned();
        let mut variables = vec![
            ("TF_VAR_external_id", EXTERNAL_ID.to_owned()),
            ("TF_LOG", "TRACE".to_owned()),
            ("TF_LOG_PATH", log),
        ];
        let google = Google::of(kind);
        let bearer = match google {
            _ if cloud == "aws" => "Credential=ASIA",
            Google::Token => SECRET_TOKEN,
            Google::KeyFile => SIGNED_TOKEN,
            Google::User => USER_TOKEN,
        };
        let file = terraform.folder().join("key.json").to_string_lossy().into_owned();
        match google {
            Google::Token => {}
            Google::KeyFile => {
                let key = private_key();
                // A line of it that has nothing but the key itself.
                known.push(("private key", key.lines().nth(3).unwrap_or_default().to_owned()));
                let text = service_account(&key, sandbox).to_string();
                fs::write(&file, text).expect("writing in a temporary folder");
                variables.push(("GOOGLE_APPLICATION_CREDENTIALS", file));
            }
            Google::User => {
                known.push(("refresh token", REFRESH_TOKEN.to_owned()));
                known.push(("client secret", CLIENT_SECRET.to_owned()));
                variables.push(("TF_VAR_google", user(sandbox).to_string()));
            }
        }
        if google != Google::Token {
            variables.push(("GOOGLE_OAUTH_ACCESS_TOKEN", String::new()));
        }
        let tokens = [SECRET_TOKEN, SIGNED_TOKEN, USER_TOKEN];
        known.extend(tokens.map(|token| ("access token", token.to_owned())));
        assert!(known.iter().all(|(_, text)| !text.is_empty()), "an empty secret is everywhere");
        let (seen, issued) = (BTreeSet::new(), Vec::new());
        (Self { control: sandbox.control(), bearer, known, seen, issued }, terraform.with(variables))
    }

    /// That no call was made with the secrets that are looked for, so that none could show.
    pub(crate) fn unused(&self) -> Option<String> {
        let requests = self.control.get("/_sandbox/requests");
        let mut requests = requests.as_array().into_iter().flatten();
        let is_used = requests.any(|request| {
            let header = request["headers"]["authorization"].as_str().unwrap_or_default();
            header.contains(self.bearer)
        });
        (!is_used).then(|| format!("no call was made with {}", self.bearer))
    }

    /// What shows in the outputs of a run, in its log and in the state.
    pub(crate) fn shown(&mut self, terraform: &Terraform, stdout: &str, stderr: &str) -> Vec<String> {
        self.take_issued();
        let log = terraform.folder().join(LOG);
        let logged = fs::read(&log).unwrap_or_default();
        let _ = fs::remove_file(&log);
        let state = fs::read(terraform.folder().join("terraform.tfstate")).unwrap_or_default();
        let places = [
            ("stdout", stdout.as_bytes()),
            ("stderr", stderr.as_bytes()),
            ("log", &logged),
            ("state", &state),
        ];
        let mut found: Vec<String> =
            places.iter().flat_map(|(place, text)| self.shown_at(place, text)).collect();
        if !logged.windows(8).any(|window| window == b"[TRACE] ") {
            found.push("nothing was logged, so that nothing could show".to_owned());
        }
        found
    }

    /// What shows in the last plan: the file is an archive of compressed members.
    pub(crate) fn shown_in_plan(&self, terraform: &Terraform) -> Vec<String> {
        let unpack = "import sys, zipfile\nfile = zipfile.ZipFile('plan.tfplan')\n\
                      for name in file.namelist(): sys.stdout.buffer.write(file.read(name))";
        let out = Command::new(tools::python()).args(["-c", unpack]).current_dir(terraform.folder()).output();
        let plan = out.expect("running Python").stdout;
        if plan.is_empty() {
            return vec!["the plan could not be unpacked".to_owned()];
        }
        self.shown_at("plan", &plan)
    }

    /// Looks from now on for what AWS has handed out since this was asked last.
    fn take_issued(&mut self) {
        self.issued.clear();
        let sessions = self.control.get("/_sandbox/credentials");
        for session in sessions.as_array().into_iter().flatten() {
            let text = |name: &str| session[name].as_str().unwrap_or_default().to_owned();
            if self.seen.insert(text("access_key")) {
                self.issued.push(("role's secret key", text("secret_key")));
                self.issued.push(("role's session token", text("token")));
            }
        }
    }

    fn shown_at(&self, place: &str, text: &[u8]) -> Vec<String> {
        let text = String::from_utf8_lossy(text);
        let secrets = self.known.iter().chain(&self.issued);
        let shown = secrets.filter_map(|(name, secret)| Some((name, text.find(secret.as_str())?)));
        shown
            .map(|(name, at)| {
                let near: String =
                    text[..at].chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect();
                format!("the {name} shows in the {place}, after {near:?}")
            })
            .collect()
    }
}

/// A new key, as Google writes it into the file of a service account.
fn private_key() -> String {
    let make = "from cryptography.hazmat.primitives import serialization as s\n\
                from cryptography.hazmat.primitives.asymmetric import rsa\n\
                key = rsa.generate_private_key(65537, 2048)\n\
                print(key.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()).decode())";
    let out = Command::new(tools::python()).args(["-c", make]).output().expect("running Python");
    String::from_utf8(out.stdout).expect("a key is text")
}

fn service_account(key: &str, sandbox: &Sandbox) -> Value {
    json!({
        "type": "service_account", "project_id": "palisade-sandbox", "private_key_id": "1", "private_key": key,
        "client_email": "robot@palisade-sandbox.iam.gserviceaccount.com", "client_id": "100000000000000000001",
        "token_uri": format!("{}/token", sandbox.gcp_rest),
    })
}

fn user(sandbox: &Sandbox) -> Value {
    json!({
        "type": "authorized_user", "client_id": "1.apps.googleusercontent.com", "client_secret": CLIENT_SECRET,
        "refresh_token": REFRESH_TOKEN, "token_uri": format!("{}/token", sandbox.gcp_rest),
    })
}
