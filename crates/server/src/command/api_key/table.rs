//! The list of keys.

use std::fmt::Write as _;

use domain::clock::Timestamp;
use persistence::ApiKey;

/// A line for each key, under a heading.
pub(super) fn of(keys: &[ApiKey], now: Timestamp) -> String {
    let mut text = String::new();
    line(
        &mut text,
        [
            "PREFIX",
            "ROLE",
            "STATE",
            "CREATED",
            "EXPIRES",
            "LAST USED",
            "NAME",
        ]
        .map(String::from),
    );
    for key in keys {
        let moment = |moment: Option<Timestamp>| {
            moment.map_or(String::from("-"), |moment| {
                moment.format("%Y-%m-%d %H:%M").to_string()
            })
        };
        line(
            &mut text,
            [
                key.prefix.clone(),
                grants(key),
                String::from(state(key, now)),
                moment(Some(key.created_at)),
                moment(key.expires_at),
                moment(key.last_used_at),
                key.name.clone(),
            ],
        );
    }
    text
}

fn line(text: &mut String, columns: [String; 7]) {
    let [prefix, role, state, created, expires, used, name] = columns;
    writeln!(
        text,
        "{prefix:<18}{role:<19}{state:<9}{created:<18}{expires:<18}{used:<18}{name}"
    )
    .expect("writing to a String does not fail");
}

/// Its role or its permissions, and the channels that it is bound to.
fn grants(key: &ApiKey) -> String {
    let role = key.role.to_string().replace(' ', ",");
    match &key.channels {
        Some(channels) => {
            let codes: Vec<&str> = channels.iter().map(|code| code.as_str()).collect();
            format!("{role} in {}", codes.join(","))
        }
        None => role,
    }
}

fn state(key: &ApiKey, now: Timestamp) -> &'static str {
    if key.revoked_at.is_some() {
        "revoked"
    } else if key.expires_at.is_some_and(|end| end <= now) {
        "expired"
    } else {
        "active"
    }
}
