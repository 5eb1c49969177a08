//! The path of something in a job.

use std::fmt;

use super::{Block, FieldItem};

/// The path of a block, an attribute or an entry, from the outside in.
///
/// ```
/// use jobwright::jobspec::{Path, Step};
///
/// let task = |labels: &[&str]| Step::block("task", labels.iter().copied());
/// let path = Path::new().then(task(&["app"])).then(Step::name("env")).then(Step::name("PORT"));
/// assert_eq!(path.to_string(), "task \"app\" > env > PORT");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Step>);

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The file around a job, with its variables and local values.
    File,
    /// A block.
    Block {
        /// Its keyword.
        keyword: String,
        /// Its labels.
        labels: Vec<String>,
    },
    /// An attribute, a block of free names, or a name in one.
    Name(String),
    /// An entry of a list, or one of several blocks that have no labels: from 0 on.
    Index(usize),
}

impl Path {
    /// The way to where it begins.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The way one step further in.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.push(step);
        self
    }

    /// Goes one step further in.
    pub fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// The same way, from one step further out.
    #[must_use]
    pub fn within(mut self, step: Step) -> Self {
        self.0.insert(0, step);
        self
    }

    /// The steps, from the outside in.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl Step {
    /// A block with its labels.
    pub fn block<L: Into<String>>(
        keyword: impl Into<String>,
        labels: impl IntoIterator<Item = L>,
    ) -> Self {
        let labels = labels.into_iter().map(Into::into).collect();
        Self::Block { keyword: keyword.into(), labels }
    }

    /// An attribute, a block of free names, or a name in one.
    pub fn name(name: impl Into<String>) -> Self {
        Self::Name(name.into())
    }
}

/// A block of the model.
impl From<&dyn Block> for Step {
    fn from(block: &dyn Block) -> Self {
        Self::block(block.schema().name, labels(block))
    }
}

fn labels(block: &dyn Block) -> Vec<&str> {
    let mut labels = Vec::new();
    block.visit(&mut |_, item| {
        if let FieldItem::Label(label) = item {
            labels.push(label);
        }
    });
    labels
}

/// As people read it: `job "web" > group "web" > count`.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            let between = if at == 0 { "" } else { " > " };
            write!(f, "{between}{step}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file"),
            Self::Block { keyword, labels } => {
                f.write_str(keyword)?;
                labels.iter().try_for_each(|label| write!(f, " {label:?}"))
            }
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A way while it is walked: it borrows its steps, so that a walk makes a [`Path`] only where it has something to say.
#[derive(Clone, Copy, Debug)]
pub struct Trail<'t> {
    above: Option<&'t Trail<'t>>,
    at: At<'t>,
}

#[derive(Clone, Copy, Debug)]
enum At<'t> {
    File,
    Block(&'t str, &'t dyn Block),
    Name(&'t str),
}

impl<'t> Trail<'t> {
    /// The file around a job.
    pub(crate) const FILE: Self = Self { above: None, at: At::File };

    /// From a block on.
    #[must_use]
    pub fn root(block: &'t dyn Block) -> Self {
        Self { above: None, at: At::Block(block.schema().name, block) }
    }

    /// One step further in, to a block under a keyword.
    #[must_use]
    pub fn block(&'t self, keyword: &'t str, block: &'t dyn Block) -> Self {
        let above = if matches!(self.at, At::File) { None } else { Some(self) };
        Self { above, at: At::Block(keyword, block) }
    }

    /// One step further in, to what has a name.
    #[must_use]
    pub fn name(&'t self, name: &'t str) -> Self {
        Self { above: Some(self), at: At::Name(name) }
    }

    /// The blocks until here, from the outside in.
    #[must_use]
    pub fn blocks(&self) -> Vec<&'t dyn Block> {
        let mut blocks = self.above.map(Self::blocks).unwrap_or_default();
        if let At::Block(_, block) = self.at {
            blocks.push(block);
        }
        blocks
    }

    /// The way until here.
    #[must_use]
    pub fn path(&self) -> Path {
        let above = self.above.map(Self::path).unwrap_or_default();
        above.then(match self.at {
            At::File => Step::File,
            At::Block(keyword, block) => Step::block(keyword, labels(block)),
            At::Name(name) => Step::name(name),
        })
    }
}
