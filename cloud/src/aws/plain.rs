//! Calls of services that have no client of the SDK here. EC2's crate takes four minutes of a core to compile, to 650 MB,
//! for the few calls on launch templates; S3 Control's and Cost Explorer's hold a hundred calls for the one or two that
//! are needed.
//!
//! A request goes through the SDK's own orchestrator all the same, so that it is signed, timed and told of as every
//! other is. It is sent once: repeating it is [`crate::wait::Running::call`]'s.

mod refusal;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_runtime::auth::sigv4::{self, SigV4AuthScheme};
use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_runtime::user_agent::{ApiMetadata, UserAgentInterceptor};
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::auth::{
    AuthSchemeOptionResolverParams, SharedAuthScheme, SharedAuthSchemeOptionResolver,
};
use aws_smithy_runtime_api::client::identity::SharedIdentityResolver;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::Layer;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SigningName;
use aws_types::region::{Region, SigningRegion};

pub(crate) use refusal::Refusal;

/// A service, where it is, and how it is spoken to.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// The service's name in signatures: `ec2`.
    pub(crate) name: &'static str,
    /// The region that requests are signed for.
    pub(crate) region: String,
    /// The URL that paths are appended to.
    pub(crate) endpoint: String,
    /// How it writes errors.
    pub(crate) dialect: Dialect,
}

/// How a service writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// XML (`query`, `ec2`, `rest-xml`).
    Xml,
    /// As [`Dialect::Xml`]; paths are signed as they are sent, and the body's digest is told in a header (S3's family).
    S3,
    /// JSON (`json`, `rest-json`).
    Json,
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The API operation.
    pub(crate) operation: &'static str,
    /// The HTTP method.
    pub(crate) method: &'static str,
    /// The path, which begins with a slash, and the query, both encoded.
    pub(crate) path: String,
    /// Headers beside those of every request.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The body.
    pub(crate) body: String,
}

/// Sends a request once; the body of the answer is text.
pub(super) async fn send(
    config: &SdkConfig,
    service: &Service,
    request: &Request,
) -> Result<String, SdkError<Refusal, HttpResponse>> {
    let dialect = service.dialect;
    let operation = Operation::builder()
        .service_name(service.name)
        .operation_name(request.operation)
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(&service.endpoint)
        .no_retry()
        .timeout_config(config.timeout_config().cloned().unwrap_or_else(TimeoutConfig::disabled))
        .runtime_plugin(signing(config, service).map_err(SdkError::construction_failure)?)
        .serializer(|request: Request| http(request))
        .deserializer(move |answer: &HttpResponse| read(dialect, answer));
    let operation = match config.http_client() {
        Some(client) => operation.http_client(client),
        None => operation,
    };
    operation.build().invoke(request.clone()).await
}

/// Whose signature requests get, and what else the SDK's clients bring: clock, timers, who is calling.
fn signing(config: &SdkConfig, service: &Service) -> Result<StaticRuntimePlugin, BoxError> {
    let s3 = service.dialect == Dialect::S3;
    let mut options = SigningOptions::default();
    options.double_uri_encode = !s3;
    options.normalize_uri_path = !s3;
    options.content_sha256_header = s3;
    let mut layer = Layer::new("plain");
    layer.store_put(SigV4OperationSigningConfig {
        region: Some(SigningRegion::from(Region::new(service.region.clone()))),
        region_set: None,
        name: Some(SigningName::from(service.name)),
        signing_options: options,
    });
    layer.store_put(AuthSchemeOptionResolverParams::new(()));
    layer.store_put(ApiMetadata::new(service.name, env!("CARGO_PKG_VERSION")));
    let credentials = config.credentials_provider().ok_or("no provider of credentials is configured")?;
    let resolver = StaticAuthSchemeOptionResolver::new(vec![sigv4::SCHEME_ID]);
    let mut components = RuntimeComponentsBuilder::new("plain")
        .with_auth_scheme(SharedAuthScheme::new(SigV4AuthScheme::new()))
        .with_auth_scheme_option_resolver(Some(SharedAuthSchemeOptionResolver::new(resolver)))
        .with_identity_cache(config.identity_cache())
        .with_sleep_impl(config.sleep_impl())
        .with_time_source(config.time_source())
        .with_interceptor(UserAgentInterceptor::new());
    components.set_identity_resolver(sigv4::SCHEME_ID, SharedIdentityResolver::new(credentials));
    Ok(StaticRuntimePlugin::new().with_config(layer.freeze()).with_runtime_components(components))
}

/// The request as HTTP; the orchestrator puts the endpoint before the path.
fn http(request: Request) -> Result<HttpRequest, BoxError> {
    let length = request.body.len();
    let mut http = HttpRequest::new(SdkBody::from(request.body));
    http.set_method(request.method)?;
    http.set_uri(request.path)?;
    for (name, value) in request.headers {
        http.headers_mut().try_insert(name, value)?;
    }
    if length > 0 {
        http.headers_mut().try_insert("content-length", length.to_string())?;
    }
    Ok(http)
}

fn read(dialect: Dialect, answer: &HttpResponse) -> Result<String, OrchestratorError<Refusal>> {
    let body = String::from_utf8_lossy(answer.body().bytes().unwrap_or_default());
    if answer.status().is_success() {
        return Ok(body.into_owned());
    }
    let told = match dialect {
        Dialect::Xml | Dialect::S3 => Refusal::of_xml(&body),
        Dialect::Json => Refusal::of_json(answer.headers().get("x-amzn-errortype"), &body),
    };
    Err(OrchestratorError::operation(told))
}

#[cfg(test)]
mod tests;
