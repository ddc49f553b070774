//! The server around GraphQL: health, names of requests, keys, limits, sockets.

mod auth;
mod federation;
mod health;
mod killed;
mod limits;
mod permissions;
mod request_id;
mod routes;
mod saved_queries;
mod shutdown;
