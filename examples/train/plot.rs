//! The loss curve, in the terminal and as a file.

use plotters::prelude::*;
use std::path::Path;
use textplots::{Chart, Plot, Shape};

/// The points of the curve: epoch and loss.
fn points(losses: &[f64]) -> Vec<(f32, f32)> {
    (1u16..).zip(losses).map(|(epoch, loss)| (f32::from(epoch), *loss as f32)).collect()
}

/// The curve drawn with characters.
pub fn terminal(losses: &[f64]) -> String {
    let points = points(losses);
    let last = points.last().map_or(1.0, |p| p.0).max(2.0);
    let shape = Shape::Lines(&points);
    let mut chart = Chart::new(120, 40, 1.0, last);
    let chart = chart.lineplot(&shape);
    chart.axis();
    chart.figures();
    chart.to_string()
}

/// Writes the curve as an SVG file.
pub fn svg(losses: &[f64], path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let points = points(losses);
    let (last, top) = (losses.len() as f32, losses.iter().copied().fold(0.0, f64::max) as f32);
    let root = SVGBackend::new(path, (640, 400)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption("Training loss", ("sans-serif", 20))
        .margin(16)
        .x_label_area_size(36)
        .y_label_area_size(48)
        .build_cartesian_2d(1f32..last.max(2.0), 0f32..top * 1.05)?;
    chart.configure_mesh().x_desc("epoch").y_desc("mean cross-entropy").draw()?;
    chart.draw_series(LineSeries::new(points, &BLUE))?;
    root.present()?;
    Ok(())
}
