//! A layout of several versions → the same of one of them: what stands there stands where it stands in all of them.

use kurbo::{Point, Rect};
use petgraph::graph::{EdgeIndex, NodeIndex};

use super::door::Shaper;
use super::{Layout, Mark, TextLine, badge};
use crate::diagnostic::Diagnostic;
use crate::model::Map;
use crate::text::{Fonts, Weight};

/// The name of a version, centred in a zone.
pub fn heading(map: &Map, fonts: &Fonts, name: &str, size: f64, zone: Rect) -> Result<Vec<TextLine>, Vec<Diagnostic>> {
    let mut shaper = Shaper::new(fonts, map);
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let block = shaper.block(&format!("{first}{}", letters.as_str()), Weight::SemiBold, size, usize::MAX, 0..0);
    block.map(|block| block.set(zone, true, false)).ok_or_else(|| shaper.missing())
}

/// Leaves out the branches of what is not there. Where lines to siblings run along one spine, the next line begins where the
/// one that is left out began.
fn close(layout: &mut Layout, here: &impl Fn(usize) -> bool) {
    let mut open: Option<(usize, Point)> = None;
    let mut kept = Vec::with_capacity(layout.branches.len());
    for mut branch in std::mem::take(&mut layout.branches) {
        let from = open.filter(|(parent, _)| *parent == branch.parent).map(|(_, from)| from);
        if !here(branch.parent) || !here(branch.child) {
            open = from.or(branch.points.first().copied()).filter(|_| !branch.cubic).map(|from| (branch.parent, from));
            continue;
        }
        if let (Some(from), Some(first)) = (from, branch.points.first_mut())
            && (from.x == first.x || from.y == first.y)
            && !branch.cubic
        {
            *first = from;
        }
        open = None;
        kept.push(branch);
    }
    layout.branches = kept;
}

impl Layout {
    /// The legend of all versions together, alone.
    pub fn legend(&self, map: &Map) -> Layout {
        let mut layout = Layout { version: Some(0), boxes: vec![None; self.boxes.len()], ..self.clone() };
        for path in &mut layout.paths {
            path.points.clear();
            path.label.clear();
            path.disc = None;
        }
        layout.branches.clear();
        layout.title.clear();
        layout.marks = self.legends.get(map.versions.len()).cloned().unwrap_or_default();
        let bottom = |mark: &Mark| match mark {
            Mark::Sample { line, .. } => line.baseline + 0.55 * line.size,
            _ => 0.0,
        };
        let bottom = layout.marks.iter().map(bottom).fold(0.0, f64::max);
        layout.page.height = self.foot.max(bottom + layout.tokens.inset);
        layout
    }

    /// What one version has of the figure, at the places of the whole: what is not there yet, or no longer, leaves a gap.
    pub fn of_version(&self, map: &Map, version: usize) -> Layout {
        let mut layout = Layout { version: Some(version), ..self.clone() };
        let here = |node: usize| {
            let history = map.graph.node_weight(NodeIndex::new(node)).and_then(|theme| theme.history.as_ref());
            history.is_none_or(|history| history.states.get(version).is_some_and(Option::is_some))
        };
        for (node, place) in layout.boxes.iter_mut().enumerate() {
            let Some(own) = place.as_mut().filter(|_| here(node)) else {
                *place = None;
                continue;
            };
            if let Some(words) = own.wordings.get(version) {
                own.text = words.clone();
            }
            own.wordings.clear();
        }
        for (edge, path) in layout.paths.iter_mut().enumerate() {
            let bond = map.graph.edge_weight(EdgeIndex::new(edge)).and_then(|link| link.bond.as_ref());
            if bond.is_some_and(|bond| !bond.here.get(version).copied().unwrap_or(false)) {
                path.points.clear();
                path.label.clear();
                path.disc = None;
            }
        }
        // A line that ran into one that is not there ends in nothing.
        let gone: Vec<bool> = layout.paths.iter().map(|path| path.points.is_empty()).collect();
        for path in layout.paths.iter_mut() {
            if path.joins.is_some_and(|joint| gone.get(joint.edge) == Some(&true)) {
                path.joins = None;
            }
        }
        close(&mut layout, &here);
        layout.marks.retain(|mark| match mark {
            Mark::Sample { .. } | Mark::Badge { .. } | Mark::Note { .. } => false,
            Mark::Area { node, .. } | Mark::Disc { node, .. } | Mark::Rule { node: Some(node), .. } => here(*node),
            _ => true,
        });
        layout.marks.extend(self.legends.get(version).into_iter().flatten().cloned());
        layout.legends.clear();
        badge::place(map, &mut layout);
        layout
    }
}
