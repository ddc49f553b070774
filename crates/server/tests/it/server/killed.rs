//! A server that is killed with work in hand: nothing that it has answered is lost, and nothing is done twice.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use testkit::on_each_database;

use crate::support::{program::Program, wire};

const ROUNDS: usize = 3;
const CLIENTS: usize = 4;
/// After so many answers a server is killed.
const ANSWERS: usize = 20;

/// Clients of one server, and what they were answered.
#[derive(Clone)]
struct Clients {
    address: String,
    key: String,
    next: Arc<AtomicUsize>,
    /// The id of the category that each change made.
    answered: Arc<Mutex<BTreeMap<usize, String>>>,
}

impl Clients {
    /// Makes a category under a key of its own. None: no whole answer came.
    fn send(&self, number: usize) -> Option<String> {
        let mutation = format!(
            r#"mutation {{ categoryCreate(input: {{ code: "c{number}", slug: "c{number}", name: "C" }}, idempotencyKey: "k{number}") {{ category {{ id }} userErrors {{ message }} }} }}"#
        );
        let answer = wire::ask(&self.address, &self.key, &mutation).ok()?;
        if answer.get("errors").is_some() {
            return None;
        }
        let id = answer["data"]["categoryCreate"]["category"]["id"].as_str();
        Some(
            id.unwrap_or_else(|| panic!("{number}: {answer:#}"))
                .to_owned(),
        )
    }

    /// Sends new changes until the server is gone.
    fn work(&self) {
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(id) = self.send(number) else { return };
            self.answered.lock().unwrap().insert(number, id);
        }
    }

    /// What was answered before is answered so again.
    fn again(&self) {
        let answered = self.answered.lock().unwrap().clone();
        for (number, id) in answered {
            assert_eq!(self.send(number), Some(id), "change {number}");
        }
    }
}

on_each_database! {
    async fn what_was_answered_outlives_kill_9(database: TestDatabase) {
        let program = Program::new()
            .set("VITRINE_DATABASE_URL", database.url())
            .set("VITRINE_LOG__FILTER", "error");
        let made = program.run(&["api-key", "create", "--role", "admin", "--name", "robot"]);
        let mut clients = Clients {
            address: String::new(),
            key: made.out.trim().to_owned(),
            next: Arc::default(),
            answered: Arc::default(),
        };
        for round in 1..=ROUNDS {
            let server = program.serve(&[]);
            clients.address.clone_from(&server.address);
            clients.again();
            let at_work: Vec<_> = (0..CLIENTS)
                .map(|_| {
                    let clients = clients.clone();
                    thread::spawn(move || clients.work())
                })
                .collect();
            while clients.answered.lock().unwrap().len() < round * ANSWERS {
                assert!(at_work.iter().any(|client| !client.is_finished()), "no client gets answers");
                thread::sleep(Duration::from_millis(1));
            }
            // SIGKILL, in the middle of the work.
            drop(server);
            for client in at_work {
                client.join().unwrap();
            }
        }

        let server = program.serve(&[]);
        clients.address.clone_from(&server.address);
        clients.again();
        // Those without an answer are sent again, as clients do. Each is made now, or was made before.
        let sent = clients.next.load(Ordering::Relaxed);
        for number in 0..sent {
            assert!(clients.send(number).is_some(), "change {number}");
        }
        for table in ["category", "audit WHERE kind = 'category'", "outbox WHERE kind = 'category'"] {
            let rows = database.column(&format!("SELECT COUNT(*) FROM {table}")).await;
            assert_eq!(rows, [sent.to_string()], "rows of {table}");
        }
        let versions = database.column("SELECT MAX(version) FROM category").await;
        assert_eq!(versions, ["1"]);
    }
}
