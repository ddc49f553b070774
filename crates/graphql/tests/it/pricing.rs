mod price;
mod quote;
mod relative;
