mod promised;
mod reservation;
mod stock;
