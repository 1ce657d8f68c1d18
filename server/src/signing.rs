//! Pre-signed URLs: AWS Signature Version 4 in query parameters, by S3's rules.
//!
//! [`Presigner`] creates the links of one export; [`PresignedQuery`] verifies a request that follows one. Both are
//! pure: the caller passes the time, the secret and the configured origin. The rules are those of the chapter
//! "Authenticating Requests: Using Query Parameters" in the S3 API reference. For the same key, date and object, a link
//! is byte-for-byte identical to the one an S3 client library creates.
//!
//! ```text
//! http://127.0.0.1:3000/attachments/{export}/{attachment}/{file name}
//!   ?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key id}%2F{date}%2Fus-east-1%2Fs3%2Faws4_request
//!   &X-Amz-Date={date and time}&X-Amz-Expires={seconds}&X-Amz-SignedHeaders=host&X-Amz-Signature={hex}
//! ```

mod amz_date;
mod blocks;
mod canonical;
mod encode;
mod endpoint;
mod key;
mod presigner;
mod refusal;
mod verify;

pub use amz_date::AmzDate;
pub use canonical::{CanonicalRequest, PathRule, canonical_path, header_value, query_string, string_to_sign};
pub use encode::{decode, encode, encode_path};
pub use endpoint::{Endpoint, EndpointError, host_of};
pub use key::{AccessKey, ENTROPY_BYTES, Secret, SigningKey};
pub use presigner::{Lifetime, Presigner, Terms};
pub use refusal::Refusal;
pub use verify::{Access, LinkRequest, PresignedQuery, TimelyQuery, object_key};

/// The only supported algorithm.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The region that links are signed for.
pub const REGION: &str = "us-east-1";

/// The service that links are signed for.
pub const SERVICE: &str = "s3";

/// The last part of every credential scope.
pub const TERMINAL: &str = "aws4_request";

/// The bucket that appears to hold the attachments of every export: the first segment of a link's path.
pub const BUCKET: &str = "attachments";

/// Placeholder for the payload's hash if the payload is not signed.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The longest lifetime that S3 allows for a link, in seconds: one week.
pub const MAX_EXPIRES: u32 = 604_800;
