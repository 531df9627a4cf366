//! moto and ministack: two fakes of AWS that others wrote.

use std::ffi::OsString;
use std::process::Command;

use tempfile::TempDir;

use crate::http::Http;
use crate::process::{Guard, free_port};
use crate::{binaries, tools};

/// Which fake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// moto.
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
    /// Starts one with nothing in it, and with the few answers mended without which no story could be told:
    /// `support/mended_*.py`.
    pub fn start(kind: Kind) -> Self {
        let support = binaries::root().join("acceptance/support");
        Self::run(kind, |port| match kind {
            Kind::Moto => vec![support.join("mended_moto.py").into(), port.into()],
            Kind::Ministack => vec![support.join("mended_ministack.py").into()],
        })
    }

    /// Starts one as its authors made it, with nothing in it.
    pub fn as_made(kind: Kind) -> Self {
        Self::run(kind, |port| match kind {
            Kind::Moto => ["-m", "moto.server", "-H", "127.0.0.1", "-p", port].map(OsString::from).to_vec(),
            Kind::Ministack => ["-m", "ministack"].map(OsString::from).to_vec(),
        })
    }

    fn run(kind: Kind, args: impl FnOnce(&str) -> Vec<OsString>) -> Self {
        let port = free_port();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = match kind {
            Kind::Moto => Command::new(tools::python()),
            Kind::Ministack => {
                let mut command = Command::new(tools::ministack());
                command.env("GATEWAY_PORT", port.to_string());
                command.env("BIND_HOST", "127.0.0.1").env("MINISTACK_ACCOUNT_ID", "123456789012");
                command
            }
        };
        command.args(args(&port.to_string()));
        command.current_dir(folder.path()).env("PYTHONDONTWRITEBYTECODE", "1").env("TMPDIR", folder.path());
        let mut process = Guard::start_logged(&mut command, &folder.path().join("log"));
        let aws = format!("http://127.0.0.1:{port}");
        let http = Http::new(&aws);
        process.wait_until("answer", || http.try_send("GET", "/", None).is_some());
        Self { aws, _process: process, _folder: folder }
    }
}
