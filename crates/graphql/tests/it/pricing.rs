mod history;
mod price;
mod price_list_write;
mod prices_set;
mod quote;
mod relative;
