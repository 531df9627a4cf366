//! Processes that stop when their guard is dropped, also on a panic.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A running process, killed when this is dropped.
#[derive(Debug)]
pub struct Guard {
    child: Child,
    name: String,
    log: Option<PathBuf>,
}

impl Guard {
    /// Starts the command.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().unwrap_or_else(|e| panic!("cannot start {name}: {e}"));
        Self { child, name, log: None }
    }

    /// Starts the command with no input; what it prints goes to this file, which a panic about it shows.
    pub fn start_logged(command: &mut Command, log: &Path) -> Self {
        let file = File::create(log).unwrap_or_else(|e| panic!("{}: {e}", log.display()));
        let errors = file.try_clone().expect("a second handle of the log");
        let mut guard = Self::start(command.stdin(Stdio::null()).stdout(file).stderr(errors));
        guard.log = Some(log.to_owned());
        guard
    }

    /// What the process has printed so far, where it was started with a log.
    pub fn log(&self) -> String {
        self.log.as_ref().and_then(|log| fs::read_to_string(log).ok()).unwrap_or_default()
    }

    /// The process, for its pipes and its id.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits until `ready` says so; panics when the process ends before, or after a minute.
    pub fn wait_until(&mut self, what: &str, mut ready: impl FnMut() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !ready() {
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("{} ended with {status} before {what}\n{}", self.name, self.log());
            }
            assert!(Instant::now() < deadline, "{}: no {what} after a minute\n{}", self.name, self.log());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of 127.0.0.1 that was free just now, for programs which cannot choose one themselves.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on 127.0.0.1");
    listener.local_addr().expect("the port's number").port()
}
