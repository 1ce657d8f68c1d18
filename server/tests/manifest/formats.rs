use attache_server::{
    exports::manifest::{COLUMNS, Manifest, Row, push_rfc3339},
    signing::{AccessKey, AmzDate, Endpoint, Lifetime, Presigner, Secret, Terms},
};
use attache_wire::{
    export::ManifestFormat,
    item::{ContainerKind, Rule},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::HOSTILE_NAMES;

const DELIVERED: i64 = 1_769_044_200;

fn presigner() -> Presigner {
    let key = AccessKey {
        id: "ATTESTKEY".into(),
        secret: Secret::new("not so secret"),
    };
    let terms = Terms {
        endpoint: &Endpoint::parse("http://127.0.0.1:3000").unwrap(),
        key: &key,
        signed_at: &AmzDate::from_unix(DELIVERED).unwrap(),
        lifetime: Lifetime::OF_EXPORTS,
    };
    Presigner::for_export(&terms, "exp-1")
}

fn render(format: ManifestFormat, rows: &[Row<'_>]) -> String {
    let mut manifest = Manifest::new(format, presigner(), (DELIVERED + 518_400) * 1000);
    let mut out = Vec::new();
    manifest.push_header(&mut out);
    for row in rows {
        manifest.push_row(row, &mut out);
    }
    String::from_utf8(out).unwrap()
}

fn row<'a>(file_name: &'a str, container_name: &'a str) -> Row<'a> {
    Row {
        attachment_id: "att-1",
        file_name,
        content_type: "image/png",
        size_bytes: 1_234,
        sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        uploader_email: "ana@juniper.example",
        container_kind: ContainerKind::Room,
        container_name,
        container_id: "room-1",
        room_creator_email: Some("ben@juniper.example"),
        message_id: "msg-1",
        uploaded_at: 1_750_000_000_250,
        rule: Rule::RoomCreatorManaged,
        path: "Rooms/General/a b.png",
    }
}

fn direct() -> Row<'static> {
    Row {
        attachment_id: "att-2",
        container_kind: ContainerKind::Direct,
        room_creator_email: None,
        rule: Rule::UploaderManaged,
        uploaded_at: 1_750_000_001_000,
        path: "Conversations/Ana, Ben/_cmd().csv",
        ..row("=cmd().csv", "Ana, Ben")
    }
}

#[test]
fn each_format_has_its_shape() {
    let rows = [row("a b.png", "General"), direct()];
    insta::assert_snapshot!(render(ManifestFormat::Csv, &rows), @r#"
    attachment_id,file_name,content_type,size_bytes,sha256,uploader_email,container_kind,container_name,container_id,room_creator_email,message_id,uploaded_at,rule,path,url,url_expires_at
    "att-1","a b.png","image/png","1234","e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","ana@juniper.example","room","General","room-1","ben@juniper.example","msg-1","2025-06-15T15:06:40.25Z","room-creator-managed","Rooms/General/a b.png","http://127.0.0.1:3000/attachments/exp-1/att-1/a%20b.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ATTESTKEY%2F20260122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260122T011000Z&X-Amz-Expires=518400&X-Amz-SignedHeaders=host&X-Amz-Signature=2275ccea7d3d7fed4282d766afc2e0c47257eb8e6d754b00176136c81eae5995","2026-01-28T01:10:00Z"
    "att-2","'=cmd().csv","image/png","1234","e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","ana@juniper.example","direct","Ana, Ben","room-1","","msg-1","2025-06-15T15:06:41Z","uploader-managed","Conversations/Ana, Ben/_cmd().csv","http://127.0.0.1:3000/attachments/exp-1/att-2/_cmd%28%29.csv?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ATTESTKEY%2F20260122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260122T011000Z&X-Amz-Expires=518400&X-Amz-SignedHeaders=host&X-Amz-Signature=571e47ffd5c0a76582df42f3596e8290895a727c7414443699f3fc4c2b8fc8ca","2026-01-28T01:10:00Z"
    "#);
    insta::assert_snapshot!(render(ManifestFormat::Txt, &rows), @r#"
    http://127.0.0.1:3000/attachments/exp-1/att-1/a%20b.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ATTESTKEY%2F20260122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260122T011000Z&X-Amz-Expires=518400&X-Amz-SignedHeaders=host&X-Amz-Signature=2275ccea7d3d7fed4282d766afc2e0c47257eb8e6d754b00176136c81eae5995
    http://127.0.0.1:3000/attachments/exp-1/att-2/_cmd%28%29.csv?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ATTESTKEY%2F20260122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260122T011000Z&X-Amz-Expires=518400&X-Amz-SignedHeaders=host&X-Amz-Signature=571e47ffd5c0a76582df42f3596e8290895a727c7414443699f3fc4c2b8fc8ca
    "#);
    insta::assert_snapshot!(render(ManifestFormat::Ndjson, &rows), @r#"
    {"attachmentId":"att-1","fileName":"a b.png","contentType":"image/png","sizeBytes":1234,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","uploaderEmail":"ana@juniper.example","containerKind":"room","containerName":"General","containerId":"room-1","roomCreatorEmail":"ben@juniper.example","messageId":"msg-1","uploadedAt":"2025-06-15T15:06:40.25Z","rule":"room-creator-managed","path":"Rooms/General/a b.png","url":"http://127.0.0.1:3000/attachments/exp-1/att-1/a%20b.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ATTESTKEY%2F20260122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260122T011000Z&X-Amz-Expires=518400&X-Amz-SignedHeaders=host&X-Amz-Signature=2275ccea7d3d7fed4282d766afc2e0c47257eb8e6d754b00176136c81eae5995","urlExpiresAt":"2026-01-28T01:10:00Z"}
    {"attachmentId":"att-2","fileName":"=cmd().csv","contentType":"image/png","sizeBytes":1234,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","uploaderEmail":"ana@juniper.example","containerKind":"direct","containerName":"Ana, Ben","containerId":"room-1","roomCreatorEmail":null,"messageId":"msg-1","uploadedAt":"2025-06-15T15:06:41Z","rule":"uploader-managed","path":"Conversations/Ana, Ben/_cmd().csv","url":"http://127.0.0.1:3000/attachments/exp-1/att-2/_cmd%28%29.csv?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ATTESTKEY%2F20260122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260122T011000Z&X-Amz-Expires=518400&X-Amz-SignedHeaders=host&X-Amz-Signature=571e47ffd5c0a76582df42f3596e8290895a727c7414443699f3fc4c2b8fc8ca","urlExpiresAt":"2026-01-28T01:10:00Z"}
    "#);
}

#[test]
fn an_empty_manifest_has_only_the_csv_header() {
    assert_eq!(render(ManifestFormat::Csv, &[]), COLUMNS.join(",") + "\r\n");
    assert_eq!(render(ManifestFormat::Txt, &[]), "");
    assert_eq!(render(ManifestFormat::Ndjson, &[]), "");
}

/// Returns true if a spreadsheet would evaluate this cell.
fn is_formula(cell: &str) -> bool {
    let shown = cell.trim_start_matches(|c: char| c == '"' || c.is_whitespace() || c.is_control());
    shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Returns the cell text that stops a spreadsheet from evaluating any part of it as a formula.
fn defused(text: &str) -> String {
    let mut defused = String::new();
    if text.starts_with(['\t', '\r', '\n']) {
        defused.push('\'');
    }
    for part in text.split_inclusive([';', '\t', '\r', '\n']) {
        let start = match is_formula(part) {
            true => part.find(['=', '+', '-', '@', '＝', '＋', '－', '＠']).unwrap(),
            false => part.len(),
        };
        defused += &part[..start];
        if start < part.len() {
            defused.push('\'');
        }
        defused += &part[start..];
    }
    defused
}

/// Asserts that no cell is a formula, whichever character a reader splits rows at and whether or not it knows quotes.
fn assert_defused(row: &Row<'_>) {
    let csv = render(ManifestFormat::Csv, &[*row]);
    for (delimiter, quoting) in [
        (b',', true),
        (b';', true),
        (b';', false),
        (b'\t', true),
        (b'\t', false),
    ] {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .quoting(quoting)
            .flexible(true)
            .from_reader(csv.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!is_formula(cell), "{cell:?} in {csv}");
            }
        }
    }
}

fn assert_round_trip(row: &Row<'_>) {
    let csv = render(ManifestFormat::Csv, &[*row, *row]);
    assert!(csv.ends_with("Z\"\r\n"));
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap(), &COLUMNS.to_vec());
    let url = render(ManifestFormat::Txt, &[*row]);
    let url = url.strip_suffix('\n').unwrap();
    let mut time = Vec::new();
    push_rfc3339(row.uploaded_at, &mut time);
    let time = String::from_utf8(time).unwrap();
    let expected = [
        row.attachment_id,
        row.file_name,
        row.content_type,
        "1234",
        row.sha256,
        row.uploader_email,
        "room",
        row.container_name,
        row.container_id,
        row.room_creator_email.unwrap(),
        row.message_id,
        &time,
        "room-creator-managed",
        row.path,
        url,
        "2026-01-28T01:10:00Z",
    ];
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 2);
    for record in &records {
        let cells: Vec<_> = record.iter().map(str::to_owned).collect();
        assert_eq!(cells, expected.map(defused));
    }

    assert_defused(row);

    let ndjson = render(ManifestFormat::Ndjson, &[*row]);
    let line_ends = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    assert_eq!(ndjson.find(line_ends), Some(ndjson.len() - 1));
    let value: Value = serde_json::from_str(&ndjson).unwrap();
    assert_eq!(
        value,
        json!({
            "attachmentId": row.attachment_id, "fileName": row.file_name, "contentType": row.content_type,
            "sizeBytes": 1234, "sha256": row.sha256, "uploaderEmail": row.uploader_email,
            "containerKind": "room", "containerName": row.container_name, "containerId": row.container_id,
            "roomCreatorEmail": row.room_creator_email, "messageId": row.message_id, "uploadedAt": time,
            "rule": "room-creator-managed", "path": row.path, "url": url,
            "urlExpiresAt": "2026-01-28T01:10:00Z",
        })
    );
}

#[test]
fn hostile_names_survive_every_format() {
    for name in HOSTILE_NAMES {
        assert_round_trip(&row(name, name));
    }
}

#[test]
fn a_formula_is_defused_wherever_a_cell_could_begin() {
    for (name, expected) in [
        ("a;=1+1;b.csv", "a;'=1+1;b.csv"),
        ("Room; =1+1", "Room; '=1+1"),
        ("a;;\t @b", "a;;\t '@b"),
        ("＝1", "'＝1"),
        ("a\r\n－1", "a\r\n'－1"),
        (" +1", " '+1"),
        ("x;\"=1\"", "x;\"'=1\""),
        ("\t=1", "'\t'=1"),
        ("1-2=3; a@b", "1-2=3; a@b"),
    ] {
        let csv = render(ManifestFormat::Csv, &[row(name, name)]);
        let record = csv::Reader::from_reader(csv.as_bytes())
            .records()
            .next()
            .unwrap()
            .unwrap();
        assert_eq!((&record[1], &record[7]), (expected, expected), "{name:?}");
    }
}

#[test]
fn no_line_of_ndjson_ends_early() {
    let text = render(
        ManifestFormat::Ndjson,
        &[row("a\u{85}b\u{2028}c\u{2029}Âé", "“x”")],
    );
    assert!(text.contains(r#""fileName":"a\u0085b\u2028c\u2029Âé""#), "{text}");
    assert!(text.contains(r#""containerName":"“x”""#), "{text}");
}

#[test]
fn an_object_key_ends_with_the_saved_name() {
    let url = render(ManifestFormat::Txt, &[direct()]);
    assert!(url.starts_with("http://127.0.0.1:3000/attachments/exp-1/att-2/_cmd%28%29.csv?X-Amz-Algorithm="));
}

proptest! {
    #[test]
    fn any_text_survives_every_format(
        file_name in any::<String>(),
        container_name in any::<String>(),
        content_type in "[=+@\t\r\n\",a-z/-]{0,12}",
        room in "[=＋a; \t\r\n\"',\u{0}\u{85}\u{2028}\u{2029}]{0,12}",
        size in any::<u64>(),
    ) {
        assert_round_trip(&Row { content_type: &content_type, ..row(&file_name, &container_name) });
        assert_round_trip(&row(&room, &room));
        let sized = render(ManifestFormat::Csv, &[Row { size_bytes: size, ..row("a", "b") }]);
        let cell = format!(",\"{size}\",");
        prop_assert!(sized.contains(&cell));
    }

    #[test]
    fn times_have_the_same_format_as_everywhere_else(at in 0_i64..253_370_764_799_000) {
        let mut out = Vec::new();
        push_rfc3339(at, &mut out);
        let text = attache_server::clock::rfc3339(at);
        prop_assert_eq!(std::str::from_utf8(&out).unwrap(), text.as_str());
    }
}

#[test]
fn times_are_clamped_to_the_supported_years() {
    let text = |at| {
        let mut out = Vec::new();
        push_rfc3339(at, &mut out);
        String::from_utf8(out).unwrap()
    };
    assert_eq!(text(i64::MIN), "0000-01-01T00:00:00Z");
    assert_eq!(text(-1), "1969-12-31T23:59:59.999Z");
    assert_eq!(text(951_827_696_500), "2000-02-29T12:34:56.5Z");
    assert_eq!(text(i64::MAX), "9999-12-31T23:59:59.999Z");
}
