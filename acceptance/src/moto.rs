//! moto: a fake of AWS that others wrote.

use std::process::Command;

use tempfile::TempDir;

use crate::http::Http;
use crate::process::{Guard, free_port};
use crate::{sandbox, tools};

/// A running moto server.
#[derive(Debug)]
pub struct Moto {
    /// Its address: all services on one port.
    pub aws: String,
    _process: Guard,
    _folder: TempDir,
}

impl Moto {
    /// Starts one.
    pub fn start() -> Self {
        let port = free_port();
        let mut command = Command::new(tools::python());
        command.args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()]);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut process = Guard::start_logged(&mut command, &folder.path().join("log"));
        let aws = format!("http://127.0.0.1:{port}");
        let http = Http::new(&aws);
        process.wait_until("answer", || http.try_send("GET", "/moto-api/data.json", None).is_some());
        Self { aws, _process: process, _folder: folder }
    }

    /// What makes the provider call this server for AWS, as environment variables.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        [("AWS_ENDPOINT_URL", self.aws.clone())].into_iter().chain(sandbox::aws_identity()).collect()
    }
}
