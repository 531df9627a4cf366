//! The clouds' own clients, in one Python process that is asked line by line: `support/oracle.py`.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::process::Guard;
use crate::{binaries, tools};

/// boto3 and Google's clients, looking at one sandbox (or at moto).
#[derive(Debug)]
pub struct Oracle {
    pipes: RefCell<(ChildStdin, BufReader<ChildStdout>)>,
    _process: Guard,
}

/// What a client says of a call that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The service's code, such as `NoSuchBucket`, or Google's reason, such as `notFound`.
    pub code: String,
    /// The HTTP status, 0 where there was none.
    pub status: u64,
    /// What it says to people.
    pub message: String,
}

impl Oracle {
    /// Starts the clients on these endpoints.
    pub fn start(aws: &str, gcp_rest: &str, gcp_grpc: &str) -> Self {
        let mut command = Command::new(tools::python());
        command.arg(binaries::root().join("acceptance/support/oracle.py"));
        command.env("ORACLE_AWS", aws).env("ORACLE_GCP_REST", gcp_rest).env("ORACLE_GCP_GRPC", gcp_grpc);
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONWARNINGS", "ignore");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = Guard::start(&mut command);
        let child = process.child();
        let (stdin, stdout) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        Self { pipes: RefCell::new((stdin, BufReader::new(stdout))), _process: process }
    }

    /// Makes a call: the client's name (`boto3.s3`, `gcs`, `gcs.grpc`), its method, its arguments.
    ///
    /// # Errors
    /// What the client said of the failure.
    pub fn try_ask(&self, client: &str, call: &str, args: Value) -> Result<Value, Refusal> {
        let (stdin, stdout) = &mut *self.pipes.borrow_mut();
        let request = json!({"client": client, "call": call, "args": args});
        writeln!(stdin, "{request}").expect("the oracle reads");
        let mut line = String::new();
        stdout.read_line(&mut line).expect("the oracle answers");
        let mut answer: Value =
            serde_json::from_str(&line).unwrap_or_else(|e| panic!("oracle said {line:?}: {e}"));
        let Some(error) = answer.get("error") else { return Ok(answer["ok"].take()) };
        Err(Refusal {
            code: error["code"].as_str().unwrap_or_default().to_owned(),
            status: error["status"].as_u64().unwrap_or_default(),
            message: error["message"].as_str().unwrap_or_default().to_owned(),
        })
    }

    /// As [`Oracle::try_ask`], for a call that must succeed.
    pub fn ask(&self, client: &str, call: &str, args: Value) -> Value {
        let told = args.to_string();
        self.try_ask(client, call, args).unwrap_or_else(|e| panic!("{client} {call} {told}: {e:?}"))
    }

    /// A call of boto3's S3 client that must succeed.
    pub fn s3(&self, call: &str, args: Value) -> Value {
        self.ask("boto3.s3", call, args)
    }

    /// A Google bucket as the JSON API tells it.
    pub fn gcs_bucket(&self, name: &str) -> Value {
        self.ask("gcs", "buckets.get", json!({"bucket": name, "projection": "full"}))
    }

    /// Whether a bucket of this cloud (`aws` or `gcp`) exists.
    pub fn bucket_exists(&self, cloud: &str, name: &str) -> bool {
        let answer = match cloud {
            "aws" => self.try_ask("boto3.s3", "head_bucket", json!({"Bucket": name})),
            _ => self.try_ask("gcs", "buckets.get", json!({"bucket": name})),
        };
        match answer {
            Ok(_) => true,
            Err(refusal) if refusal.status == 404 => false,
            Err(refusal) => panic!("cannot tell whether {cloud} bucket {name} exists: {refusal:?}"),
        }
    }
}
