//! Formats of the log as a file: CSV for spreadsheets, NDJSON of the records for programs.

use attache_wire::audit::AuditEvent;

use crate::{
    csv::{push_cell, push_plain_cell},
    ndjson::push_json,
};

/// The columns of the CSV, in order. They are part of the API contract.
pub const COLUMNS: [&str; 12] = [
    "sequence",
    "event_time",
    "event_source",
    "event_name",
    "principal_id",
    "principal_name",
    "outcome",
    "error_code",
    "source_ip_address",
    "account_id",
    "event_id",
    "record",
];

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8, CRLF, safe to open in a spreadsheet.
    Csv,
    /// One record per line.
    Ndjson,
}

impl Format {
    /// Returns the format with this file name extension.
    pub fn parse(extension: &str) -> Option<Self> {
        match extension {
            "csv" => Some(Self::Csv),
            "ndjson" => Some(Self::Ndjson),
            _ => None,
        }
    }

    /// Returns the file name extension.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// Returns the media type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// Returns the bytes before the first record.
    pub fn header(self) -> Vec<u8> {
        match self {
            Self::Csv => format!("{}\r\n", COLUMNS.join(",")).into_bytes(),
            Self::Ndjson => Vec::new(),
        }
    }

    /// Appends a record.
    pub fn push(self, event: &AuditEvent, out: &mut Vec<u8>) {
        match self {
            Self::Csv => push_row(event, out),
            Self::Ndjson => {
                push_json(&event.record, out);
                out.push(b'\n');
            }
        }
    }
}

fn push_row(event: &AuditEvent, out: &mut Vec<u8>) {
    push_plain_cell(
        |out| out.extend_from_slice(event.sequence.to_string().as_bytes()),
        out,
    );
    for text in [
        event.at.as_str(),
        &event.source,
        &event.name,
        &event.principal,
        &event.principal_name,
        event.outcome.as_str(),
        event.error_code.as_deref().unwrap_or_default(),
        event.address.as_deref().unwrap_or_default(),
        event.account_id.as_deref().unwrap_or_default(),
        &event.id,
        &event.record,
    ] {
        out.push(b',');
        push_cell(text, out);
    }
    out.extend_from_slice(b"\r\n");
}
