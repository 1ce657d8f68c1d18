//! File names that break careless programs: each was made up to test one thing.

/// How often [`DUPLICATE`] occurs: people paste screenshots.
pub const DUPLICATES: u32 = 40;
/// The name that many files share.
pub const DUPLICATE: &str = "image.png";

/// What a name tests, which is the end of its attachment's id (`att-awkward-…`), and the name. Times follow the
/// order, so of two equal names the first is the older.
pub const NAMES: &[(&str, &str)] = &[
    ("traversal", "../../etc/passwd"),
    ("traversal-backslash", "..\\..\\Windows\\win.ini"),
    ("absolute", "/etc/shadow"),
    ("drive", "C:\\autoexec.bat"),
    ("drive-relative", "D:notes.txt"),
    ("dot", "."),
    ("dot-dot", ".."),
    ("hidden", ".env"),
    ("device", "CON"),
    ("device-extension", "nul.txt"),
    ("device-port", "com1.tar.gz"),
    ("device-superscript", "LPT¹"),
    ("formula", "=cmd()"),
    ("formula-pipe", "=cmd|' /C calc'!A0"),
    ("formula-plus", "+1+1.csv"),
    ("formula-minus", "-2+3.csv"),
    ("formula-at", "@SUM(A1:A9).xlsx"),
    ("formula-tab", "\t=1+1.csv"),
    ("formula-fullwidth", "＝1+1.csv"),
    ("option", "--help"),
    ("bidi", "invoice\u{202E}fdp.exe"),
    ("bidi-isolate", "\u{2067}rate sheet\u{2069}.xlsx"),
    ("zero-width", "in\u{200B}voice\u{FEFF}.pdf"),
    ("trailing-dot", "report."),
    ("trailing-space", "report.pdf "),
    ("only-space", " "),
    ("only-dots", "...."),
    ("script", "<script>alert(1)</script>.txt"),
    ("svg", "logo\" onload=\"alert(1).svg"),
    ("newline", "line\nbreak.txt"),
    ("header", "a\r\nSet-Cookie: session=stolen.txt"),
    ("bell", "bell\u{7}.txt"),
    ("escape", "\u{1B}[2Jclear.txt"),
    ("delete", "del\u{7F}ete.txt"),
    ("c1-control", "next\u{85}line.txt"),
    ("quotes", "\"quoted\", with comma.csv"),
    ("apostrophe", "driver's copy; signed.pdf"),
    ("reserved", "a<b>c:d\"e|f?g*h.txt"),
    ("percent", "100%25 done%2F%00.pdf"),
    ("query", "what?#now&then=1.pdf"),
    ("plus", "a+b c.pdf"),
    ("emoji", "📦🚚 loaded 👩🏽‍🔧.jpg"),
    ("cjk", "納品書_十一月分.pdf"),
    ("arabic", "إشعار التسليم.pdf"),
    ("cyrillic", "Накладная № 42.pdf"),
    ("thai", "ใบส่งของ.pdf"),
    ("german", "Straßenfracht Übergröße.pdf"),
    ("composed", "Caf\u{E9}.pdf"),
    ("decomposed", "Cafe\u{301}.pdf"),
    ("case-lower", "readme.txt"),
    ("case-upper", "README.TXT"),
    ("case-turkish", "İSTANBUL.txt"),
    ("twin-one", "report.pdf"),
    ("twin-two", "report.pdf"),
    ("twin-taken", "report (2).pdf"),
    ("no-extension", "LICENSE"),
    ("two-extensions", "photo.jpg.exe"),
    ("home", "~/.ssh/id_ed25519"),
    ("lock-file", "~$draft.docx"),
    ("streams", "notes.txt:hidden:$DATA"),
    (
        "long",
        "a-name-of-exactly-two-hundred-and-fifty-five-bytes-which-is-what-most-file-systems-allow-for-one-segment-of-a-\
         path-and-which-leaves-no-room-for-a-number-that-would-make-it-unique-when-another-file-has-the-very-same-name-\
         already-padding-padding-padding.pdf",
    ),
    (
        "long-twin",
        "a-name-of-exactly-two-hundred-and-fifty-five-bytes-which-is-what-most-file-systems-allow-for-one-segment-of-a-\
         path-and-which-leaves-no-room-for-a-number-that-would-make-it-unique-when-another-file-has-the-very-same-name-\
         already-padding-padding-padding.pdf",
    ),
    (
        "long-wide",
        "運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状運送状\
         運送状運送状運送状運送状運送状運送状運送状運送--.pdf",
    ),
];
