//! Serves a provider to Terraform, OpenTofu or a debugger, as go-plugin expects it of a plugin's process.
//!
//! Read in this order: [`handshake`] says who started us and where we listen, [`tls`] lets in that caller and nobody
//! else, [`session`] answers the calls, [`shutdown`] ends them. What the services mean is not known here: they are
//! handed in.

mod broker;
mod connection;
mod controller;
mod debug;
mod error;
mod handshake;
mod logs;
mod session;
mod shutdown;
mod socket;
mod stdio;
#[cfg(test)]
mod tests;
mod tls;

use std::io::Write;
use std::process::ExitCode;

use tokio_util::sync::CancellationToken;

use self::error::ServeError;
use self::handshake::Caller;
use self::shutdown::Stop;
use self::socket::Socket;
use crate::wire::provider_server::Provider;

/// The one major version of Terraform's plugin protocol that is spoken here.
const PROTOCOL_VERSION: u8 = 6;

/// What a provider's process has to know of itself to be served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// The provider's source address in full: `registry.terraform.io/NAMESPACE/TYPE`.
    pub(crate) address: &'static str,
    /// The crates, beside this one, whose logs are written at the level which the practitioner asks for. All others
    /// are heard from `warn` upwards only: a transport's own log would show headers, and with them secrets.
    pub(crate) log_modules: &'static [&'static str],
}

impl Options {
    /// The last part of the address, `TYPE`.
    fn type_name(&self) -> &'static str {
        self.address.rsplit('/').next().unwrap_or(self.address)
    }
}

/// The stack of a thread that serves calls.
const STACK: usize = 8 << 20;

/// Serves until Terraform is done with us, and answers the code to leave the process with.
///
/// `make` builds the service; the token it is handed is cancelled when the calls in flight should end early. It is
/// called once, but for a provider started with `-debug`, where each connection gets a service of its own, because
/// there the process outlives many runs of Terraform.
pub(crate) fn run<S, F>(options: &Options, make: F) -> ExitCode
where
    S: Provider,
    F: Fn(CancellationToken) -> S,
{
    logs::init(options);
    match start(options, make) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(options, &error);
            ExitCode::FAILURE
        }
    }
}

fn start<S, F>(options: &Options, make: F) -> Result<(), ServeError>
where
    S: Provider,
    F: Fn(CancellationToken) -> S,
{
    let debugged = std::env::args_os().skip(1).any(|word| word == "-debug" || word == "--debug");
    let caller = if debugged { None } else { Some(Caller::from_env(|name| std::env::var_os(name))?) };

    // Two threads are enough for a process that mostly waits for a cloud, and they start fast.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // The clouds' SDKs nest futures deeply, and an unoptimised build of one call has needed more than the 2 MiB that
        // threads get. What is not used costs address space alone.
        .thread_stack_size(STACK)
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)?;
    let served = runtime.block_on(async {
        let stop = Stop::default();
        let mut out = std::io::stdout();
        match caller {
            Some(caller) => {
                shutdown::watch(&stop, shutdown::Interrupt::LeaveToTerraform)?;
                serve(&caller, &mut out, &stop, make).await
            }
            None => {
                shutdown::watch(&stop, shutdown::Interrupt::Ends)?;
                debug::serve(options, &mut out, &stop, make).await
            }
        }
    });
    // A call which is still running has had its time: waiting for it here could hold the process for ever.
    runtime.shutdown_background();
    served
}

/// Serves the one caller who started us, and announces on `out` where.
async fn serve<S, F>(caller: &Caller, out: &mut impl Write, stop: &Stop, make: F) -> Result<(), ServeError>
where
    S: Provider,
    F: FnOnce(CancellationToken) -> S,
{
    let identity = tls::Identity::new(&caller.certificate)?;
    let (socket, listener) = Socket::bind(&caller.socket_folder)?;
    handshake::announce(out, &socket, &identity)?;
    session::serve(make(stop.work()), tls::incoming(listener, identity, stop.clone()), stop).await
}

/// Says on stderr why nothing is served. Terraform shows the practitioner nothing of that; what it does show is a first
/// line of stdout which is no handshake, so it is said there as well.
fn tell(options: &Options, error: &ServeError) {
    let kind = options.type_name();
    let mut message = format!("terraform-provider-{kind}: {error}");
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        message.push_str(&format!(": {inner}"));
        source = inner.source();
    }
    // Whoever would read this may be gone; there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{message}");
    if !matches!(error, ServeError::ByHand | ServeError::Transport(_)) {
        let _ = writeln!(std::io::stdout(), "{message}");
    }
}
