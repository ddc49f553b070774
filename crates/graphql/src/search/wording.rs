//! What facets that no catalogue declares are called, in the languages that are searched by their own rules.

use domain::{inventory::StockStatus, locale::Locale};

/// The words of one language.
pub(super) struct Wording {
    language: &'static str,
    pub(super) brand: &'static str,
    pub(super) category: &'static str,
    pub(super) price: &'static str,
    pub(super) availability: &'static str,
    in_stock: &'static str,
    low_stock: &'static str,
    backorder: &'static str,
    out_of_stock: &'static str,
    untracked: &'static str,
}

impl Wording {
    /// The words for the first of these locales that there are words for; the English ones where there are none.
    pub(super) fn of(locales: &[Locale]) -> &'static Self {
        let known = |locale: &Locale| {
            let language = locale.as_str().split('-').next()?;
            WORDINGS.iter().find(|words| words.language == language)
        };
        locales.iter().find_map(known).unwrap_or(&WORDINGS[0])
    }

    pub(super) const fn of_status(&self, status: StockStatus) -> &'static str {
        match status {
            StockStatus::InStock => self.in_stock,
            StockStatus::LowStock => self.low_stock,
            StockStatus::Backorder => self.backorder,
            StockStatus::OutOfStock => self.out_of_stock,
            StockStatus::Untracked => self.untracked,
        }
    }
}

/// English first.
#[rustfmt::skip]
static WORDINGS: [Wording; 9] = [
    Wording { language: "en", brand: "Brand", category: "Category", price: "Price", availability: "Availability", in_stock: "In stock", low_stock: "Low stock", backorder: "On backorder", out_of_stock: "Out of stock", untracked: "Always available" },
    Wording { language: "da", brand: "Mærke", category: "Kategori", price: "Pris", availability: "Tilgængelighed", in_stock: "På lager", low_stock: "Få på lager", backorder: "I restordre", out_of_stock: "Udsolgt", untracked: "Altid tilgængelig" },
    Wording { language: "de", brand: "Marke", category: "Kategorie", price: "Preis", availability: "Verfügbarkeit", in_stock: "Auf Lager", low_stock: "Nur noch wenige", backorder: "Nachbestellt", out_of_stock: "Ausverkauft", untracked: "Immer verfügbar" },
    Wording { language: "es", brand: "Marca", category: "Categoría", price: "Precio", availability: "Disponibilidad", in_stock: "En stock", low_stock: "Pocas unidades", backorder: "Bajo pedido", out_of_stock: "Agotado", untracked: "Siempre disponible" },
    Wording { language: "fr", brand: "Marque", category: "Catégorie", price: "Prix", availability: "Disponibilité", in_stock: "En stock", low_stock: "Stock limité", backorder: "En réapprovisionnement", out_of_stock: "Épuisé", untracked: "Toujours disponible" },
    Wording { language: "it", brand: "Marca", category: "Categoria", price: "Prezzo", availability: "Disponibilità", in_stock: "Disponibile", low_stock: "Pochi pezzi", backorder: "In riassortimento", out_of_stock: "Esaurito", untracked: "Sempre disponibile" },
    Wording { language: "nl", brand: "Merk", category: "Categorie", price: "Prijs", availability: "Beschikbaarheid", in_stock: "Op voorraad", low_stock: "Beperkte voorraad", backorder: "In nabestelling", out_of_stock: "Uitverkocht", untracked: "Altijd beschikbaar" },
    Wording { language: "pt", brand: "Marca", category: "Categoria", price: "Preço", availability: "Disponibilidade", in_stock: "Em stock", low_stock: "Poucas unidades", backorder: "Por encomenda", out_of_stock: "Esgotado", untracked: "Sempre disponível" },
    Wording { language: "sv", brand: "Varumärke", category: "Kategori", price: "Pris", availability: "Tillgänglighet", in_stock: "I lager", low_stock: "Få kvar", backorder: "Restnoterad", out_of_stock: "Slutsåld", untracked: "Alltid tillgänglig" },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn locales(texts: &[&str]) -> Vec<Locale> {
        let locale = |text: &&str| Locale::parse(text).unwrap();
        texts.iter().map(locale).collect()
    }

    #[test]
    fn the_nearest_language_that_is_known_is_spoken() {
        assert_eq!(Wording::of(&locales(&["de-AT", "de"])).brand, "Marke");
        assert_eq!(Wording::of(&locales(&["ja", "fr-CA"])).price, "Prix");
        assert_eq!(Wording::of(&locales(&["ja"])).price, "Price");
        assert_eq!(
            Wording::of(&[]).of_status(StockStatus::OutOfStock),
            "Out of stock"
        );
    }
}
