//! Jobs: each is done by one process, and its end stands or falls with what it did.

use domain::job::{JobKind, JobState};
use persistence::{Actor, Ended, JobEnd, JobIssue, JobProgress, NewJob, Store};
use testkit::on_each_database;
use uuid::Uuid;

async fn asked(store: &Store, input: Option<Uuid>) -> Uuid {
    let mut transaction = store.begin(&Actor::api_key("me")).await.unwrap();
    let new = NewJob {
        kind: JobKind::Import,
        request: String::from("{}"),
        input,
    };
    let id = transaction.create_job(new).await.unwrap();
    transaction.commit().await.unwrap();
    id
}

fn done(issues: Vec<JobIssue>) -> JobEnd {
    JobEnd {
        state: JobState::Done,
        progress: None,
        report: Some(String::from("{}")),
        error: None,
        issues,
        output: None,
    }
}

fn issue(line: i64) -> JobIssue {
    JobIssue {
        line,
        kind: Some(String::from("product")),
        key: None,
        field: String::from("name"),
        message: String::from("No."),
    }
}

on_each_database! {
    async fn jobs_are_taken_once_the_oldest_first(database: TestDatabase) {
        let store = database.store().await;
        assert!(!store.has_jobs().await.unwrap());
        let (first, second) = (asked(&store, None).await, asked(&store, None).await);
        let taken = store.claim_job("a").await.unwrap().unwrap();
        assert_eq!((taken.id, taken.state, taken.attempts, taken.actor.as_str()), (first, JobState::Running, 1, "key:me"));
        assert_eq!(store.claim_job("a").await.unwrap().unwrap().id, second);
        assert_eq!(store.claim_job("a").await.unwrap(), None);
        let progress = JobProgress { stage: Some(String::from("READING")), done: 7, total: None };
        assert!(store.note_job(first, "a", &progress).await.unwrap());
        assert_eq!(store.jobs().find(first).await.unwrap().unwrap().progress, progress);
    }

    async fn who_has_lost_a_job_can_no_longer_end_it(database: TestDatabase) {
        let store = database.store().await;
        let id = asked(&store, None).await;
        store.claim_job("a").await.unwrap().unwrap();
        // The next holder begins what the one before did not end.
        assert_eq!(store.claim_job("b").await.unwrap().unwrap().attempts, 2);
        let progress = JobProgress { stage: Some(String::from("READING")), done: 7, total: None };
        assert!(store.note_job(id, "b", &progress).await.unwrap());
        assert!(!store.note_job(id, "a", &JobProgress::default()).await.unwrap());
        assert_eq!(store.end_job(id, "a", done(Vec::new())).await.unwrap(), Ended::Lost);
        store.release_job(id, "a", true).await.unwrap();
        assert_eq!(store.jobs().find(id).await.unwrap().unwrap().state, JobState::Running);
        assert_eq!(store.end_job(id, "b", done(vec![issue(2), issue(5)])).await.unwrap(), Ended::Noted);
        let lines: Vec<i64> = store.jobs().issues(id, 0, 10).await.unwrap().iter().map(|issue| issue.line).collect();
        assert_eq!(lines, [2, 5]);
        assert_eq!(store.jobs().find(id).await.unwrap().unwrap().progress, progress);
        assert_eq!(store.jobs().issues(id, 1, 1).await.unwrap(), [issue(5)]);
        assert_eq!(store.end_job(id, "b", done(Vec::new())).await.unwrap(), Ended::Lost);
    }

    async fn a_cancelled_job_takes_what_it_did_with_it(database: TestDatabase) {
        let store = database.store().await;
        let file = store.blob_begin().await.unwrap();
        store.blob_append(file, 0, vec![1, 2]).await.unwrap();
        let id = asked(&store, Some(file)).await;
        store.claim_job("a").await.unwrap().unwrap();
        store.blob_delete_unused(file).await.unwrap();
        assert_eq!(store.blob_size(file).await.unwrap(), Some(2), "the job needs it");
        let mut transaction = store.begin(&Actor::api_key("me")).await.unwrap();
        transaction.cancel_job(id).await.unwrap();
        assert!(transaction.cancel_job(Uuid::nil()).await.is_err());
        transaction.commit().await.unwrap();
        assert_eq!(store.end_job(id, "a", done(vec![issue(1)])).await.unwrap(), Ended::Lost);
        assert_eq!(store.jobs().find(id).await.unwrap().unwrap().state, JobState::Cancelled);
        assert_eq!(store.jobs().issues(id, 0, 10).await.unwrap(), []);
        assert_eq!(store.blob_chunk(file, 0).await.unwrap(), None);
    }

    async fn what_is_old_is_forgotten(database: TestDatabase) {
        let store = database.store().await;
        let (used, unused) = (store.blob_begin().await.unwrap(), store.blob_begin().await.unwrap());
        store.blob_append(used, 0, vec![7; 10]).await.unwrap();
        let id = asked(&store, None).await;
        store.claim_job("a").await.unwrap().unwrap();
        let end = JobEnd { output: Some((used, String::from("secret"))), ..done(Vec::new()) };
        assert_eq!(store.end_job(id, "a", end).await.unwrap(), Ended::Noted);
        assert_eq!(store.download("secret").await.unwrap(), Some((used, 10)));
        assert_eq!(store.download("Secret").await.unwrap(), None);
        let later = database.now() + chrono::TimeDelta::seconds(1);
        assert_eq!(store.sweep_blobs(database.now()).await.unwrap(), 0);
        assert_eq!(store.sweep_blobs(later).await.unwrap(), 1);
        assert_eq!(store.blob_size(unused).await.unwrap(), None);
        store.sweep_downloads(later).await.unwrap();
        assert_eq!(store.download("secret").await.unwrap(), None);
        assert_eq!(store.blob_size(used).await.unwrap(), None);
        assert_eq!(store.sweep_jobs(later).await.unwrap(), 1);
        assert_eq!(store.jobs().find(id).await.unwrap(), None);
    }
}
