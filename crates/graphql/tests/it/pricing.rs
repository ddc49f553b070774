mod price;
mod quote;
