//! A file store whose N-th read fails.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result, path::Path,
};

/// Which reads fail, counted from 1, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadFault {
    /// The first read that fails.
    pub first: u64,
    /// True if all later ones fail as well.
    pub lasts: bool,
    /// True if the file opens, and the error comes after its first half.
    pub halfway: bool,
}

/// A file store over another one.
#[derive(Debug)]
pub(crate) struct Faulty {
    pub(crate) objects: Arc<dyn ObjectStore>,
    pub(crate) fault: ReadFault,
    pub(crate) reads: Arc<AtomicU64>,
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "faulty {}", self.objects)
    }
}

fn error() -> Error {
    Error::Generic {
        store: "faulty",
        source: "an I/O error on purpose".into(),
    }
}

#[async_trait]
impl ObjectStore for Faulty {
    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let read = self.reads.fetch_add(1, Ordering::SeqCst) + 1;
        let fails = read == self.fault.first || (self.fault.lasts && read > self.fault.first);
        if fails && !self.fault.halfway {
            return Err(error());
        }
        let found = self.objects.get_opts(location, options).await?;
        if !fails {
            return Ok(found);
        }
        let (meta, range, attributes) = (found.meta.clone(), found.range.clone(), found.attributes.clone());
        let extensions = found.extensions.clone();
        let bytes = found.bytes().await?;
        let half = bytes.slice(..bytes.len() / 2);
        Ok(GetResult {
            payload: GetResultPayload::Stream(stream::iter([Ok(half), Err(error())]).boxed()),
            meta,
            range,
            attributes,
            extensions,
        })
    }

    async fn put_opts(&self, to: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.objects.put_opts(to, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        to: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.objects.put_multipart_opts(to, options).await
    }

    fn delete_stream(&self, paths: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.objects.delete_stream(paths)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.objects.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.objects.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.objects.copy_opts(from, to, options).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.objects.rename_opts(from, to, options).await
    }
}
