//! The manifest, read back with third-party parsers, and its suggested paths.

#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod formats;
mod paths;

/// Awkward and hostile names of files and rooms.
const HOSTILE_NAMES: [&str; 30] = [
    "image.png",
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "C:\\boot.ini",
    "/etc/shadow",
    "CON",
    "con.txt",
    "Lpt1.tar.gz",
    "COM¹",
    "=cmd()",
    "=1+1,\"x\"",
    "@SUM(A1)",
    "+49 30 1234",
    "-2.csv",
    "\tindented",
    "\r\nnew line",
    "invoice\u{202E}fdp.exe",
    "report.pdf.",
    "report.pdf ",
    "report .",
    "",
    ".",
    "..",
    "......",
    " ",
    ".gitignore",
    "a\"b\",c",
    "nul\0byte",
    "👩‍👩‍👧‍👦 Familie.jpg",
    "\u{200B}\u{FEFF}",
];
