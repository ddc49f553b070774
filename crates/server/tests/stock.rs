//! The proof that stock stays right: clients at the same time over HTTP, retries under the same keys, servers that are
//! killed. `dev/prove-stock` runs it at full length; here it is short.

#![expect(clippy::unwrap_used, reason = "a proof stops at the first surprise")]

#[path = "stock/book.rs"]
mod book;
#[path = "stock/client.rs"]
mod client;
#[path = "stock/invariants.rs"]
mod invariants;
#[path = "stock/nodes.rs"]
mod nodes;
#[path = "stock/setting.rs"]
mod setting;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use nodes::Nodes;
use setting::{Length, Shop};
use testkit::on_each_database;

on_each_database! {
    async fn stock_stays_right_while_many_reserve_and_servers_are_killed(database: TestDatabase) {
        let length = Length::asked();
        let shop = Arc::new(Shop::open(database).await);
        let nodes = Arc::new(Nodes::start(&shop).await);
        let (over, began) = (Arc::new(AtomicBool::new(false)), Instant::now());
        let clients: Vec<_> = (0..length.clients)
            .map(|number| tokio::spawn(client::buy(number, Arc::clone(&nodes), Arc::clone(&over))))
            .collect();
        let readers: Vec<_> = (0..2).map(|_| tokio::spawn(invariants::watch(Arc::clone(&nodes), Arc::clone(&over)))).collect();
        let mut kills = 0;
        while kills < length.kills || began.elapsed() < length.time {
            assert!(began.elapsed() < length.at_most, "it takes too long: {kills} kills in {:?}", began.elapsed());
            if clients.iter().any(tokio::task::JoinHandle::is_finished) {
                // It has stopped at a surprise, which it tells below.
                break;
            }
            tokio::time::sleep(length.time / (length.kills + 1)).await;
            nodes.kill_and_restart(kills).await;
            kills += 1;
        }
        over.store(true, Ordering::Relaxed);
        let mut books = Vec::new();
        for client in clients {
            books.push(client.await.unwrap());
        }
        for reader in readers {
            reader.await.unwrap();
        }
        let book = book::Book::of(books);
        setting::say(&format!("{} clients, {kills} kills, {:?}: {book}", length.clients, began.elapsed()));
        // What was held for a moment only is over.
        tokio::time::sleep(Duration::from_secs(3)).await;
        invariants::hold(&shop, &nodes, &book).await;
        nodes.stop();
    }

    async fn ten_units_asked_by_many_buyers_go_to_exactly_ten(database: TestDatabase) {
        let length = Length::asked();
        let shop = Shop::open(database).await;
        let nodes = Arc::new(Nodes::start(&shop).await);
        for round in 0..length.rounds {
            client::ten_units(round, length.buyers, &nodes).await;
        }
        setting::say(&format!("{} rounds of {} buyers for ten units", length.rounds, length.buyers));
        assert_eq!(shop.store.inspect().await.unwrap(), []);
        nodes.stop();
    }
}
