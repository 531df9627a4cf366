use bytes::Bytes;
use http::Response;

/// A whole reply.
pub(crate) type Reply = Response<Bytes>;

/// What becomes of a request.
pub(crate) enum Answer {
    /// The reply is sent.
    Reply(Reply),
    /// The connection is closed with no answer.
    Drop,
}

impl Answer {
    /// The HTTP status, 0 when there is no answer.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Reply(reply) => reply.status().as_u16(),
            Self::Drop => 0,
        }
    }
}
