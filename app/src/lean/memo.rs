//! Values that follow from others, worked out again when those change.

use std::{any::Any, marker::PhantomData, sync::Arc};

use leptos::prelude::{Get, GetUntracked, Memo as Core, Signal};

/// A value that follows from signals. It is worked out when it is read and something that it was made of has
/// changed since; who depends on it hears of it only if the value is another one.
///
/// Leptos compiles its own `Memo<T>`, all the bookkeeping included, once for each `T`. This one keeps its value
/// without a type: what is compiled for each `T` is the comparison.
pub struct Memo<T> {
    core: Core<Held>,
    kind: PhantomData<fn() -> T>,
}

/// A value of the type that its [`Memo`] knows. Two are equal if they are one.
#[derive(Clone)]
struct Held(Arc<dyn Any + Send + Sync>);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Works a value out, or gives the known one back if it is the same.
type Follow = Box<dyn Fn(Option<&Held>) -> Held + Send + Sync>;

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// The value that the closure makes, which is given the value of before, if there is one.
    pub fn new(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        Self {
            core: follow(Box::new(move |known| {
                let before = known.and_then(|known| known.0.downcast_ref());
                let now = value(before);
                match known {
                    Some(known) if before == Some(&now) => known.clone(),
                    _ => Held(Arc::new(now)),
                }
            })),
            kind: PhantomData,
        }
    }
}

fn follow(value: Follow) -> Core<Held> {
    Core::new(value)
}

impl<T: 'static> Memo<T> {
    /// What the closure makes of the value. Who reads it so depends on it.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(typed(&self.core.get()))
    }

    /// [`Memo::with`] for one who does not depend on it.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(typed(&self.core.get_untracked()))
    }

    /// A copy of the value. Who reads it so depends on it.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// [`Memo::get`] for one who does not depend on it.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}

#[expect(
    clippy::expect_used,
    reason = "a memo holds only what `Memo::new` of its type has put in"
)]
fn typed<T: 'static>(held: &Held) -> &T {
    held.0.downcast_ref().expect("a value of the memo's type")
}

impl<T: Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}
