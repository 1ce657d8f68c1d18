//! The console's own files.

use attache_server::http::ui::Ui;
use attache_testing::{Reply, Server, Settings};
use axum::{body::Body, http::Method};

fn built() -> Ui {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("index.html", "<!doctype html>"),
        ("app-0123456789abcdef.js", "main()"),
        ("app-0123456789abcdef.js.br", "(brotli)"),
        ("lonely.br", "not the form of anything"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Ui::in_folder(folder.path()).unwrap()
}

async fn navigate(server: &Server, path: &str) -> Reply {
    let request = server
        .anybody()
        .request(Method::GET, path)
        .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    server.anybody().send(request.body(Body::empty()).unwrap()).await
}

async fn get(server: &Server, path: &str, accept_encoding: &str) -> Reply {
    let request = server
        .anybody()
        .request(Method::GET, path)
        .header("accept-encoding", accept_encoding);
    server.anybody().send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_brotli_form_is_sent_to_browsers_that_accept_it() {
    let settings = Settings {
        ui: Some(built),
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    let script = "/app-0123456789abcdef.js";
    for accepted in ["br", "gzip, deflate, br, zstd", "gzip, br;q=0.5"] {
        let reply = get(&server, script, accepted).await;
        assert_eq!(reply.text(), "(brotli)", "{accepted}");
        assert_eq!(reply.header("content-encoding"), Some("br"));
        assert_eq!(
            reply.header("content-type"),
            Some("text/javascript; charset=utf-8")
        );
        assert_eq!(reply.header("vary"), Some("accept-encoding"));
    }
    for accepted in ["gzip", "identity", "br;q=0", ""] {
        let reply = get(&server, script, accepted).await;
        assert_eq!(reply.text(), "main()", "{accepted}");
        assert_eq!(reply.header("content-encoding"), None);
    }
    let page = get(&server, "/", "br").await;
    assert_eq!(
        (page.text().as_str(), page.header("content-encoding")),
        ("<!doctype html>", None)
    );
    let hidden = get(&server, "/app-0123456789abcdef.js.br", "br").await;
    assert_eq!(hidden.status, 404, "a brotli form has no address of its own");
}

#[tokio::test]
async fn any_address_of_a_page_can_be_reloaded_but_missing_files_are_missing() {
    let settings = Settings {
        ui: Some(built),
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    for path in ["/accounts", "/access/principals/ines.marchetti", "/a/b.c/d"] {
        assert_eq!(navigate(&server, path).await.text(), "<!doctype html>", "{path}");
    }
    assert_eq!(get(&server, "/app-fedcba9876543210.js", "br").await.status, 404);
    assert_eq!(navigate(&server, "/api/v1/nothing.html").await.status, 404);
}
