//! The server around GraphQL: health, names of requests, keys, limits, sockets.

mod auth;
mod caching;
mod cors;
mod federation;
mod health;
mod kept;
mod killed;
mod limits;
mod permissions;
mod persisted;
mod rate;
mod request_id;
mod routes;
mod saved_queries;
mod secrets;
mod shutdown;
mod token;
