//! moto and ministack: two fakes of AWS that others wrote.

use std::process::Command;

use tempfile::TempDir;

use crate::http::Http;
use crate::process::{Guard, free_port};
use crate::{binaries, tools};

/// Which fake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// moto, with the roots of two answers mended: `support/mended_moto.py`.
    Moto,
    /// ministack, for what moto lacks.
    Ministack,
}

/// A running fake of AWS.
#[derive(Debug)]
pub struct Fake {
    /// Its address: all services on one port.
    pub aws: String,
    _process: Guard,
    _folder: TempDir,
}

impl Fake {
    /// Starts one, with nothing in it.
    pub fn start(kind: Kind) -> Self {
        let port = free_port();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = match kind {
            Kind::Moto => {
                let mut command = Command::new(tools::python());
                command.arg(binaries::root().join("acceptance/support/mended_moto.py")).arg(port.to_string());
                command
            }
            Kind::Ministack => {
                let mut command = Command::new(tools::ministack());
                command.args(["-m", "ministack"]).env("GATEWAY_PORT", port.to_string());
                command.env("BIND_HOST", "127.0.0.1").env("MINISTACK_ACCOUNT_ID", "123456789012");
                command
            }
        };
        command.current_dir(folder.path()).env("PYTHONDONTWRITEBYTECODE", "1").env("TMPDIR", folder.path());
        let mut process = Guard::start_logged(&mut command, &folder.path().join("log"));
        let aws = format!("http://127.0.0.1:{port}");
        let http = Http::new(&aws);
        process.wait_until("answer", || http.try_send("GET", "/", None).is_some());
        Self { aws, _process: process, _folder: folder }
    }
}
