use attache_server::signing::{
    AccessKey, AmzDate, ENTROPY_BYTES, Endpoint, EndpointError, Lifetime, SigningKey,
};

#[test]
fn an_endpoint_is_an_origin_in_canonical_spelling() {
    for (text, origin, authority) in [
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000", "127.0.0.1:3000"),
        (
            "HTTPS://Files.Example:443/",
            "https://files.example",
            "files.example",
        ),
        ("http://files.example:80", "http://files.example", "files.example"),
        (
            "https://files.example:80",
            "https://files.example:80",
            "files.example:80",
        ),
        ("http://[::1]:3000", "http://[::1]:3000", "[::1]:3000"),
        ("http://[::1]", "http://[::1]", "[::1]"),
    ] {
        let endpoint = Endpoint::parse(text).unwrap();
        assert_eq!((endpoint.origin(), endpoint.authority()), (origin, authority));
    }
    for (text, error) in [
        ("127.0.0.1:3000", EndpointError::Scheme),
        ("ftp://files.example", EndpointError::Scheme),
        ("http://", EndpointError::Host),
        ("http://:3000", EndpointError::Host),
        ("http://[::1", EndpointError::Host),
        ("http://a b", EndpointError::Host),
        ("http://files.example:0", EndpointError::Port),
        ("http://files.example:65536", EndpointError::Port),
        ("http://files.example:+80", EndpointError::Port),
        ("http://files.example:", EndpointError::Port),
        ("http://me@files.example", EndpointError::NotAnOrigin),
        ("http://files.example/x", EndpointError::NotAnOrigin),
        ("http://files.example?x", EndpointError::NotAnOrigin),
    ] {
        assert_eq!(Endpoint::parse(text), Err(error), "{text}");
    }
}

#[test]
fn an_authority_is_an_endpoints_only_with_the_same_host_and_port() {
    for (origin, sent, same) in [
        ("http://127.0.0.1:3000", "127.0.0.1:3000", true),
        ("http://127.0.0.1:3000", "127.0.0.1:99999", false),
        ("http://127.0.0.1:3000", "127.0.0.1:03000", false),
        ("http://127.0.0.1:3000", "127.0.0.1", false),
        ("http://127.0.0.1:3000", "127.0.0.1:3000:80", false),
        ("http://127.0.0.1:3000", "127.0.0.2:3000", false),
        ("http://files.example", "Files.Example", true),
        ("http://files.example", "files.example:80", true),
        ("http://files.example", "files.example:443", false),
        ("http://files.example", "files.example:", false),
        ("http://files.example", "files.example:80:80", false),
        ("https://files.example", "files.example", true),
        ("https://files.example", "files.example:443", true),
        ("https://files.example", "files.example:80", false),
        ("http://[::1]", "[::1]:80", true),
        ("http://[::1]", "[::1]", true),
        ("http://[::1]:3000", "[::1]", false),
    ] {
        let endpoint = Endpoint::parse(origin).unwrap();
        assert_eq!(endpoint.has_authority(sent), same, "{origin} {sent}");
    }
    assert_eq!(Endpoint::parse("HTTPS://a").unwrap().scheme(), "https");
}

#[test]
fn dates_have_exactly_one_format() {
    let date = AmzDate::parse("20260122T011000Z").unwrap();
    assert_eq!(date.unix_seconds(), 1_769_044_200);
    assert_eq!(AmzDate::from_unix(1_769_044_200), Some(date));
    for wrong in [
        "",
        "2026-01-22T01:10:00Z",
        "20260122T011000",
        "20260122T011000z",
        "20260122 011000Z",
        "20260230T011000Z",
        "20260122T241000Z",
        "20260122T011060Z",
        "+0260122T011000Z",
        "2026012２T01100Z",
    ] {
        assert_eq!(AmzDate::parse(wrong), None, "{wrong}");
    }
    assert_eq!(AmzDate::from_unix(i64::MAX), None);
    assert_eq!(AmzDate::from_unix(-100_000_000_000), None);
}

#[test]
fn lifetimes_are_at_most_a_week_and_debug_omits_secrets() {
    assert_eq!(Lifetime::from_seconds(518_400), Some(Lifetime::OF_EXPORTS));
    assert_eq!(Lifetime::from_seconds(0), None);
    assert_eq!(Lifetime::from_seconds(604_801), None);

    let key = AccessKey::from_entropy(&std::array::from_fn::<_, ENTROPY_BYTES, _>(|i| i as u8));
    assert_eq!(key.id, "ATABCDEFGHIJKLMNOPQR");
    assert_eq!(key.secret.reveal(), "EhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v");
    assert_eq!(
        format!("{key:?} {:?}", SigningKey::derive(&key.secret, "20260122")),
        "AccessKey { id: \"ATABCDEFGHIJKLMNOPQR\", secret: Secret(redacted) } SigningKey(redacted)"
    );
}
