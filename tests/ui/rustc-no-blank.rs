use differentiate::{Differentiable, differentiate};

#[derive(Clone, Copy)]
pub enum Material {
    Matte,
    Metal,
}

#[derive(Differentiable, Clone, Copy)]
pub struct Hit {
    distance: f64,
    #[differentiate(constant)]
    material: Material,
}

#[differentiate]
fn closest(distances: &[f64]) -> f64 {
    let mut best: Option<Hit> = None;
    for distance in distances {
        if best.is_none_or(|hit| *distance < hit.distance) {
            best = Some(Hit { distance: *distance, material: Material::Matte });
        }
    }
    best.map_or(0.0, |hit| hit.distance)
}

fn main() {}
