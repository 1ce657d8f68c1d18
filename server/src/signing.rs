//! Links: pre-signed URLs of AWS Signature Version 4 in its query form, by S3's rules.
//!
//! [`Presigner`] writes the links of one export; [`PresignedQuery`] judges a request that follows one. Both
//! are pure: the time, the secret and the configured origin are handed in. The rules are those of the
//! "Authenticating Requests: Using Query Parameters" chapter of the S3 API reference; with the same key,
//! date and object a link is byte for byte what an S3 client library makes.
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
pub use verify::{Access, LinkRequest, PresignedQuery, TimelyQuery};

/// The only algorithm there is.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The region that links are signed for.
pub const REGION: &str = "us-east-1";

/// The service that links are signed for.
pub const SERVICE: &str = "s3";

/// The last part of every credential scope.
pub const TERMINAL: &str = "aws4_request";

/// The bucket that the attachments of every export seem to lie in: the first segment of a link's path.
pub const BUCKET: &str = "attachments";

/// What stands for the payload's hash where the payload is not signed.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The longest life that S3 allows a link, in seconds: a week.
pub const MAX_EXPIRES: u32 = 604_800;
