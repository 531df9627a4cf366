//! Every call of the protocol, over gRPC, to a provider that uses everything there is.

mod calls;
mod changes;
mod everything;
mod states;

use std::io;
use std::sync::Arc;

use hyper_util::rt::TokioIo;
use tokio_stream::StreamExt;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Endpoint};

use self::everything::{Config, Part, Thing};
use super::Server;
use crate::wire::provider_client::ProviderClient;
use crate::wire::provider_server::ProviderServer;
use crate::wire::{self, ClientCapabilities, DynamicValue, configure_provider};
use crate::{Codec, Value, codec};

/// A client of the provider that is not configured yet.
async fn client() -> ProviderClient<Channel> {
    let server = Server::new(Arc::new(everything::catalogue()), CancellationToken::new());
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let incoming = tokio_stream::once(io::Result::Ok(theirs)).chain(tokio_stream::pending());
    let serving = tonic::transport::Server::builder()
        .add_service(ProviderServer::new(server))
        .serve_with_incoming(incoming);
    tokio::spawn(serving);
    let mut ours = Some(ours);
    let connect = tower::service_fn(move |_| {
        let stream = ours.take().map(TokioIo::new);
        async move { stream.ok_or_else(|| io::Error::other("there is one connection alone")) }
    });
    let channel = Endpoint::from_static("http://localhost").connect_with_connector(connect).await;
    ProviderClient::new(channel.expect("the stream is open"))
}

/// A client of a provider in that region.
async fn configured() -> ProviderClient<Channel> {
    let mut client = client().await;
    let config = value(&Config { region: "here".into() });
    let request = configure_provider::Request { config, ..Default::default() };
    let answer = client.configure_provider(request).await.expect("an answer").into_inner();
    assert_eq!(told(&answer.diagnostics), [""; 0]);
    client
}

fn value<T: Codec>(value: &T) -> Option<DynamicValue> {
    Some(codec::encode(value).into())
}

#[track_caller]
fn read<T: Codec>(value: Option<DynamicValue>) -> Value<T> {
    codec::decode(&value.expect("a value").msgpack).expect("a value of its schema")
}

/// Diagnostics as `error name: what is wrong`.
fn told(diagnostics: &[wire::Diagnostic]) -> Vec<String> {
    let one = |found: &wire::Diagnostic| {
        let severity = found.severity().as_str_name().to_lowercase();
        let steps = found.attribute.iter().flat_map(|path| &path.steps);
        let at: String = steps
            .map(|step| match step.selector.as_ref().expect("a step says where to") {
                wire::attribute_path::step::Selector::AttributeName(name) => format!(" {name}"),
                wire::attribute_path::step::Selector::ElementKeyString(key) => format!(" {key}"),
                wire::attribute_path::step::Selector::ElementKeyInt(index) => format!(" {index}"),
            })
            .collect();
        format!("{severity}{at}: {}", found.summary)
    };
    diagnostics.iter().map(one).collect()
}

fn capabilities() -> Option<ClientCapabilities> {
    Some(ClientCapabilities { write_only_attributes_allowed: true, ..Default::default() })
}

fn thing(name: &str) -> Thing {
    Thing { name: name.into(), ..Thing::default() }
}

fn keyed(key: &str) -> Thing {
    Thing { key: key.into(), ..thing("one") }
}

fn part(of: &str) -> Part {
    Part { of: of.into(), ..Part::default() }
}
