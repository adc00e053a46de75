use differentiate::differentiate;

/// Not `Clone`.
pub struct Sample {
    x: f64,
    y: f64,
}

pub struct Data(Vec<Sample>);

impl Data {
    fn samples(&self) -> impl Iterator<Item = &Sample> {
        self.0.iter()
    }
}

#[differentiate(wrt(slope))]
fn loss(slope: f64, data: &Data) -> f64 {
    data.samples().map(|sample| (slope * sample.x - sample.y).powi(2)).sum()
}

fn main() {}
