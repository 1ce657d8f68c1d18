use std::collections::{HashMap, HashSet};

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
    "-2.csv" -> "_2.csv"
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
    assert_eq!(safe_segment("--output=x"), "_-output=x");
}

#[test]
fn long_names_keep_their_extension_and_whole_characters() {
    let emojis = "🎉".repeat(300) + ".jpeg";
    let name = safe_segment(&emojis);
    assert_eq!(name, "🎉".repeat(48) + ".jpeg");
    let sentence = format!("Minutes. {}", "word ".repeat(80));
    assert_eq!(safe_segment(&sentence).len(), 200);
    let archive = safe_segment(&format!("{}.tar.gz", "x".repeat(300)));
    assert_eq!(archive, format!("{}.tar.gz", "x".repeat(193)));
    // Cut, it would be a device of Windows.
    let device = safe_segment(&format!("con{}x", " ".repeat(200)));
    assert_eq!(device, "con_");
    assert_eq!(safe_segment(&format!(".{}x", " ".repeat(200))), "unnamed");
}

/// Allocates paths for these names in one room.
fn in_room(names: &[&str]) -> Vec<String> {
    let mut allocator = PathAllocator::default();
    names
        .iter()
        .map(|name| allocator.allocate(ContainerKind::Room, ("room-1", "General"), name))
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
            "STRAẞE",
            "Σίσυφος",
            "ΣΊΣΥΦΟΣ",
            "a\u{200D}b",
            "ab",
            "backup.tar.gz",
            "backup.tar.gz",
            "BACKUP.Tar.XZ",
            "backup.tar.xz",
            ".tar.gz",
            ".tar.gz",
            "release 1.2",
            "release 1.2",
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
    Rooms/General/STRAẞE (3)
    Rooms/General/Σίσυφος
    Rooms/General/ΣΊΣΥΦΟΣ (2)
    Rooms/General/a‍b
    Rooms/General/ab (2)
    Rooms/General/backup.tar.gz
    Rooms/General/backup (2).tar.gz
    Rooms/General/BACKUP.Tar.XZ
    Rooms/General/backup (2).tar.xz
    Rooms/General/.tar.gz
    Rooms/General/.tar (2).gz
    Rooms/General/release 1.2
    Rooms/General/release 1 (2).2
    "#
    );
}

#[test]
fn each_container_has_its_own_folder() {
    let mut allocator = PathAllocator::default();
    let mut nth = 0;
    let mut path = |kind, container| {
        nth += 1;
        allocator.allocate(kind, container, &format!("{nth}.txt"))
    };
    assert_eq!(path(ContainerKind::Room, ("r1", "x")), "Rooms/x/1.txt");
    assert_eq!(path(ContainerKind::Group, ("g1", "x")), "Groups/x/2.txt");
    assert_eq!(path(ContainerKind::Direct, ("d1", "x")), "Conversations/x/3.txt");
    assert_eq!(path(ContainerKind::Room, ("r2", "../x")), "Rooms/_x/4.txt");
    assert_eq!(path(ContainerKind::Room, ("r3", "X")), "Rooms/X (2)/5.txt");
    assert_eq!(path(ContainerKind::Room, ("r4", "x")), "Rooms/x (3)/6.txt");
    assert_eq!(path(ContainerKind::Room, ("r1", "x")), "Rooms/x/7.txt");
    assert_eq!(path(ContainerKind::Room, ("r5", "")), "Rooms/unnamed/8.txt");
    assert_eq!(path(ContainerKind::Room, ("r6", "v1.2")), "Rooms/v1.2/9.txt");
    assert_eq!(path(ContainerKind::Room, ("r7", "v1.2")), "Rooms/v1.2 (2)/10.txt");
}

#[test]
fn the_last_segment_is_unique_in_the_whole_export() {
    let mut allocator = PathAllocator::default();
    let mut path = |container| allocator.allocate(ContainerKind::Room, (container, container), "a.txt");
    assert_eq!(path("x"), "Rooms/x/a.txt");
    assert_eq!(path("y"), "Rooms/y/a (2).txt");
    assert_eq!(path("x"), "Rooms/x/a (3).txt");
}

/// A file system that ignores case folds it as Unicode says, in which one character can be two.
#[test]
fn names_that_differ_only_in_case_conflict_in_full_case_folding() {
    let text = |hex: &str| -> String {
        hex.split(' ')
            .map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap())
            .collect()
    };
    let table = include_str!("../data/full-case-folding.txt");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for row in rows {
        let fields: Vec<&str> = row.split("; ").collect();
        let names = [text(fields[0]), text(fields[2].trim_end_matches(';'))].map(|name| format!("x{name}x"));
        let paths = in_room(&[&names[0], &names[1]]);
        assert!(paths[1].ends_with(" (2)"), "{paths:?}");
        count += 1;
    }
    assert_eq!(count, 104);
}

#[test]
fn a_path_of_long_names_is_short_enough_for_windows() {
    let long = |c: &str| format!("{}.docx", c.repeat(300));
    for c in ["x", "ü", "語", "🎉"] {
        let mut allocator = PathAllocator::default();
        let mut folders = HashSet::new();
        for room in ["1", "2"] {
            let path = allocator.allocate(ContainerKind::Direct, (room, &long(c)), &long(c));
            assert_short(&path);
            assert!(path.ends_with(".docx"), "{path}");
            assert!(
                folders.insert(path.rsplit_once('/').unwrap().0.to_owned()),
                "{path}"
            );
        }
    }
}

/// Would take hours if each allocation searched the numbers from the start.
#[test]
fn many_equal_names_are_as_fast_as_distinct_ones() {
    let mut allocator = PathAllocator::default();
    let mut last = String::new();
    for nth in 0..100_000 {
        let room = format!("room-{}", nth / 4);
        last = allocator.allocate(ContainerKind::Room, (&room, "General"), "image.png");
    }
    assert_eq!(last, "Rooms/General (25000)/image (100000).png");
}

/// Names that differ only in the part a suffix replaces share one counter.
#[test]
fn long_names_truncated_to_the_same_text_are_as_fast() {
    let mut allocator = PathAllocator::default();
    let mut seen = HashSet::new();
    for n in 0..50_000 {
        let name = format!("{}{:05}", "a".repeat(195), n % 25_000);
        let path = allocator.allocate(ContainerKind::Room, ("room-1", "General"), &name);
        assert_short(&path);
        assert!(seen.insert(path));
    }
}

/// Asserts that a path can be written on any system, and a little appended to it.
fn assert_short(path: &str) {
    assert!(path.encode_utf16().count() <= 240, "{path:?}");
    let (_, name) = path.rsplit_once('/').unwrap();
    assert!(name.len() <= 200, "{name:?}");
}

fn assert_safe(segment: &str) {
    assert!((1..=255).contains(&segment.len()), "{segment:?}");
    assert!(!segment.starts_with('-'), "{segment:?}");
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
            ".", "..", " ", "/", "\\", ":", "a", "A", "é", "e\u{301}", "\u{202E}", "\u{200D}", "-", ".tar",
            ".gz", "ß", "ẞ", "ss", "con", "LPT9"
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        (1_usize..300).prop_map(|n| "x".repeat(n)),
        (1_usize..300).prop_map(|n| " ".repeat(n)),
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
        rooms in prop::collection::vec((hostile(), 0..3_usize), 3),
        names in prop::collection::vec((hostile(), 0..3_usize, 1..4_usize), 1..12)
    ) {
        let fold = |text: &str| -> String {
            text.to_lowercase().to_uppercase().to_lowercase().nfd().collect()
        };
        let mut allocator = PathAllocator::default();
        let mut again = PathAllocator::default();
        let mut seen = HashSet::new();
        let mut folders = HashMap::new();
        for (name, room, times) in &names {
            let kind = ContainerKind::ALL[rooms[*room].1];
            let id = room.to_string();
            let container = (id.as_str(), rooms[*room].0.as_str());
            for _ in 0..*times {
                let path = allocator.allocate(kind, container, name);
                prop_assert_eq!(&again.allocate(kind, container, name), &path);
                prop_assert_eq!(path.split('/').count(), 3);
                path.split('/').for_each(assert_safe);
                assert_short(&path);
                let (folder, name) = path.rsplit_once('/').unwrap();
                prop_assert!(seen.insert(fold(name)), "{}", path);
                prop_assert_eq!(folders.entry(fold(folder)).or_insert(*room), room, "{}", path);
            }
        }
    }
}
