//! Background tasks that fail are restarted and reported.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use attache_server::tasks::Tasks;
use tokio::{sync::watch, time};

#[tokio::test(start_paused = true)]
async fn a_task_that_panics_or_ends_is_restarted_and_reported_until_it_runs() {
    let tasks = Tasks::default();
    let (stop, stopping) = watch::channel(false);
    let starts = Arc::new(AtomicU64::new(0));
    let counted = starts.clone();
    let running = tasks.start("clock", stopping.clone(), move || {
        let nth = counted.fetch_add(1, Ordering::SeqCst);
        let mut stop = stopping.clone();
        async move {
            match nth {
                0 => panic!("on purpose"),
                1 => {}
                // An error means that the sender is gone, which also ends the task.
                _ => drop(stop.wait_for(|stop| *stop).await),
            }
        }
    });
    assert_eq!(tasks.down(), None);
    time::sleep(Duration::from_millis(500)).await;
    assert_eq!(tasks.down(), Some("clock"), "it panicked");
    time::sleep(Duration::from_secs(1)).await;
    assert_eq!(tasks.restarts(), [("clock", 2)], "and then it ended");
    time::sleep(Duration::from_secs(5)).await;
    assert_eq!(starts.load(Ordering::SeqCst), 3);
    assert_eq!(tasks.down(), Some("clock"), "it has not run for long");
    time::sleep(Duration::from_secs(10)).await;
    assert_eq!(tasks.down(), None);
    stop.send_replace(true);
    assert!(running.await.is_ok());
    assert_eq!(tasks.restarts(), [("clock", 2)]);
}
