//! The sandbox as a process of its own: both clouds on free ports.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};

use serde_json::{Value, json};

use crate::http::Http;
use crate::process::Guard;
use crate::requests::{self, Report};
use crate::{binaries, oracle::Oracle};

thread_local! {
    /// The address of the AWS that stands in for the sandbox's own, in a story under [`Sandbox::with_aws`].
    static AWS: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A running `palisade sandbox`.
#[derive(Debug)]
pub struct Sandbox {
    /// AWS: every service of it.
    pub aws: String,
    /// Google's JSON APIs.
    pub gcp_rest: String,
    /// Google's gRPC APIs.
    pub gcp_grpc: String,
    process: Guard,
    /// Whether it keeps requests, so that they are checked when it stops.
    keeps: bool,
    /// The sandbox stops when this closes, so also when the test is killed.
    _stdin: Option<ChildStdin>,
}

impl Sandbox {
    /// Starts one with its state in memory. When it is dropped, what our binaries sent to it is held against the
    /// clouds' own models, and what they refuse is a panic.
    pub fn start() -> Self {
        let mut command = Command::new(binaries::palisade());
        command.args(["sandbox", "--keep-requests"]);
        let mut sandbox = Self::of_command(command);
        sandbox.keeps = true;
        if let Some(aws) = AWS.with_borrow(Clone::clone) {
            sandbox.aws = aws;
        }
        sandbox
    }

    /// Plays a story in which each sandbox that is started on this thread has somebody else's AWS, at this address.
    pub fn with_aws<T>(aws: &str, story: impl FnOnce() -> T) -> T {
        /// Puts things back, also when the story fails.
        struct Over;
        impl Drop for Over {
            fn drop(&mut self) {
                AWS.set(None);
            }
        }
        let _over = Over;
        AWS.set(Some(aws.to_owned()));
        story()
    }

    /// Starts the one of this `palisade`, and looks at no request.
    pub fn of(palisade: &Path) -> Self {
        let mut command = Command::new(palisade);
        command.arg("sandbox");
        Self::of_command(command)
    }

    fn of_command(mut command: Command) -> Self {
        command.arg("--until-stdin-closes");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = Guard::start(&mut command);
        let stdout = process.child().stdout.take().expect("stdout is piped");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("the sandbox says where it is");
        let told: Value =
            serde_json::from_str(&line).unwrap_or_else(|e| panic!("sandbox said {line:?}: {e}"));
        let url =
            |name: &str| told[name].as_str().unwrap_or_else(|| panic!("no {name} in {line}")).to_owned();
        let stdin = process.child().stdin.take();
        Self {
            aws: url("aws"),
            gcp_rest: url("gcp_rest"),
            gcp_grpc: url("gcp_grpc"),
            process,
            keeps: false,
            _stdin: stdin,
        }
    }

    /// What makes the provider (and terraform under Atlantis) call this sandbox, as environment variables.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let both = [
            ("AWS_ENDPOINT_URL", self.aws.clone()),
            ("GOOGLE_STORAGE_CUSTOM_ENDPOINT", self.gcp_grpc.clone()),
            ("GOOGLE_OAUTH2_CUSTOM_ENDPOINT", self.gcp_rest.clone()),
            ("GOOGLE_IAM_CREDENTIALS_CUSTOM_ENDPOINT", self.gcp_rest.clone()),
            ("GOOGLE_CONTAINER_CUSTOM_ENDPOINT", self.gcp_rest.clone()),
            ("GOOGLE_BILLING_BUDGETS_CUSTOM_ENDPOINT", self.gcp_rest.clone()),
            ("GOOGLE_OAUTH_ACCESS_TOKEN", SECRET_TOKEN.to_owned()),
            ("GOOGLE_PROJECT", "palisade-sandbox".to_owned()),
        ];
        both.into_iter().chain(aws_identity()).collect()
    }

    /// The control API under `/_sandbox/`.
    pub fn control(&self) -> Http {
        // Google's port, for AWS may be somebody else's.
        Http::new(&self.gcp_rest)
    }

    /// The calls that reached the sandbox since it started or they were last cleared, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        let calls = self.control().get("/_sandbox/calls");
        calls.as_array().expect("a list of calls").iter().map(Call::new).collect()
    }

    /// Forgets the calls so far.
    pub fn clear_calls(&self) {
        self.control().delete("/_sandbox/calls");
    }

    /// Adds a rule of faults.
    pub fn fault(&self, rule: &Value) {
        self.control().post("/_sandbox/faults", rule);
    }

    /// Removes all rules of faults.
    pub fn clear_faults(&self) {
        self.control().delete("/_sandbox/faults");
    }

    /// What the clouds' own models say of the requests so far.
    ///
    /// # Panics
    /// When it was not made by [`Sandbox::start`].
    pub fn check_requests(&self) -> Report {
        requests::check(&self.control().get("/_sandbox/requests"), &json!({ACCESS_KEY: SECRET_KEY}))
    }

    /// Starts the clouds' own clients on this sandbox.
    pub fn oracle(&self) -> Oracle {
        Oracle::start(&self.aws, &self.gcp_rest, &self.gcp_grpc)
    }

    /// The id of the process.
    pub fn id(&mut self) -> u32 {
        self.process.child().id()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // A test that failed has said why, and one that killed its sandbox has no requests to look at.
        let running = self.process.child().try_wait().is_ok_and(|ended| ended.is_none());
        if self.keeps && running && !std::thread::panicking() {
            let Report { refused, .. } = self.check_requests();
            assert!(refused.is_empty(), "{} requests refused:\n{}", refused.len(), refused.join("\n"));
        }
    }
}

/// The Google access token that [`Sandbox::environment`] gives: must never be seen in a log or a state.
pub const SECRET_TOKEN: &str = "ya29.sandbox-secret-token";

/// The id of the AWS key that [`Sandbox::environment`] gives.
const ACCESS_KEY: &str = "AKIASANDBOX";

/// The AWS secret key that [`Sandbox::environment`] gives: must never be seen in a log or a state.
pub const SECRET_KEY: &str = "sandbox/secret/key";

/// Who calls AWS, and from which region.
fn aws_identity() -> [(&'static str, String); 4] {
    [
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", SECRET_KEY.to_owned()),
        ("AWS_REGION", "us-east-1".to_owned()),
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
    ]
}

/// One call that reached the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// `aws` or `gcp`.
    pub cloud: String,
    /// Such as `s3`.
    pub service: String,
    /// Such as `CreateBucket`.
    pub operation: String,
    /// The name of what was called upon.
    pub resource: String,
    /// The HTTP status of the answer.
    pub status: u64,
}

impl Call {
    fn new(call: &Value) -> Self {
        let text = |name: &str| call[name].as_str().unwrap_or_default().to_owned();
        Self {
            cloud: text("cloud"),
            service: text("service"),
            operation: text("operation"),
            resource: text("resource"),
            status: call["status"].as_u64().unwrap_or_default(),
        }
    }
}
