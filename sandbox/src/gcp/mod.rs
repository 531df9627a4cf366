//! Google Cloud: REST services behind one port, gRPC services behind another, over the same state.

mod billing_budgets;
mod caller;
mod container;
mod document;
mod fields;
pub(crate) mod grpc;
mod iam_credentials;
mod ids;
mod int64;
mod listing;
mod oauth2;
pub(crate) mod port;
mod project;
mod proto;
mod refusal;
mod rest;
mod status;
pub(crate) mod storage;
mod time;
