//! From where somebody asks.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};

/// The address at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// From where somebody asks, as far as it counts. It is personal data: it is written nowhere.
pub(crate) struct Address(String);

impl Address {
    /// The address that a request comes from: what the outermost of so many trusted proxies wrote into a header, else that of
    /// the connection. None: nobody knows.
    pub(super) fn of(
        headers: &HeaderMap,
        peer: Option<Peer>,
        trusted: Option<(&HeaderName, usize)>,
    ) -> Option<Self> {
        let told = trusted.and_then(|(name, proxies)| {
            let values = headers.get_all(name).iter();
            let texts = values.filter_map(|value| value.to_str().ok());
            let all: Vec<&str> = texts
                .flat_map(|text| text.split(','))
                .map(str::trim)
                .collect();
            let place = all.len().checked_sub(proxies)?;
            parsed(all.get(place)?)
        });
        let address = told.or_else(|| peer.map(|peer| peer.0.ip()))?;
        Some(Self(network(address)))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// With a port or without, as proxies write it.
fn parsed(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port)
}

/// The address; of the sixth version its network, since one client has all of that.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(
        trusted: Option<(&'static str, usize)>,
        headers: &[(&'static str, &str)],
        peer: &str,
    ) -> String {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        let peer = Peer(peer.parse().unwrap());
        let trusted = trusted.map(|(name, proxies)| (HeaderName::from_static(name), proxies));
        let trusted = trusted.as_ref().map(|(name, proxies)| (name, *proxies));
        Address::of(&headers, Some(peer), trusted).unwrap().0
    }

    #[test]
    fn a_header_is_believed_only_where_it_is_configured() {
        let forged = [("x-forwarded-for", "6.6.6.6, 9.9.9.9")];
        let proxied = Some(("x-forwarded-for", 1));
        assert_eq!(address(None, &forged, "1.2.3.4:5"), "1.2.3.4");
        // What the client itself wrote stands before what the proxy did.
        assert_eq!(address(proxied, &forged, "1.2.3.4:5"), "9.9.9.9");
        let two = Some(("x-forwarded-for", 2));
        assert_eq!(address(two, &forged, "1.2.3.4:5"), "6.6.6.6");
        assert_eq!(address(proxied, &[], "1.2.3.4:5"), "1.2.3.4");
        let nonsense = [("x-forwarded-for", "nonsense")];
        assert_eq!(address(proxied, &nonsense, "1.2.3.4:5"), "1.2.3.4");
    }

    #[test]
    fn addresses_of_one_network_are_one() {
        let long = "[2001:db8:1:2:3:4:5:6]:7";
        assert_eq!(address(None, &[], long), "2001:db8:1:2::");
        assert_eq!(address(None, &[], "[::ffff:1.2.3.4]:7"), "1.2.3.4");
        assert_eq!(parsed("[2001:db8::1]:80"), parsed("2001:db8::1"));
        assert_eq!(parsed("1.2.3.4:80"), parsed("1.2.3.4"));
    }
}
