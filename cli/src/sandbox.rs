//! `palisade sandbox`: both clouds offline, until it is told to stop.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};

/// Serve both clouds offline, on loopback
///
/// When it is ready it prints one line of JSON with the endpoints on standard output. It stops on SIGINT and SIGTERM.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Port of all AWS services; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    aws_port: u16,
    /// Port of Google's REST services: all but what is called over gRPC; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    gcp_rest_port: u16,
    /// Port of Google's gRPC services: Cloud Storage; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    gcp_grpc_port: u16,
    /// Keep the state in this file from one run to the next
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Keep the requests as they came, for GET /_sandbox/requests
    #[arg(long)]
    keep_requests: bool,
    /// Stop when standard input is closed, so that it never outlives whoever started it
    #[arg(long)]
    until_stdin_closes: bool,
}

/// Serves until it is told to stop; fails when it could not start or could not write its state.
pub(crate) fn run(args: Args) -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    match runtime.block_on(serve(args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&*error),
    }
}

async fn serve(args: Args) -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = sandbox::start(sandbox::Options {
        aws_port: args.aws_port,
        gcp_rest_port: args.gcp_rest_port,
        gcp_grpc_port: args.gcp_grpc_port,
        state: args.state,
        keep_requests: args.keep_requests,
    })
    .await?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;

    let mut stdout = std::io::stdout();
    writeln!(stdout, "{}", serde_json::to_string(&sandbox.endpoints)?)?;
    stdout.flush()?;
    eprint!("{}", explain(&sandbox.endpoints));

    tokio::select! {
        _ = interrupted.recv() => {}
        _ = terminated.recv() => {}
        () = stdin_closed(), if args.until_stdin_closes => {}
    }
    sandbox.stop().await?;
    Ok(())
}

/// Waits until standard input ends. Reading it takes a thread, which may outlive the wait.
async fn stdin_closed() {
    let (closed, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // However it ends, nobody is at the other side any more.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = closed.send(());
    });
    let _ = told.await;
}

fn explain(endpoints: &sandbox::Endpoints) -> String {
    let sandbox::Endpoints { aws, gcp_rest, gcp_grpc } = endpoints;
    format!(
        "Both clouds are served on this machine until Ctrl-C. To use them:\n\
         \n\
         \x20 export AWS_ENDPOINT_URL={aws}\n\
         \x20 export AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox AWS_REGION=us-east-1\n\
         \x20 export GOOGLE_STORAGE_CUSTOM_ENDPOINT={gcp_grpc}\n\
         \x20 export GOOGLE_OAUTH2_CUSTOM_ENDPOINT={gcp_rest} GOOGLE_IAM_CREDENTIALS_CUSTOM_ENDPOINT={gcp_rest}\n\
         \x20 export GOOGLE_CONTAINER_CUSTOM_ENDPOINT={gcp_rest} GOOGLE_BILLING_BUDGETS_CUSTOM_ENDPOINT={gcp_rest}\n\
         \x20 export GOOGLE_OAUTH_ACCESS_TOKEN=sandbox GOOGLE_PROJECT=palisade-sandbox\n\
         \n\
         A Kubernetes cluster named research stands in every place.\n\
         The calls so far: {aws}/_sandbox/calls\n"
    )
}

fn failed(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("palisade sandbox: {error}");
    if let Some(source) = error.source() {
        eprintln!("  because: {source}");
    }
    ExitCode::FAILURE
}
