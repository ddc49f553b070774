//! Imports of texts and what they did.

use std::io::Write;

use feed::{
    Import, Options, Report,
    import::{Input, Silent},
    record::Kind,
};
use persistence::{Actor, Store};

/// A small shop that the other lines of a test can build on.
pub(crate) const SHOP: &str = r#"{"type":"location","code":"berlin","name":"Berlin","country":"DE"}
{"type":"customerGroup","code":"b2b","name":"Resellers"}
{"type":"channel","code":"de","name":"Germany","currencies":["EUR"],"defaultCurrency":"EUR","locales":["de"],"defaultLocale":"de","country":"DE","pricesIncludeTax":true,"taxRates":{"AT":{"standard":"0.2"},"reduced":"0.07","standard":"0.19"},"taxClassNames":{"reduced":"Books"},"locations":["berlin"]}
{"type":"priceList","code":"b2b-eur","name":"Resellers","currency":"EUR","priority":10,"customerGroups":["b2b"],"unitPrecision":4,"relativeTo":{"percentage":"-12.5","rounding":{"step":"0.0500","ending":"0.0400","mode":"UP"},"compareAt":"PARENT","overrides":[{"category":"lamps","percentage":"5"},{"brand":"Lumo","amount":"-1.5"}]}}
{"type":"attribute","code":"colour","name":"Colour","valueType":"ENUM","list":true,"filterable":true,"values":[{"code":"black","name":"Black","translations":{"de":{"name":"Schwarz"}}},{"code":"red","name":"Red"}]}
{"type":"attribute","code":"weight","name":"Weight","valueType":"NUMBER","unit":"kg","filterable":true}
{"type":"attribute","code":"care","name":"Care","valueType":"TEXT","searchable":true}
{"type":"category","code":"home","slug":"home","name":"Home","translations":{"de":{"name":"Wohnen","slug":"wohnen"}}}
{"type":"category","code":"lamps","slug":"lamps","name":"Lamps","parent":"home","position":1}
{"type":"product","code":"lamp","slug":"lamp","name":"Lamp","description":"It shines.","brand":"Lumo","channels":[{"code":"de"}],"categories":["lamps"],"attributes":{"care":"Dust it.","colour":["black","red"]},"options":["Size"],"media":[{"url":"https://media.example/lamp.jpg","alt":"A lamp","kind":"IMAGE"}],"variants":[{"sku":"lamp-s","options":{"Size":"S"},"attributes":{"weight":1.5},"lowStockThreshold":3,"quantityRule":{"minimum":2,"maximum":60,"increment":2},"prices":[{"amount":"49.95","currency":"EUR","compareAt":"59.95"},{"amount":"39.1234","currency":"EUR","minQuantity":10,"priceList":"b2b-eur"}],"stock":[{"location":"berlin","onHand":12,"safetyStock":1,"incoming":{"quantity":40,"expectedOn":"2026-12-01"}}]},{"sku":"lamp-l","barcode":"2912345678908","options":{"Size":"L"},"trackInventory":false,"prices":[{"amount":"89.00","currency":"EUR"}]}],"translations":{"de":{"name":"Lampe","slug":"lampe","attributes":{"care":"Abstauben."},"options":{"Size":{"name":"Größe","values":{"L":"Groß"}}}}}}
"#;

pub(crate) fn text(name: &str, content: impl Into<Vec<u8>>) -> Input {
    Input::Stream {
        name: name.to_owned(),
        reader: Box::new(std::io::Cursor::new(content.into())),
    }
}

pub(crate) async fn import_with(store: &Store, options: Options, inputs: Vec<Input>) -> Report {
    let actor = Actor::command_line();
    let import = Import {
        store,
        actor: &actor,
        options,
        progress: Silent,
    };
    import
        .run(inputs)
        .await
        .expect("the import reaches an outcome")
}

pub(crate) async fn import(store: &Store, content: &str) -> Report {
    import_with(store, Options::default(), vec![text("feed", content)]).await
}

/// An import that must succeed whole.
pub(crate) async fn load(store: &Store, content: &str) -> Report {
    let report = import(store, content).await;
    assert_eq!(issues(&report), Vec::<String>::new());
    assert!(report.applied);
    report
}

pub(crate) fn issues(report: &Report) -> Vec<String> {
    report.issues.iter().map(ToString::to_string).collect()
}

/// `created updated unchanged refused` of a kind.
pub(crate) fn counts(report: &Report, kind: Kind) -> [u64; 4] {
    let counts = report.counts.get(&kind).copied().unwrap_or_default();
    [
        counts.created,
        counts.updated,
        counts.unchanged,
        counts.refused,
    ]
}

pub(crate) async fn exported(store: &Store) -> String {
    let mut out = Vec::new();
    feed::export(store, &mut out, &Silent)
        .await
        .expect("the export succeeds");
    String::from_utf8(out).expect("an export is UTF-8")
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}
