//! What calls may do without harm to those beside them.

use tonic::Code;

use super::*;
use crate::wire::{DynamicValue, import_resource_state};

#[tokio::test]
async fn a_panic_ends_its_own_call_and_no_other() {
    let served = Served::start().await;
    let mut provider = served.provider().await;
    let mut beside = provider.clone();
    let beside = tokio::spawn(async move { beside.read_resource(read_resource::Request::default()).await });
    provider.plan_resource_change(plan_resource_change::Request::default()).await.unwrap_err();
    provider.get_metadata(get_metadata::Request {}).await.unwrap();
    provider.stop_provider(stop_provider::Request {}).await.unwrap();
    beside.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_the_service_leaves_out_is_unimplemented() {
    let mut provider = Served::start().await.provider().await;
    let status = provider.import_resource_state(import_resource_state::Request::default()).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);
}

#[tokio::test]
async fn messages_may_be_longer_than_tonic_would_have_it() {
    let limit = super::super::session::MESSAGE_LIMIT;
    let mut provider = Served::start().await.provider().await.max_decoding_message_size(limit);
    let config = DynamicValue { msgpack: vec![0; 9 << 20].into(), ..Default::default() };
    let request = validate_provider_config::Request { config: Some(config) };
    let answer = provider.validate_provider_config(request).await.unwrap().into_inner();
    assert_eq!(answer.diagnostics[0].detail.len(), 9 << 20);
}

#[tokio::test]
async fn the_plugin_is_healthy() {
    use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

    let mut health = HealthClient::new(Served::start().await.channel().await);
    let answer = health.check(HealthCheckRequest { service: "plugin".to_owned() }).await.unwrap();
    assert_eq!(answer.into_inner().status(), tonic_health::pb::health_check_response::ServingStatus::Serving);
}
