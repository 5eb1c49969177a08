//! What a block carries besides its fields.

use std::ops::{Deref, DerefMut};

use super::{Allowance, Attr, Free, Location, Problem, Value};

/// What a block carries besides its fields: where it was written, and, of few blocks, more. That more is there only
/// where it was set, and read and changed as if it were always there.
///
/// ```
/// use jobwright::jobspec::Service;
/// let mut web = Service::new("web");
/// assert_eq!(web.base.comment, None);
/// web.base.comment = Some("the only one".to_owned());
/// assert_eq!(web.base.comment.as_deref(), Some("the only one"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Base {
    /// Where the block was written.
    pub location: Location,
    /// Every block has room for it, so that must be small.
    more: Option<Box<More>>,
}

/// What few blocks carry, as the fields of a [`Base`].
#[derive(Clone, Debug, Default)]
pub struct More {
    /// A comment to print above the block.
    pub comment: Option<String>,
    /// Attributes and blocks that the model does not know.
    pub extra: Free,
    /// What a layer above the model found wrong while it built the block. `gen` refuses the job for it.
    pub problems: Vec<Problem>,
    /// The rules whose findings in this block, and in the blocks in it, its author lets pass.
    pub allowances: Vec<Allowance>,
}

/// What all blocks carry that carry no more.
static NO_MORE: More =
    More { comment: None, extra: Free::new(), problems: Vec::new(), allowances: Vec::new() };

impl Deref for Base {
    type Target = More;

    fn deref(&self) -> &More {
        self.more.as_deref().unwrap_or(&NO_MORE)
    }
}

/// Makes room for it: for who has something to put there.
impl DerefMut for Base {
    fn deref_mut(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }
}

/// Comments, problems and allowances say nothing about the job.
impl PartialEq for Base {
    fn eq(&self, other: &Self) -> bool {
        self.extra == other.extra
    }
}

impl Base {
    /// One with attributes and blocks that the model does not know.
    #[must_use]
    pub fn with(extra: Free) -> Self {
        Self {
            location: Location::Unknown,
            more: Some(Box::new(More { extra, ..More::default() })),
        }
    }

    /// Notes what a layer above the model found wrong, which mostly is nothing.
    #[doc(hidden)]
    pub fn note(&mut self, problems: impl IntoIterator<Item = Problem>) {
        problems.into_iter().for_each(|problem| self.problems.push(problem));
    }

    /// Adds to a list. The second of a list and an expression takes the place of the first, which is a problem.
    #[doc(hidden)]
    #[track_caller]
    pub fn append<T>(&mut self, name: &str, list: &mut Option<Attr<Vec<T>>>, more: Attr<Vec<T>>) {
        let (more, added) = more.into_parts();
        let Some((own, locations)) = list.take().map(Attr::into_parts) else {
            *list = Some(Attr::located(more, added));
            return;
        };
        *list = Some(match (own, more) {
            (Value::List(mut all), Value::List(more)) => {
                let locations = locations.followed_by(all.len(), added);
                all.extend(more);
                Attr::located(Value::List(all), locations)
            }
            (_, more) => {
                let message = format!(
                    "duplicate attribute `{name}`: one of the two is an \
                    expression"
                );
                let help = "set one list, or one expression for all of it";
                let problem = Problem::new(message, help, Location::here());
                self.problems.push(problem.after(locations.first()));
                Attr::located(more, added)
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::jobspec::{
        Base, Check, Free, Group, Job, Network, Port, Problem, Service, Task, Template, Volume,
    };

    /// Each call that adds to a block moves it, and a registry has many thousands of them.
    #[test]
    fn blocks_are_small() {
        let check = |name: &str, size: usize, most: usize| {
            assert!(
                size <= most,
                "`{name}` has {size} bytes, expected at most {most}: a block that stands at most once is an \
                 `Option<Box<…>>`, and what few blocks carry is a field of `More`"
            );
        };
        check("Base", size_of::<Base>(), 24);
        check("Job", size_of::<Job>(), 384);
        check("Group", size_of::<Group>(), 384);
        check("Task", size_of::<Task>(), 512);
        check("Service", size_of::<Service>(), 384);
        let others = [
            ("Check", size_of::<Check>()),
            ("Network", size_of::<Network>()),
            ("Port", size_of::<Port>()),
            ("Template", size_of::<Template>()),
            ("Volume", size_of::<Volume>()),
        ];
        others.into_iter().for_each(|(name, size)| check(name, size, 256));
    }

    /// Nothing is found, and nothing takes room, where nothing was put.
    #[test]
    fn more_is_there_where_it_was_set() {
        let mut base = Base::default();
        base.note(None);
        assert!(base.more.is_none() && base.comment.is_none() && base.extra.is_empty());
        base.note([Problem::new("wrong", "mend it", base.location)]);
        assert_eq!((base.problems.len(), base.allowances.len()), (1, 0));
        assert_eq!(base.clone(), Base::default());
        base.extra.set("newer", 1);
        assert_ne!(base, Base::default());
        assert_eq!(base, Base::with(Free::new().attr("newer", 1)));
    }
}
