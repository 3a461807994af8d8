//! A map at one size of type → its layout: the layouts that suit it, each in the forms it has, until one fits.

use super::choose::{self, Choice};
use super::distances::spacing;
use super::door::{self, Door, Shaper};
use super::graph::Spacing;
use super::misfit::Misfit;
use super::ways::{Way, page_width, usual_height};
use super::{Form, Layout, Method, Most, concentric, fit, hub, kept, quality, rejoin, replay, table};
use crate::Options;
use crate::diagnostic::Diagnostic;
use crate::model::Map;
use crate::style::{Style, Tokens};

/// A form that another one follows gives way to it from this height on, in widths of the page.
const EASY_ASPECT: f64 = 0.75;

/// More themes and codes than this for each point of the page's width are never as low as that, and are not tried.
const MOST_EASY: f64 = 0.55;

/// Figures of more themes are not looked at as a whole before they are drawn.
const MOST_LOOKED_AT: usize = 100;

/// A figure that is lower than another one by less than a tenth is no better: a small edit must not turn one into the other.
const MUCH_LOWER: f64 = 0.9;

/// One way to set a map.
pub struct Attempt<'a> {
    /// The map.
    pub map: &'a Map,
    /// Its look.
    pub style: &'a Style,
    /// What the caller decides.
    pub options: &'a Options,
    /// How text is set.
    pub way: &'a Way,
}

/// A layout, or a misfit and the boxes that it is about.
type Fitted = Result<Layout, (Misfit, Box<Door>)>;

impl Attempt<'_> {
    /// The first layout that fits; else why the best one does not.
    pub fn run(&self, shaper: &mut Shaper) -> Result<Layout, Vec<Diagnostic>> {
        let again = self.options.previous.as_ref().map(|previous| previous.layout.as_str());
        let again = again.filter(|&layout| self.asked() == "auto" || self.asked() == layout).and_then(choose::again);
        let mut leader: Option<Layout> = None;
        let mut failed = None;
        for mut choice in again.into_iter().chain(self.choices(shaper)?) {
            match self.fit(shaper, &mut choice)? {
                Ok(layout) if choice.rival => leader = Some(layout),
                Ok(layout) => {
                    let better = |leader: &Layout| leader.page.height < MUCH_LOWER * layout.page.height;
                    return Ok(leader.filter(better).unwrap_or(layout));
                }
                // What is too much for the earlier figure is arranged afresh.
                Err(_) if choice.again => {}
                Err((misfit, door)) => {
                    failed = failed.or(Some(misfit.explain(self.map, &door, &self.way.tokens, self.width())));
                    // What is too high in bands is too high in a column.
                    if matches!(misfit, Misfit::Tall { .. }) && choice.algorithm.name == hub::NAME {
                        break;
                    }
                }
            }
        }
        leader.ok_or_else(|| failed.into_iter().collect())
    }

    /// The layouts worth trying, the best one first.
    fn choices(&self, shaper: &mut Shaper) -> Result<Vec<Choice>, Vec<Diagnostic>> {
        let crowd = || door::refuse_crowds(self.map, self.options, Most::PAGE).is_err();
        let place = self.options.layout.is_none().then(|| self.map.figure.place("layout")).flatten();
        match self.asked() {
            "auto" if crowd() => Ok(choose::list("more than boxes of this page can show")),
            "auto" => {
                let door = self.open(shaper, &self.way.tokens, Form::Panels)?;
                let spacing = spacing(&door, &self.way.tokens, self.width(), self.most());
                Ok(choose::choose(&door.graph, &Spacing { ovals: self.style.ovals, ..spacing }))
            }
            name => match choose::asked(name) {
                Some(choice) => Ok(vec![choice]),
                None => Err(vec![Diagnostic { span: place, ..choose::unknown(name) }]),
            },
        }
    }

    /// Name of a layout, or `auto`.
    fn asked(&self) -> &str {
        self.options.layout.as_deref().or(self.map.figure.layout.as_deref()).unwrap_or("auto")
    }

    /// Width of the page.
    fn width(&self) -> f64 {
        page_width(self.map, self.options)
    }

    /// Most height of the page.
    fn most(&self) -> f64 {
        self.options.height.or(self.map.figure.height).unwrap_or_else(|| usual_height(self.width()))
    }

    fn open(&self, shaper: &mut Shaper, tokens: &Tokens, form: Form) -> Result<Door, Vec<Diagnostic>> {
        door::open(self.map, shaper, (self.style, tokens), self.way.short, self.options, form)
    }

    /// What is wrong with a figure small enough to be looked at as a whole: one with a fault is not drawn.
    fn faults(&self, layout: &Layout) -> Vec<(&'static str, usize)> {
        let small = self.map.graph.node_count() <= MOST_LOOKED_AT;
        if small { quality::measure(self.map, layout).faults() } else { Vec::new() }
    }

    /// Lays out as one layout does, in the best of its forms that fits.
    ///
    /// A form that another one follows gives way when the figure gets high, and comes back when the other does not fit.
    fn fit(&self, shaper: &mut Shaper, choice: &mut Choice) -> Result<Fitted, Vec<Diagnostic>> {
        let most = self.most();
        door::refuse_crowds(self.map, self.options, choice.algorithm.most.on(self.width(), most))?;
        let Method::Graph { forms, arrange } = choice.algorithm.method else {
            let door = self.open(shaper, &self.way.tokens, Form::Table)?;
            let page = table::Page { width: self.width(), most };
            let layout = table::arrange(self.map, &door, shaper, (&self.way.tokens, self.options), page)?;
            return Ok(Ok(Layout { reason: choice.reason.clone(), ..layout }));
        };
        let forms = if self.way.last { forms.get(forms.len().saturating_sub(1)..).unwrap_or(forms) } else { forms };
        let easy = (EASY_ASPECT * self.width()).min(most);
        let crowd = self.map.graph.node_count() as f64 > MOST_EASY * self.width();
        let but_last = forms.split_last().filter(|_| !crowd).map_or(&[][..], |(_, others)| others);
        let ways = but_last.iter().map(|&form| (form, easy)).chain(forms.last().map(|&form| (form, most)));
        let mut failed = None;
        for (form, most) in ways.chain(but_last.iter().map(|&form| (form, most))) {
            // Rows are many and short lines: they take the size of notes, where nobody asks for another one.
            let sized = self.options.font_size.or(self.map.figure.font_size).is_some();
            let least = self.style.least(self.width());
            let listed = form == Form::Rows && !sized && least.body >= self.way.tokens.note;
            let tokens = if listed { least } else { &self.way.tokens };
            let mut door = self.open(shaper, tokens, form)?;
            let mut arrange = arrange;
            if let Some(previous) = self.options.previous.as_ref().filter(|_| choice.again) {
                kept::mark(self.map, &mut door, previous, self.width(), self.way.short);
                match form {
                    Form::Panels => arrange = replay::arrange,
                    Form::Boxes if choice.algorithm.name != concentric::NAME => arrange = rejoin::arrange,
                    _ => kept::sides(self.map, &mut door),
                }
            }
            let full = door.label_sizes();
            let mut fit = |door: &mut Door| {
                let spacing = spacing(door, tokens, self.width(), most);
                fit::fit(self.map, door, choice, arrange, spacing, tokens)
            };
            let mut fitted = fit(&mut door);
            while self.way.keyed && fitted.is_err() {
                door.set_labels(&full);
                if !door.key(shaper, tokens) {
                    break;
                }
                fitted = fit(&mut door);
            }
            match fitted {
                Ok(layout) => match self.faults(&layout).first() {
                    None => return Ok(Ok(layout)),
                    Some((what, _)) => failed = Some((Misfit::Faulty { layout: layout.name, what }, Box::new(door))),
                },
                // Of several forms the last one holds most.
                Err(misfit) if forms.last() == Some(&form) => failed = Some((misfit, Box::new(door))),
                Err(_) => {}
            }
        }
        match failed {
            Some(failed) => Ok(Err(failed)),
            None => Err(Vec::new()),
        }
    }
}
