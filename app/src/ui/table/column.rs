//! The columns of a table, and which of them are shown.

/// How the cells of a column look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Align {
    /// Text.
    #[default]
    Start,
    /// Numbers: aligned at the end, with digits of equal width.
    Number,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub(super) label: &'static str,
    pub(super) align: Align,
    pub(super) sort_key: Option<&'static str>,
    pub(super) secondary: bool,
    pub(super) hidden_label: bool,
    pub(super) extra: bool,
    pub(super) picks: bool,
}

impl Column {
    /// Creates a text column with a heading.
    pub const fn new(label: &'static str) -> Self {
        Self {
            label,
            align: Align::Start,
            sort_key: None,
            secondary: false,
            hidden_label: false,
            extra: false,
            picks: false,
        }
    }

    /// Creates a column of selection boxes (see [`super::selection`]).
    pub const fn select() -> Self {
        let mut column = Self::new("Selection").hidden_label();
        column.picks = true;
        column
    }

    /// Makes it a column of numbers.
    pub const fn number(mut self) -> Self {
        self.align = Align::Number;
        self
    }

    /// Makes it sortable under this key.
    pub const fn sortable(mut self, key: &'static str) -> Self {
        self.sort_key = Some(key);
        self
    }

    /// Hides it on narrow screens.
    pub const fn secondary(mut self) -> Self {
        self.secondary = true;
        self
    }

    /// Hides it unless the user chooses it (see [`super::preferences`]).
    pub const fn extra(mut self) -> Self {
        self.extra = true;
        self
    }

    /// Shows the heading to screen readers only, e.g. above row menus.
    pub const fn hidden_label(mut self) -> Self {
        self.hidden_label = true;
        self
    }
}

/// Returns the index of the column that is each row's header.
pub(super) fn row_header(columns: &[Column]) -> Option<usize> {
    columns.iter().position(|column| !column.picks)
}

/// The set of shown columns, at most 32: one bit each, starting with the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown(u32);

impl Default for Shown {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl Shown {
    /// Returns the default columns: all except the extra ones.
    pub fn usual(columns: &[Column]) -> Self {
        let extra = columns.iter().enumerate().filter(|(_, column)| column.extra);
        extra.fold(Self::default(), |shown, (place, _)| shown.with(place, false))
    }

    /// Returns true if the column at this index is shown.
    pub fn has(self, place: usize) -> bool {
        self.0 & bit(place) != 0
    }

    pub(super) fn with(self, place: usize, shown: bool) -> Self {
        if shown {
            Self(self.0 | bit(place))
        } else {
            Self(self.0 & !bit(place))
        }
    }

    /// Counts the shown columns.
    pub(super) fn count(self, columns: &[Column]) -> usize {
        (0..columns.len()).filter(|place| self.has(*place)).count()
    }
}

fn bit(place: usize) -> u32 {
    u32::try_from(place)
        .ok()
        .and_then(|place| 1_u32.checked_shl(place))
        .unwrap_or(0)
}
