mod reservation;
mod stock;
