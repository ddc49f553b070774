mod bound;
mod promised;
mod reservation;
mod stock;
