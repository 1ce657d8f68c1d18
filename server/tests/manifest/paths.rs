use std::collections::HashSet;

use attache_server::exports::manifest::{PathAllocator, safe_segment};
use attache_wire::item::ContainerKind;
use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::HOSTILE_NAMES;

#[test]
fn unsafe_names_become_safe_and_stay_readable() {
    let table: Vec<_> = HOSTILE_NAMES
        .iter()
        .map(|name| format!("{name:?} -> {:?}", safe_segment(name)))
        .collect();
    insta::assert_snapshot!(table.join("\n"), @r#"
    "image.png" -> "image.png"
    "../../etc/passwd" -> "_etc_passwd"
    "..\\..\\windows\\win.ini" -> "_windows_win.ini"
    "C:\\boot.ini" -> "C_boot.ini"
    "/etc/shadow" -> "_etc_shadow"
    "CON" -> "CON_"
    "con.txt" -> "con_.txt"
    "Lpt1.tar.gz" -> "Lpt1_.tar.gz"
    "COM¹" -> "COM¹_"
    "=cmd()" -> "=cmd()"
    "=1+1,\"x\"" -> "=1+1,_x_"
    "@SUM(A1)" -> "@SUM(A1)"
    "+49 30 1234" -> "+49 30 1234"
    "-2.csv" -> "-2.csv"
    "\tindented" -> "_indented"
    "\r\nnew line" -> "_new line"
    "invoice\u{202e}fdp.exe" -> "invoicefdp.exe"
    "report.pdf." -> "report.pdf"
    "report.pdf " -> "report.pdf"
    "report ." -> "report"
    "" -> "unnamed"
    "." -> "unnamed"
    ".." -> "unnamed"
    "......" -> "unnamed"
    " " -> "unnamed"
    ".gitignore" -> ".gitignore"
    "a\"b\",c" -> "a_b_,c"
    "nul\0byte" -> "nul_byte"
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 Familie.jpg" -> "👩\u{200d}👩\u{200d}👧\u{200d}👦 Familie.jpg"
    "\u{200b}\u{feff}" -> "unnamed"
    "#);
}

#[test]
fn safe_names_stay_unchanged() {
    for name in [
        "image.png",
        "Übersicht (2) & 50%.pdf",
        "日本語.txt",
        ".gitignore",
        "_x_",
        "a__b",
        "console.log",
        "com10.txt",
        "communication.txt",
        "👩‍👩‍👧‍👦.jpg",
    ] {
        assert_eq!(safe_segment(name), name);
    }
    assert_eq!(safe_segment("u\u{308}ber.txt"), "über.txt");
    assert_eq!(safe_segment("why?.pdf"), "why_.pdf");
    assert_eq!(safe_segment("wait...what.png"), "wait.what.png");
}

#[test]
fn long_names_keep_their_extension_and_whole_characters() {
    let emojis = "🎉".repeat(300) + ".jpeg";
    let name = safe_segment(&emojis);
    assert_eq!(name, "🎉".repeat(62) + ".jpeg");
    let sentence = format!("Minutes. {}", "word ".repeat(80));
    assert_eq!(safe_segment(&sentence).len(), 255);
}

/// Allocates paths for these names in one room.
fn in_room(names: &[&str]) -> Vec<String> {
    let mut allocator = PathAllocator::default();
    names
        .iter()
        .map(|name| allocator.allocate(ContainerKind::Room, "General", name))
        .collect()
}

#[test]
fn conflicting_names_are_numbered_before_the_extension() {
    insta::assert_snapshot!(
        in_room(&[
            "image.png",
            "image.png",
            "IMAGE.PNG",
            "image (2).png",
            "image.png",
            "README",
            "readme",
            ".env",
            ".env",
            "Über.txt",
            "u\u{308}BER.TXT",
            "straße",
            "STRASSE",
            "Σίσυφος",
            "ΣΊΣΥΦΟΣ",
            "a\u{200D}b",
            "ab",
        ])
        .join("\n"),
        @r#"
    Rooms/General/image.png
    Rooms/General/image (2).png
    Rooms/General/IMAGE (3).PNG
    Rooms/General/image (2) (2).png
    Rooms/General/image (4).png
    Rooms/General/README
    Rooms/General/readme (2)
    Rooms/General/.env
    Rooms/General/.env (2)
    Rooms/General/Über.txt
    Rooms/General/üBER (2).TXT
    Rooms/General/straße
    Rooms/General/STRASSE (2)
    Rooms/General/Σίσυφος
    Rooms/General/ΣΊΣΥΦΟΣ (2)
    Rooms/General/a‍b
    Rooms/General/ab (2)
    "#
    );
}

#[test]
fn each_kind_and_container_has_its_own_folder() {
    let mut allocator = PathAllocator::default();
    let mut path = |kind, container| allocator.allocate(kind, container, "a.txt");
    assert_eq!(path(ContainerKind::Room, "x"), "Rooms/x/a.txt");
    assert_eq!(path(ContainerKind::Group, "x"), "Groups/x/a.txt");
    assert_eq!(path(ContainerKind::Direct, "x"), "Conversations/x/a.txt");
    assert_eq!(path(ContainerKind::Room, "../x"), "Rooms/_x/a.txt");
    assert_eq!(path(ContainerKind::Room, "X"), "Rooms/X/a (2).txt");
    assert_eq!(path(ContainerKind::Room, ""), "Rooms/unnamed/a.txt");
}

/// Would take hours if each allocation searched the numbers from the start.
#[test]
fn many_equal_names_are_as_fast_as_distinct_ones() {
    let mut allocator = PathAllocator::default();
    let mut last = String::new();
    for _ in 0..100_000 {
        last = allocator.allocate(ContainerKind::Room, "General", "image.png");
    }
    assert_eq!(last, "Rooms/General/image (100000).png");
}

/// Names that differ only in the part a suffix replaces share one counter.
#[test]
fn long_names_truncated_to_the_same_text_are_as_fast() {
    let mut allocator = PathAllocator::default();
    let mut seen = HashSet::new();
    for n in 0..50_000 {
        let name = format!("{}{:05}", "a".repeat(250), n % 25_000);
        let path = allocator.allocate(ContainerKind::Room, "General", &name);
        assert!(path.rsplit('/').next().unwrap().len() <= 255);
        assert!(seen.insert(path));
    }
}

fn assert_safe(segment: &str) {
    assert!((1..=255).contains(&segment.len()), "{segment:?}");
    assert!(is_nfc(segment), "{segment:?}");
    assert!(!segment.contains(".."), "{segment:?}");
    assert!(!segment.ends_with(['.', ' ']), "{segment:?}");
    let forbidden = |c: char| {
        c.is_control()
            || "/\\:*?\"<>|".contains(c)
            || ('\u{202A}'..='\u{202E}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
            || "\u{200E}\u{200F}\u{61C}".contains(c)
    };
    assert!(!segment.contains(forbidden), "{segment:?}");
    let base = segment.split('.').next().unwrap().trim_end().to_ascii_uppercase();
    assert!(
        !["CON", "PRN", "AUX", "NUL", "COM1", "LPT9"].contains(&&*base),
        "{segment:?}"
    );
}

/// Generates names from dangerous pieces.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(HOSTILE_NAMES.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec![
            ".", "..", " ", "/", "\\", ":", "a", "A", "é", "e\u{301}", "\u{202E}", "\u{200D}"
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        (1_usize..300).prop_map(|n| "x".repeat(n)),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_name_becomes_safe_in_one_pass(name in hostile()) {
        let safe = safe_segment(&name);
        assert_safe(&safe);
        prop_assert_eq!(safe_segment(&safe), safe);
    }

    #[test]
    fn any_names_get_paths_that_are_distinct_on_every_file_system(
        names in prop::collection::vec((hostile(), 0..3_usize, 1..4_usize), 1..12)
    ) {
        let mut allocator = PathAllocator::default();
        let mut again = PathAllocator::default();
        let mut seen = HashSet::new();
        for (name, kind, times) in &names {
            for _ in 0..*times {
                let path = allocator.allocate(ContainerKind::ALL[*kind], name, name);
                prop_assert_eq!(&again.allocate(ContainerKind::ALL[*kind], name, name), &path);
                prop_assert_eq!(path.split('/').count(), 3);
                path.split('/').for_each(assert_safe);
                let folded: String = path.to_uppercase().to_lowercase().nfd().collect();
                prop_assert!(seen.insert(folded), "{}", path);
            }
        }
    }
}
