//! Serving ends at once when it is asked to, whatever streams and calls are held.

use std::path::Path;
use std::time::Instant;

use tokio::time::timeout;

use super::*;
use crate::wire::plugin::grpc_broker_client::GrpcBrokerClient;
use crate::wire::plugin::grpc_controller_client::GrpcControllerClient;
use crate::wire::plugin::grpc_stdio_client::GrpcStdioClient;
use crate::wire::plugin::{ConnInfo, Empty};

#[tokio::test]
async fn shutdown_ends_the_streams_which_the_caller_holds() {
    let served = Served::start().await;
    let channel = served.channel().await;
    let mut stdio = GrpcStdioClient::new(channel.clone()).stream_stdio(()).await.unwrap().into_inner();
    let never = tokio_stream::pending::<ConnInfo>();
    let mut broker = GrpcBrokerClient::new(channel.clone()).start_stream(never).await.unwrap().into_inner();

    let asked = Instant::now();
    GrpcControllerClient::new(channel).shutdown(Empty {}).await.unwrap();
    assert_eq!(timeout(PATIENCE, stdio.message()).await.unwrap().unwrap(), None);
    assert_eq!(timeout(PATIENCE, broker.message()).await.unwrap().unwrap(), None);
    timeout(PATIENCE, served.serving).await.unwrap().unwrap().unwrap();
    assert!(asked.elapsed() < Duration::from_millis(500), "{:?}", asked.elapsed());
    assert!(!Path::new(&served.handshake.path).exists(), "the socket is left behind");
}

#[tokio::test]
async fn shutdown_tells_calls_in_flight_and_lets_them_answer() {
    let served = Served::start().await;
    let (mut provider, channel) = (served.provider().await, served.channel().await);
    let read = tokio::spawn(async move { provider.read_resource(read_resource::Request::default()).await });
    // The call has to be in flight before the end is asked for.
    tokio::time::sleep(Duration::from_millis(100)).await;
    GrpcControllerClient::new(channel).shutdown(Empty {}).await.unwrap();
    read.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_does_not_end_is_not_waited_for() {
    let served = Served::start().await;
    let (mut provider, channel) = (served.provider().await, served.channel().await);
    let stuck = tokio::spawn(async move {
        provider.apply_resource_change(apply_resource_change::Request::default()).await
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let asked = Instant::now();
    GrpcControllerClient::new(channel).shutdown(Empty {}).await.unwrap();
    timeout(PATIENCE, served.serving).await.unwrap().unwrap().unwrap();
    // Terraform kills a provider after two seconds.
    assert!(asked.elapsed() < Duration::from_millis(1_800), "{:?}", asked.elapsed());
    stuck.abort();
}

#[tokio::test]
async fn stop_provider_ends_calls_and_not_the_provider() {
    let served = Served::start().await;
    let mut provider = served.provider().await;
    let mut other = provider.clone();
    let read = tokio::spawn(async move { other.read_resource(read_resource::Request::default()).await });
    provider.stop_provider(stop_provider::Request {}).await.unwrap();
    timeout(PATIENCE, read).await.unwrap().unwrap().unwrap();
    provider.get_metadata(get_metadata::Request {}).await.unwrap();
    assert!(!served.serving.is_finished());
}

#[tokio::test]
async fn a_signal_ends_calls_and_waits_for_the_caller_to_take_leave() {
    let served = Served::start().await;
    let mut provider = served.provider().await;
    let mut other = provider.clone();
    let read = tokio::spawn(async move { other.read_resource(read_resource::Request::default()).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let winding_down = tokio::spawn(async move { served.stop.wind_down().await });
    // Its answer is what Terraform writes to the state, and a call that follows may belong to it.
    timeout(PATIENCE, read).await.unwrap().unwrap().unwrap();
    provider.get_metadata(get_metadata::Request {}).await.unwrap();
    assert!(!served.serving.is_finished());
    drop(provider);
    timeout(PATIENCE, winding_down).await.unwrap().unwrap();
    timeout(PATIENCE, served.serving).await.unwrap().unwrap().unwrap();
}
