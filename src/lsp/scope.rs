//! What the jobspec has at an offset: the schema of the block around it.

use crate::jobspec::{Config, Field, Job, Kind, Schema, Special, Variable, VolumeSpec};
use crate::read::{extra_names, for_tasks};
use jobwright_hcl::syntax::{Entry, Outline};

/// The inside of a file or a block.
#[derive(Clone, Copy, Debug)]
pub enum Room {
    /// A job file.
    File,
    /// A block that the model has, or a volume specification.
    Block(&'static Schema),
    /// Free names.
    Map,
    /// `dynamic`, which makes blocks of this keyword in a block of this schema.
    Dynamic(&'static Schema, Option<&'static str>),
    /// What the model does not know.
    Unknown,
}

/// What a room can contain.
#[derive(Clone, Copy, Debug)]
pub enum Thing {
    /// What the model has.
    Field(&'static Field),
    /// A block that the schema around it does not list.
    Block(&'static Schema),
    /// An attribute that only Nomad's parser of the block knows.
    Extra(&'static str),
    /// A keyword of the language, with what it is for.
    Word(&'static str, &'static str),
}

/// The blocks that a job file can contain besides the job.
const BESIDE: [(&str, &str); 2] = [
    ("locals", "Named values, which expressions refer to as `local.NAME`."),
    ("variables", "Variables in the short form, each with its default: `NAME = VALUE`."),
];

const DYNAMIC: (&str, &str) = (
    "dynamic",
    "Generates one block for each element of a collection: `dynamic \"TYPE\" { for_each = …, \
     content { … } }`.",
);

/// What a `dynamic` block can contain.
const IN_DYNAMIC: [(&str, &str); 4] = [
    ("for_each", "The collection; one block is generated for each element."),
    ("iterator", "The name of the current element in `content`; the label by default."),
    ("labels", "The labels of each block."),
    ("content", "The body of each block."),
];

impl Thing {
    /// Its name in HCL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name,
            Self::Block(schema) => schema.name,
            Self::Extra(name) | Self::Word(name, _) => name,
        }
    }

    /// The schema of what it holds, if it is a block that has one.
    pub fn schema(self) -> Option<&'static Schema> {
        match self {
            Self::Block(schema) => Some(schema),
            Self::Field(Field { kind: Kind::Block(schema) | Kind::Blocks(schema), .. }) => {
                Some(schema)
            }
            Self::Field(_) | Self::Extra(_) | Self::Word(..) => None,
        }
    }

    /// For a block, whether it may be repeated; nothing for anything else.
    pub fn block(self) -> Option<bool> {
        match self {
            Self::Block(_) => Some(true),
            Self::Field(field) => match field.kind {
                Kind::Blocks(_) => Some(true),
                Kind::Block(_) | Kind::Map(_) | Kind::Free | Kind::Config => Some(false),
                Kind::Attr(_) | Kind::Label => None,
            },
            Self::Word("dynamic", _) => Some(true),
            Self::Word("locals" | "variables" | "content", _) => Some(false),
            Self::Extra(_) | Self::Word(..) => None,
        }
    }
}

impl Room {
    /// The room of a block of an outline; that of its file, if no block is given.
    pub fn of(outline: &Outline<'_>, block: Option<usize>, is_volume: bool) -> Self {
        let mut way: Vec<usize> = block.into_iter().collect();
        way.extend(block.into_iter().flat_map(|block| outline.around(block)));
        let file = if is_volume { Self::Block(&VolumeSpec::SCHEMA) } else { Self::File };
        way.into_iter().rev().fold(file, |room, block| room.inner(outline, block))
    }

    /// The room of a block in this one.
    fn inner(self, outline: &Outline<'_>, block: usize) -> Self {
        let Some(entry) = outline.entries.get(block) else { return Self::Unknown };
        let keyword = outline.text_of(entry.name);
        match self {
            Self::File => match keyword {
                "job" => Self::Block(&Job::SCHEMA),
                "variable" => Self::Block(&Variable::SCHEMA),
                "locals" | "variables" => Self::Map,
                _ => Self::Unknown,
            },
            Self::Block(schema) if keyword == "dynamic" && !schema.config => {
                let made = outline.label(entry, 0).and_then(|label| schema.field(label));
                Self::Dynamic(schema, made.map(|(_, field)| field.name))
            }
            Self::Dynamic(schema, Some(made)) if keyword == "content" => {
                Self::Block(schema).named(made, None)
            }
            _ => {
                let driver = match keyword {
                    "config" => outline.attribute(entry.parent, "driver").and_then(Entry::value),
                    _ => None,
                };
                self.named(keyword, driver.and_then(|value| outline.string(value)))
            }
        }
    }

    /// The room of a block of this keyword; the driver decides what a task's `config` is.
    fn named(self, keyword: &str, driver: Option<&str>) -> Self {
        match self.find(keyword) {
            Some(Thing::Field(field)) => match field.kind {
                Kind::Block(inner) | Kind::Blocks(inner) => Self::Block(inner),
                Kind::Map(_) => Self::Map,
                Kind::Config => {
                    let mut known = Config::schemas().iter();
                    let known = known.find(|(known, _)| Some(*known) == driver);
                    known.map_or(Self::Unknown, |(_, schema)| Self::Block(schema))
                }
                Kind::Attr(_) | Kind::Label | Kind::Free => Self::Unknown,
            },
            Some(Thing::Block(schema)) => Self::Block(schema),
            Some(Thing::Extra(_) | Thing::Word(..)) | None => Self::Unknown,
        }
    }

    /// What it can contain under a name.
    pub fn find(self, name: &str) -> Option<Thing> {
        self.things().into_iter().find(|thing| thing.name() == name)
    }

    /// All that it can contain.
    pub fn things(self) -> Vec<Thing> {
        let words = |words: &[(&'static str, &'static str)]| -> Vec<Thing> {
            words.iter().map(|(name, doc)| Thing::Word(name, doc)).collect()
        };
        match self {
            Self::File => {
                let mut things = vec![Thing::Block(&Job::SCHEMA), Thing::Block(&Variable::SCHEMA)];
                things.extend(words(&BESIDE));
                things
            }
            Self::Block(schema) => in_block(schema),
            Self::Dynamic(..) => words(&IN_DYNAMIC),
            Self::Map | Self::Unknown => Vec::new(),
        }
    }
}

fn in_block(schema: &'static Schema) -> Vec<Thing> {
    let fields = schema.fields.iter().filter(|field| field.kind != Kind::Label);
    let mut things: Vec<Thing> = fields.map(Thing::Field).collect();
    let is_known = |name: &str| schema.field(name).is_some();
    let shared = for_tasks(schema.special).filter(|inner| !is_known(inner.name));
    things.extend(shared.map(Thing::Block));
    let extra = extra_names(schema).filter(|name| !is_known(name));
    things.extend(extra.map(Thing::Extra));
    let is_spec = schema.is(&VolumeSpec::SCHEMA) || schema.special == Some(Special::Variable);
    let holds_blocks = things.iter().any(|thing| thing.block().is_some());
    if !schema.config && !is_spec && holds_blocks {
        things.push(Thing::Word(DYNAMIC.0, DYNAMIC.1));
    }
    things
}
