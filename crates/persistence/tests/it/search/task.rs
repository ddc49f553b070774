//! Tasks for the holder of an index.

use persistence::search::{SearchTask, SearchTaskKind, SearchTaskState};
use testkit::on_each_database;

on_each_database! {
    async fn a_task_is_found_by_its_index_until_it_is_done(database: TestDatabase) {
        let store = database.store().await;
        assert_eq!(store.search_task_next("mine").await.unwrap(), None);
        let task = store.search_task_queue("mine", SearchTaskKind::Repair).await.unwrap();
        store.search_task_queue("another", SearchTaskKind::Reindex).await.unwrap();
        assert_eq!(store.search_task_next("mine").await.unwrap(), Some(task.clone()));
        let running = SearchTask { state: SearchTaskState::Running, done: 3, total: Some(9), ..task };
        store.search_task_tell(&running).await.unwrap();
        assert_eq!(store.search_task_next("mine").await.unwrap(), Some(running.clone()));
        let done = SearchTask {
            state: SearchTaskState::Done,
            answer: Some(String::from("nothing differs")),
            ..running
        };
        store.search_task_tell(&done).await.unwrap();
        assert_eq!(store.search_task_next("mine").await.unwrap(), None);
        assert_eq!(store.search_task(done.id).await.unwrap(), Some(done));
    }
}
