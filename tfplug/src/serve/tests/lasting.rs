//! Calls that last as long as a cloud takes. The clock is the runtime's, and runs ahead to the next thing that waits for
//! it: a limit on the way, shorter than the call, would come first and end it.

use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::wire::plugin::Empty;
use crate::wire::plugin::grpc_controller_client::GrpcControllerClient;

/// Terraform kills a provider's process two seconds after it asked it to shut down.
const BOUND: Duration = Duration::from_secs(2);

async fn lasting(
    mut provider: ProviderClient<Channel>,
) -> Result<Response<read_data_source::Response>, Status> {
    provider.read_data_source(read_data_source::Request::default()).await
}

#[tokio::test(start_paused = true)]
async fn a_call_of_half_an_hour_is_answered() {
    let served = Served::start().await;
    let (provider, began) = (served.provider().await, Instant::now());
    lasting(provider.clone()).await.unwrap();
    assert!(began.elapsed() >= HALF_AN_HOUR, "{:?}", began.elapsed());
    // Nor does a connection end on which nothing is said for as long.
    sleep(HALF_AN_HOUR).await;
    lasting(provider).await.unwrap();
    assert!(!served.serving.is_finished());
}

#[tokio::test(start_paused = true)]
async fn a_stop_reaches_a_call_that_has_lasted_long() {
    let served = Served::start().await;
    let mut provider = served.provider().await;
    let call = tokio::spawn(lasting(provider.clone()));
    sleep(HALF_AN_HOUR - BOUND).await;
    assert!(!call.is_finished());
    let asked = Instant::now();
    provider.stop_provider(stop_provider::Request {}).await.unwrap();
    let status = timeout(BOUND, call).await.unwrap().unwrap().unwrap_err();
    assert_eq!(status.message(), "was told to end");
    assert!(asked.elapsed() < BOUND, "{:?}", asked.elapsed());
    provider.get_metadata(get_metadata::Request {}).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_does_not_wait_for_a_call_that_has_lasted_long() {
    let served = Served::start().await;
    let call = tokio::spawn(lasting(served.provider().await));
    sleep(HALF_AN_HOUR - BOUND).await;
    assert!(!call.is_finished());
    let asked = Instant::now();
    GrpcControllerClient::new(served.channel().await).shutdown(Empty {}).await.unwrap();
    call.await.unwrap().unwrap_err();
    served.serving.await.unwrap().unwrap();
    assert!(asked.elapsed() < BOUND, "{:?}", asked.elapsed());
}
