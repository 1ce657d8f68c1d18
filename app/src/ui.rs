//! The design system: generic, accessible widgets that know nothing of the product.
//!
//! Each widget follows the WAI-ARIA Authoring Practices and has a style sheet of its name in `style/ui/`.
//! Colours, distances and sizes come from `style/tokens.css`. A parent spaces its children; no widget has
//! an outer margin.

pub mod banner;
pub mod bar_chart;
pub mod boot;
pub mod breadcrumbs;
pub mod button;
pub mod card;
pub mod chat;
pub mod code_editor;
pub mod column_chart;
pub mod copy;
pub mod dialog;
pub mod diff;
pub mod dom;
pub mod empty;
pub mod field;
pub mod format;
pub mod icon;
pub mod id;
pub mod key_values;
pub mod menu;
pub mod name;
pub mod pager;
pub mod popover;
pub mod progress;
pub mod shell;
pub mod skeleton;
pub mod stages;
pub mod stat;
pub mod status;
pub mod table;
pub mod theme;
pub mod time;
pub mod timeline;
pub mod toasts;
