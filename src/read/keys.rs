//! The keys a map file may use, by place: what the reader accepts, what its hints offer, what the schema must list.

/// A kind of table in a map file.
#[derive(Debug)]
pub struct Place {
    /// Name of its definition in the JSON Schema.
    pub name: &'static str,
    /// One of them in a sentence ("a theme").
    pub one: &'static str,
    /// Many of them in a sentence ("themes").
    pub many: &'static str,
    /// What stands for one of them in a list ("a label in quotation marks").
    pub short: &'static str,
    /// Its keys and what each takes.
    pub keys: &'static [(&'static str, Shape)],
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Text in quotes.
    Text,
    /// Words for readers: text in quotes, or a table of it by language.
    Words,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Whole,
    /// A list of texts.
    Texts,
    /// A text or a list of texts.
    OneOrMoreTexts,
    /// A text, or a table of that place.
    TextOr(&'static Place),
    /// A list whose items are a text or a table of that place.
    List(&'static Place),
    /// A table of that place.
    Table(&'static Place),
    /// Tables of that place, each under an id the author chooses.
    Named(&'static Place),
    /// A table of words for readers, each under a term the author chooses.
    Terms,
    /// A text, a list of texts, or `false`.
    TextsOrFalse,
}

use Shape::*;

/// The file itself.
pub static MAP: Place = Place {
    name: "map",
    one: "a map",
    many: "maps",
    short: "",
    keys: &[
        ("title", Words),
        ("source", Text),
        ("lang", OneOrMoreTexts),
        ("author", OneOrMoreTexts),
        ("date", Text),
        ("alt", Words),
        ("description", Words),
        ("caption", Words),
        ("version", Words),
        ("caveat", Words),
        ("ignore", Texts),
        ("core", TextOr(&CORE)),
        ("outcome", TextOr(&CORE)),
        ("links", List(&LINK)),
        ("themes", List(&THEME)),
        ("groups", Named(&GROUP)),
        ("theme", Named(&DETAILS)),
        ("participants", Named(&PARTICIPANTS)),
        ("abbreviations", Terms),
        ("figure", Table(&FIGURE)),
    ],
};

/// The core or the outcome.
pub static CORE: Place = Place {
    name: "core",
    one: "a core or an outcome",
    many: "cores",
    short: "a label in quotation marks",
    keys: &[
        ("id", Text),
        ("label", Words),
        ("short", Words),
        ("aliases", Texts),
        ("definition", Words),
        ("themes", List(&THEME)),
        ("codes", List(&CODE)),
        ("tentative", Flag),
        ("voices", Texts),
        ("quotes", List(&QUOTE)),
        ("was", TextsOrFalse),
        ("ignore", Texts),
    ],
};

/// A theme in a list.
pub static THEME: Place = Place {
    name: "theme",
    one: "a theme",
    many: "themes",
    short: "a label in quotation marks",
    keys: &[
        ("id", Text),
        ("label", Words),
        ("short", Words),
        ("aliases", Texts),
        ("definition", Words),
        ("themes", List(&THEME)),
        ("codes", List(&CODE)),
        ("tentative", Flag),
        ("voices", Texts),
        ("quotes", List(&QUOTE)),
        ("was", TextsOrFalse),
        ("ignore", Texts),
        ("side", Text),
        ("columns", Whole),
        ("order", Whole),
        ("near", Text),
        ("color", Whole),
    ],
};

/// `[theme.ID]`.
pub static DETAILS: Place = Place {
    name: "details",
    one: "`[theme.ID]`",
    many: "details of themes",
    short: "",
    keys: &[
        ("short", Words),
        ("aliases", Texts),
        ("definition", Words),
        ("themes", List(&THEME)),
        ("codes", List(&CODE)),
        ("tentative", Flag),
        ("voices", Texts),
        ("quotes", List(&QUOTE)),
        ("was", TextsOrFalse),
        ("ignore", Texts),
        ("side", Text),
        ("columns", Whole),
        ("order", Whole),
        ("near", Text),
        ("color", Whole),
    ],
};

/// `[groups.ID]`.
pub static GROUP: Place = Place {
    name: "group",
    one: "a group",
    many: "groups",
    short: "",
    keys: &[
        ("label", Words),
        ("short", Words),
        ("aliases", Texts),
        ("definition", Words),
        ("themes", List(&THEME)),
        ("codes", List(&CODE)),
        ("tentative", Flag),
        ("voices", Texts),
        ("quotes", List(&QUOTE)),
        ("was", TextsOrFalse),
        ("ignore", Texts),
        ("side", Text),
        ("columns", Whole),
        ("order", Whole),
        ("near", Text),
        ("color", Whole),
    ],
};

/// A code in a list.
pub static CODE: Place = Place {
    name: "code",
    one: "a code",
    many: "codes",
    short: "a label in quotation marks",
    keys: &[
        ("id", Text),
        ("label", Words),
        ("short", Words),
        ("aliases", Texts),
        ("definition", Words),
        ("tentative", Flag),
        ("voices", Texts),
        ("quotes", List(&QUOTE)),
        ("was", TextsOrFalse),
        ("ignore", Texts),
    ],
};

/// A quote in a list.
pub static QUOTE: Place = Place {
    name: "quote",
    one: "a quote",
    many: "quotes",
    short: "text in quotation marks",
    keys: &[("by", Text), ("text", Words), ("id", Text)],
};

/// A link in its long form.
pub static LINK: Place = Place {
    name: "link",
    one: "a link",
    many: "links",
    short: "a link like `\"a -> b\"`",
    keys: &[("from", Text), ("to", Text), ("kind", Text), ("label", Words), ("tentative", Flag)],
};

/// A group of participants.
pub static PARTICIPANTS: Place = Place {
    name: "participants",
    one: "a group of participants",
    many: "groups of participants",
    short: "",
    keys: &[("label", Words), ("count", Whole), ("ids", Texts)],
};

/// `[figure]`.
pub static FIGURE: Place = Place {
    name: "figure",
    one: "`[figure]`",
    many: "figures",
    short: "",
    keys: &[
        ("layout", Text),
        ("direction", Text),
        ("width", Text),
        ("height", Text),
        ("fold", Whole),
        ("pages", Flag),
        ("style", Text),
        ("palette", Text),
        ("legend", Flag),
        ("for", Text),
        ("font-size", Text),
        ("title", Flag),
        ("codes", Flag),
        ("coverage", Flag),
        ("by", Text),
        ("counts", Flag),
        ("public", Flag),
        ("font", OneOrMoreTexts),
        ("lang", OneOrMoreTexts),
    ],
};

/// Every place.
pub static PLACES: &[&Place] = &[&MAP, &CORE, &THEME, &DETAILS, &GROUP, &CODE, &QUOTE, &LINK, &PARTICIPANTS, &FIGURE];

impl Place {
    /// What a key takes here, if it is known here.
    pub fn shape(&self, key: &str) -> Option<Shape> {
        self.keys.iter().find(|(name, _)| *name == key).map(|(_, shape)| *shape)
    }
}

impl Shape {
    /// What it takes, in a sentence ("expected …").
    pub fn words(self) -> String {
        match self {
            Text => "text in quotation marks".into(),
            Words => "text in quotation marks, or a table of it by language".into(),
            Flag => "`true` or `false`".into(),
            Whole => "a whole number".into(),
            Texts => "a list of texts".into(),
            OneOrMoreTexts => "a text or a list of texts".into(),
            TextOr(place) => format!("{} or a table", place.short),
            List(place) => format!("a list of {}", place.many),
            Table(place) => format!("a table, {}", place.one),
            Named(place) => format!("{}, each under its id", place.many),
            Terms => "a table of texts, each under its short form".into(),
            TextsOrFalse => "a text, a list of texts, or `false`".into(),
        }
    }
}
