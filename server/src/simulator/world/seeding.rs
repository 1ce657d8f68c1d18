//! Streams a world into the database and the blob store.

use std::num::NonZero;

use futures::StreamExt as _;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload, path::Path};
use sha2::{Digest as _, Sha256};

use crate::{
    access::policy::managed::{POLICIES, PRINCIPALS},
    clock::DAY,
    simulator::world::{
        Outcome, Progress, SeedError, SeedOptions, SeedStage,
        containers::Building,
        files,
        fixtures::{ACCOUNTS, DOMAINS},
        people::Population,
        reset,
        shape::{DEFAULT_ATTACHMENTS, MAX_ATTACHMENTS, Shape},
        uploads::Uploads,
    },
    store::{
        self, Conn, Store,
        seed::{
            self as sql,
            rows::{AccountRow, BlobRow, DomainRow},
        },
    },
    workspace::blobs::Blobs,
};

/// Files that are generated or written at the same time, per core: writing a small one is mostly waiting.
const FILES_PER_CORE: usize = 8;
/// Rows per transaction.
const BATCH: usize = 2_500;

/// The `meta` key of the world's state.
const STATE: &str = "world";
const SEEDING: &str = "seeding";
const SEEDED: &str = "seeded";

/// Creates the world unless it exists. An unfinished world is deleted first. If a reset has ordered a world
/// ([`super::order_reset`]), that one is created instead of the one in `options`.
///
/// # Errors
/// When an option is out of bounds, or the database or the blob store fails.
pub async fn seed(
    store: &Store,
    blobs: &Blobs,
    options: &SeedOptions,
    mut progress: impl FnMut(Progress),
) -> Result<Outcome, SeedError> {
    let ordered = {
        let mut conn = store.read().await?;
        reset::ordered(&mut conn).await?
    };
    let is_reset = ordered.is_some();
    let options = &ordered.unwrap_or(*options);
    check(options)?;
    let shape = Shape::new(attachments(options));
    let start = options.start.as_millisecond();
    if !begin(store, blobs.objects(), options, is_reset).await? {
        return Ok(Outcome::AlreadySeeded);
    }
    let seed = options.seed;
    let files = make_files(store, blobs, seed, &shape, &mut progress).await?;
    make_accounts(store, start, is_reset).await?;

    let mut population = Population::new(seed, start, &shape);
    let total = shape.all_users();
    load(
        store,
        &mut population,
        sql::users,
        SeedStage::Users,
        total,
        &mut progress,
    )
    .await?;
    let people = population.into_people();

    let mut building = Building::new(seed, start, &shape, &people);
    let total = shape.all_places();
    load(
        store,
        &mut building,
        sql::containers,
        SeedStage::Conversations,
        total,
        &mut progress,
    )
    .await?;
    let places = building.into_places();

    let total = shape.attachments;
    let mut uploads = Uploads::new(seed, start, total, &people, &places, &files);
    load(
        store,
        &mut uploads,
        sql::uploads,
        SeedStage::Attachments,
        total,
        &mut progress,
    )
    .await?;
    finish(store, &mut progress).await?;
    Ok(Outcome::Seeded)
}

/// Returns the number of attachments of the world.
fn attachments(options: &SeedOptions) -> u32 {
    options.attachments.unwrap_or(DEFAULT_ATTACHMENTS)
}

/// Checks the options of a world.
///
/// # Errors
/// When an option is out of bounds.
pub fn check(options: &SeedOptions) -> Result<(), SeedError> {
    let attachments = attachments(options);
    if !(1..=MAX_ATTACHMENTS).contains(&attachments) {
        return Err(SeedError::Attachments(attachments));
    }
    let year = options.start.to_zoned(jiff::tz::TimeZone::UTC).year();
    match (1980..=2190).contains(&year) {
        true => Ok(()),
        false => Err(SeedError::Start(options.start)),
    }
}

/// Deletes the rest of an interrupted seeding, or the world that a reset replaces, and marks the world as begun.
/// Returns false if it is already complete. Leaves principals and policies alone on a reset.
async fn begin(
    store: &Store,
    blobs: &dyn ObjectStore,
    options: &SeedOptions,
    is_reset: bool,
) -> Result<bool, SeedError> {
    let mut tx = store.write().await?;
    let state = store::meta(&mut tx, STATE).await?;
    if state.as_deref() == Some(SEEDED) && !is_reset {
        return Ok(false);
    }
    let has_leftovers = state.is_some() || is_reset;
    if has_leftovers {
        sql::clear(&mut tx).await?;
    }
    if has_leftovers && !is_reset {
        sql::clear_access(&mut tx).await?;
    }
    store::set_meta(&mut tx, STATE, SEEDING).await?;
    reset::remember(&mut tx, options).await?;
    sql::indexes::suspend(&mut tx).await?;
    tx.commit().await?;
    if has_leftovers {
        for folder in Blobs::FOLDERS {
            let leftovers = blobs
                .list(Some(&Path::from(folder)))
                .map(|object| Ok(object?.location))
                .boxed();
            let mut deleted = blobs.delete_stream(leftovers);
            while let Some(path) = deleted.next().await {
                path?;
            }
        }
    }
    Ok(true)
}

/// Generates the files on all cores and stores them in order.
async fn make_files(
    store: &Store,
    blobs: &Blobs,
    seed: u64,
    shape: &Shape,
    progress: &mut impl FnMut(Progress),
) -> Result<Vec<BlobRow>, SeedError> {
    let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
    let mut made = futures::stream::iter(0..shape.files)
        .map(|number| make_file(blobs, seed, number))
        .buffered(cores * FILES_PER_CORE);
    let mut report = reporter(SeedStage::Files, shape.files, progress);
    let mut rows = Vec::new();
    while let Some(row) = made.next().await {
        rows.push(row?);
        report(1);
    }
    // Once for all of them, before the rows that promise them.
    blobs.sync().await?;
    let mut tx = store.write().await?;
    sql::blobs(&mut tx, &rows).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Generates a file and stores it, without syncing it to the disk.
async fn make_file(blobs: &Blobs, seed: u64, number: u32) -> Result<BlobRow, SeedError> {
    let generate =
        move || files::generate(seed, number).map(|bytes| (hex::encode(Sha256::digest(&bytes)), bytes));
    let (sha256, bytes) = tokio::task::spawn_blocking(generate).await??;
    let size_bytes = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    blobs
        .bulk()
        .put(&Blobs::path(&sha256), PutPayload::from(bytes))
        .await?;
    Ok(BlobRow { sha256, size_bytes })
}

async fn make_accounts(store: &Store, start: i64, is_reset: bool) -> Result<(), SeedError> {
    let ago = |days: u32| start - i64::from(days) * DAY;
    let accounts = ACCOUNTS.map(|account| AccountRow {
        id: account.id,
        name: account.name,
        account_type: account.account_type,
        created_at: ago(account.created_days_ago),
        retention: account.retention,
    });
    let domains = DOMAINS.map(|domain| DomainRow {
        id: domain.id,
        account_id: domain.account_id,
        name: domain.name,
        claimed_at: ago(domain.claimed_days_ago),
        verified_at: domain.verified_days_ago.map(ago),
    });
    let mut tx = store.write().await?;
    if !is_reset {
        sql::access(&mut tx, &POLICIES, &PRINCIPALS).await?;
    }
    sql::accounts(&mut tx, &accounts).await?;
    sql::domains(&mut tx, &domains).await?;
    tx.commit().await?;
    Ok(())
}

/// Recreates the indexes and then, as the last step, marks the world as complete.
async fn finish(store: &Store, progress: &mut impl FnMut(Progress)) -> Result<(), SeedError> {
    let mut tx = store.write().await?;
    let waiting = sql::indexes::suspended(&mut tx).await?;
    tx.commit().await?;
    let mut report = reporter(
        SeedStage::Indexes,
        u32::try_from(waiting.len()).unwrap_or(u32::MAX),
        progress,
    );
    for index in &waiting {
        let mut tx = store.write().await?;
        sql::indexes::restore(&mut tx, index).await?;
        tx.commit().await?;
        report(1);
    }
    let mut tx = store.write().await?;
    sql::indexes::analyze(&mut tx).await?;
    store::scope::bump_revision(&mut tx).await?;
    store::set_meta(&mut tx, STATE, SEEDED).await?;
    reset::done(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Inserts rows as they are generated, one batch per transaction.
async fn load<T>(
    store: &Store,
    rows: &mut impl Iterator<Item = T>,
    insert: impl AsyncFn(&mut Conn, &[T]) -> store::Result<()>,
    stage: SeedStage,
    total: u32,
    progress: &mut impl FnMut(Progress),
) -> Result<(), SeedError> {
    let mut report = reporter(stage, total, progress);
    loop {
        let batch: Vec<T> = rows.take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let mut tx = store.write().await?;
        insert(&mut tx, &batch).await?;
        tx.commit().await?;
        report(batch.len());
    }
}

/// Returns a function that adds to a stage's progress and reports it.
fn reporter(stage: SeedStage, total: u32, progress: &mut impl FnMut(Progress)) -> impl FnMut(usize) {
    let (mut done, total) = (0, u64::from(total));
    move |more| {
        done += more as u64;
        progress(Progress { stage, done, total });
    }
}
