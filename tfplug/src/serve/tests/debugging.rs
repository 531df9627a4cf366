//! A provider started with `-debug`: no TLS, and the process outlives its callers.

use tokio::time::timeout;

use super::*;
use crate::wire::plugin::Empty;
use crate::wire::plugin::grpc_controller_client::GrpcControllerClient;
use crate::wire::plugin::grpc_stdio_client::GrpcStdioClient;

#[tokio::test]
async fn each_caller_ends_its_own_connection_and_no_other() {
    let (mut out, mut printed) = capture();
    let stop = Stop::default();
    let serving = tokio::spawn({
        let stop = stop.clone();
        async move { super::super::debug::serve(&OPTIONS, &mut out, &stop, probe).await }
    });
    let path = announced(&printed.recv().await.expect("the reattach line"));

    let (first, second) = (plaintext(&path).await.unwrap(), plaintext(&path).await.unwrap());
    let mut held = GrpcStdioClient::new(first.clone()).stream_stdio(()).await.unwrap().into_inner();
    let mut beside = ProviderClient::new(second);
    // The second caller stops its work: the first has a service of its own and knows nothing of it.
    beside.stop_provider(stop_provider::Request {}).await.unwrap();
    beside.read_resource(read_resource::Request::default()).await.unwrap();
    let mut unstopped = ProviderClient::new(first.clone());
    let read = unstopped.read_resource(read_resource::Request::default());
    timeout(Duration::from_millis(100), read).await.expect_err("the first caller's work goes on");

    GrpcControllerClient::new(first).shutdown(Empty {}).await.unwrap();
    assert_eq!(timeout(PATIENCE, held.message()).await.unwrap().unwrap(), None);
    beside.get_metadata(get_metadata::Request {}).await.unwrap();
    ProviderClient::new(plaintext(&path).await.unwrap())
        .get_metadata(get_metadata::Request {})
        .await
        .unwrap();

    stop.end();
    timeout(PATIENCE, serving).await.unwrap().unwrap().unwrap();
    assert!(!std::path::Path::new(&path).exists(), "the socket is left behind");
}

/// Checks the line that a practitioner copies, and answers the socket it names.
fn announced(text: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix("TF_REATTACH_PROVIDERS=")).expect("the line");
    let json: serde_json::Value = serde_json::from_str(line.trim_matches('\'')).expect("JSON between quotes");
    let ours = &json[OPTIONS.address];
    assert_eq!(ours["Protocol"], "grpc");
    assert_eq!(ours["ProtocolVersion"], 6);
    assert_eq!(ours["Pid"], std::process::id());
    assert_eq!(ours["Test"], true);
    assert_eq!(ours["Addr"]["Network"], "unix");
    ours["Addr"]["String"].as_str().expect("a path").to_owned()
}
