//! Formats numbers, sizes, times and durations in the browser's language, with the browser's `Intl`.

use std::cell::RefCell;

use js_sys::{
    Date, Function,
    Intl::{DateTimeFormat, NumberFormat, RelativeTimeFormat},
    Object, Reflect,
};
use wasm_bindgen::JsValue;

const SECOND: f64 = 1000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (key, value) in pairs {
        // Setting a property of a new plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(key), value);
    }
    options
}

fn text(name: &str) -> JsValue {
    JsValue::from_str(name)
}

/// The key of a formatter: its name, and a number that tells several apart.
type Purpose = (&'static str, u8);

thread_local! {
    /// The bound `format` functions of the formatters created so far. Creating one takes a hundred times as long as
    /// using it, and a table uses several per row.
    static MADE: RefCell<Vec<(Purpose, Function)>> = const { RefCell::new(Vec::new()) };
    static RELATIVE: RelativeTimeFormat =
        RelativeTimeFormat::new(&default_locale(), &options(&[("numeric", text("auto"))]));
}

/// Formats with the formatter for this purpose, which it creates on first use. Returns an empty string if the value
/// cannot be formatted.
fn formatted(purpose: Purpose, value: f64, make: &dyn Fn() -> Function) -> String {
    let known = MADE.with_borrow(|made| {
        let mut made = made.iter();
        made.find(|(known, _)| *known == purpose)
            .map(|(_, format)| format.clone())
    });
    let format = known.unwrap_or_else(|| {
        let format = make();
        MADE.with_borrow_mut(|made| made.push((purpose, format.clone())));
        format
    });
    format
        .call1(&JsValue::UNDEFINED, &JsValue::from_f64(value))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn default_locale() -> js_sys::Array {
    js_sys::Array::new()
}

/// Formats a number for CSS and HTML attributes: "20.6". Using the browser's own formatting keeps Rust's, which is
/// large, out of the WebAssembly. The same holds for the other functions here.
pub fn plain(value: f64, digits: u8) -> String {
    js_sys::Number::from(value)
        .to_fixed(digits)
        .map(String::from)
        .unwrap_or_default()
}

/// Formats a count: "1,930".
pub fn number(value: u64) -> String {
    formatted(("number", 0), value as f64, &|| {
        NumberFormat::new(&default_locale(), &Object::new()).format()
    })
}

/// Formats a size in decimal units: "1.4 MB", "312 bytes".
pub fn bytes(value: u64) -> String {
    const UNITS: [&str; 5] = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
    let mut scaled = value as f64;
    let mut units = UNITS.iter().copied();
    let mut unit = units.next().unwrap_or_default();
    // From 999.5, rounding would show 1,000.
    while scaled >= 999.5 {
        let Some(larger) = units.next() else { break };
        (scaled, unit) = (scaled / 1000.0, larger);
    }
    let display = if unit == "byte" { "long" } else { "short" };
    let digits = u8::from(unit != "byte" && scaled < 9.95);
    formatted((unit, digits), scaled, &|| {
        let options = options(&[
            ("style", text("unit")),
            ("unit", text(unit)),
            ("unitDisplay", text(display)),
            ("maximumFractionDigits", digits.into()),
        ]);
        NumberFormat::new(&default_locale(), &options).format()
    })
}

/// Formats an exact size: "1,403,211 bytes".
pub fn exact_bytes(value: u64) -> String {
    formatted(("exact", 0), value as f64, &|| {
        let options = options(&[
            ("style", text("unit")),
            ("unit", text("byte")),
            ("unitDisplay", text("long")),
        ]);
        NumberFormat::new(&default_locale(), &options).format()
    })
}

/// Parses an RFC 3339 time to Unix milliseconds; `None` if it is malformed.
pub fn parse_time(rfc3339: &str) -> Option<f64> {
    Some(Date::parse(rfc3339)).filter(|at| at.is_finite())
}

/// Formats Unix milliseconds as RFC 3339 in UTC, for `datetime` attributes. Empty if they are out of range.
pub fn machine_time(at: f64) -> String {
    let date = Date::new(&JsValue::from_f64(at));
    if date.get_time().is_finite() {
        String::from(date.to_iso_string())
    } else {
        String::new()
    }
}

/// The parts of a time to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeStyle {
    /// "22 Jan 2026, 01:10 UTC"
    DateTime,
    /// "22 Jan 2026, 01:10:07 UTC"
    Exact,
    /// "Thu 22 Jan, 01:10 UTC"
    Short,
    /// "22 Jan 2026"
    Date,
    /// "Jan 2026"
    Month,
    /// "01:10 UTC"
    Clock,
    /// Like `DateTime`, but in local time.
    Local,
}

/// Formats a time in UTC (except [`TimeStyle::Local`]), ordered as the browser's language does.
pub fn time(at: f64, style: TimeStyle) -> String {
    formatted(("time", style as u8), at, &|| time_format(style))
}

fn time_format(style: TimeStyle) -> Function {
    let (numeric, two, short) = (text("numeric"), text("2-digit"), text("short"));
    let mut parts = match style {
        TimeStyle::DateTime | TimeStyle::Exact | TimeStyle::Date | TimeStyle::Local => {
            vec![
                ("year", numeric.clone()),
                ("month", short.clone()),
                ("day", numeric),
            ]
        }
        TimeStyle::Short => {
            vec![
                ("weekday", short.clone()),
                ("month", short.clone()),
                ("day", numeric),
            ]
        }
        TimeStyle::Month => vec![("year", numeric), ("month", short.clone())],
        TimeStyle::Clock => Vec::new(),
    };
    if !matches!(style, TimeStyle::Date | TimeStyle::Month) {
        parts.extend([
            ("hour", two.clone()),
            ("minute", two.clone()),
            ("hourCycle", text("h23")),
            ("timeZoneName", short),
        ]);
    }
    if style == TimeStyle::Exact {
        parts.push(("second", two));
    }
    if style != TimeStyle::Local {
        parts.push(("timeZone", text("UTC")));
    }
    DateTimeFormat::new(&default_locale(), &options(&parts)).format()
}

/// Formats the distance from now: "in 5 days", "2 hours ago".
pub fn relative(at: f64, now: f64) -> String {
    let distance = at - now;
    let size = distance.abs();
    let (value, unit) = match size {
        size if size >= DAY => (distance / DAY, "day"),
        size if size >= HOUR => (distance / HOUR, "hour"),
        size if size >= MINUTE => (distance / MINUTE, "minute"),
        _ => (distance / SECOND, "second"),
    };
    RELATIVE.with(|format| String::from(format.format(value.trunc(), unit)))
}

/// Formats a duration in milliseconds in its two largest units: "5 d 22 h", "3 h 30 min", "45 s".
pub fn duration(millis: f64) -> String {
    let millis = millis.max(0.0);
    let part = |size: f64, of: f64| (millis % of / size).floor();
    let (first, second) = if millis >= DAY {
        (((millis / DAY).floor(), "d"), (part(HOUR, DAY), "h"))
    } else if millis >= HOUR {
        ((part(HOUR, DAY), "h"), (part(MINUTE, HOUR), "min"))
    } else if millis >= MINUTE {
        ((part(MINUTE, HOUR), "min"), (part(SECOND, MINUTE), "s"))
    } else {
        ((part(SECOND, MINUTE), "s"), (0.0, ""))
    };
    if second.0 > 0.0 {
        format!(
            "{} {} {} {}",
            plain(first.0, 0),
            first.1,
            plain(second.0, 0),
            second.1
        )
    } else {
        format!("{} {}", plain(first.0, 0), first.1)
    }
}

/// Indents JSON, with one value per line. Returns text that is not JSON unchanged.
pub fn json(text: &str) -> String {
    js_sys::JSON::parse(text)
        .and_then(|value| {
            js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &JsValue::from_f64(2.0))
        })
        .map_or_else(|_| text.to_owned(), String::from)
}
