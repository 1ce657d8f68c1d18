//! Decides whether attachments can be requested now. The button, the handler and the tests share this rule.

use crate::account::AccountType;

/// Whether a subject can submit a request now. Allows one at a time, and one per [`crate::export::WINDOW_SECONDS`]. `R`
/// describes the running request; `T` is a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestSlot<R, T> {
    /// A request is allowed.
    Free,
    /// This request is running.
    Running(R),
    /// The window opens at this time.
    WindowClosed(T),
}

impl<R, T: PartialOrd> RequestSlot<R, T> {
    /// Returns the slot at `now`, given the running request and the time at which the window opens. At exactly that
    /// time, a request is allowed.
    pub fn of(running: Option<R>, opens: Option<T>, now: &T) -> Self {
        match (running, opens) {
            (Some(running), _) => Self::Running(running),
            (None, Some(opens)) if *now < opens => Self::WindowClosed(opens),
            (None, _) => Self::Free,
        }
    }
}

/// Whether a principal may request an account's attachments now. The variants are in order of evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayRequest {
    /// No policy allows it.
    NotPermitted,
    /// It is a Team account.
    TeamAccount,
    /// A request is running.
    Running,
    /// The last submission is less than 7 days ago.
    WindowClosed,
    /// Yes.
    Yes,
}

impl MayRequest {
    /// Evaluates a request. `permitted` is true if policies allow it.
    pub const fn of<R, T>(permitted: bool, account: AccountType, slot: &RequestSlot<R, T>) -> Self {
        match slot {
            _ if !permitted => Self::NotPermitted,
            _ if !account.is_enterprise() => Self::TeamAccount,
            RequestSlot::Running(_) => Self::Running,
            RequestSlot::WindowClosed(_) => Self::WindowClosed,
            RequestSlot::Free => Self::Yes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Slot = RequestSlot<&'static str, i64>;

    #[test]
    fn the_window_opens_at_exactly_its_time() {
        assert_eq!(Slot::of(None, Some(700), &699), RequestSlot::WindowClosed(700));
        assert_eq!(Slot::of(None, Some(700), &700), RequestSlot::Free);
        assert_eq!(Slot::of(None, None, &0), RequestSlot::Free);
        assert_eq!(Slot::of(Some("e1"), Some(700), &800), RequestSlot::Running("e1"));
    }

    #[test]
    fn refusals_have_a_fixed_order() {
        let running = Slot::Running("e1");
        let judge = |permitted, account, slot: &Slot| MayRequest::of(permitted, account, slot);
        assert_eq!(
            judge(false, AccountType::Team, &running),
            MayRequest::NotPermitted
        );
        assert_eq!(judge(true, AccountType::Team, &running), MayRequest::TeamAccount);
        assert_eq!(
            judge(true, AccountType::EnterpriseLWA, &running),
            MayRequest::Running
        );
        assert_eq!(
            judge(true, AccountType::EnterpriseLWA, &Slot::WindowClosed(7)),
            MayRequest::WindowClosed
        );
        assert_eq!(
            judge(true, AccountType::EnterpriseLWA, &Slot::Free),
            MayRequest::Yes
        );
    }
}
