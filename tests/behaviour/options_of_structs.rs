//! `Option`s in locals of structs that have no default value: what stands where there is none is made of what the derive knows of their fields.

use super::common::{assert_close, derivative};
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct V3 {
    x: f64,
    y: f64,
    z: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Hit {
    t: f64,
    normal: [f64; 2],
}

#[derive(Differentiable, Clone, Debug)]
struct Sphere {
    center: [f64; 2],
    radius: f64,
}

#[differentiate(wrt(self))]
impl Sphere {
    fn hit(&self, x: f64) -> Option<Hit> {
        let d = x - self.center[0];
        let square = self.radius * self.radius - d * d;
        if square < 0.0 {
            return None;
        }
        let t = self.center[1] - square.sqrt();
        Some(Hit { t, normal: [d / self.radius, -square.sqrt() / self.radius] })
    }
}

#[differentiate(wrt(scene))]
fn closest(scene: &[Sphere], x: f64) -> f64 {
    let mut best: Option<Hit> = None;
    for sphere in scene {
        if let Some(hit) = sphere.hit(x) {
            if best.map_or(true, |b| hit.t < b.t) {
                best = Some(hit);
            }
        }
    }
    match best {
        Some(hit) => hit.normal[1] * hit.t,
        None => 0.0,
    }
}

#[test]
fn the_closest_hit() {
    let scene = [
        Sphere { center: [0.1, 5.0], radius: 1.0 },
        Sphere { center: [0.3, 4.0], radius: 1.25 },
        Sphere { center: [9.0, 4.0], radius: 1.0 },
    ];
    let gradient = closest_grad(&scene, 0.4);
    for k in 0..3 {
        let moved = |change: fn(&mut Sphere, f64)| {
            derivative(
                |h| {
                    let mut scene = scene.clone();
                    change(&mut scene[k], h);
                    closest(&scene, 0.4)
                },
                0.0,
            )
        };
        assert_close([gradient[k].radius], [moved(|sphere, h| sphere.radius += h)]);
        assert_close([gradient[k].center[0]], [moved(|sphere, h| sphere.center[0] += h)]);
        assert_close([gradient[k].center[1]], [moved(|sphere, h| sphere.center[1] += h)]);
    }
    assert!(closest_grad(&scene, -9.0).iter().all(|sphere| sphere.radius == 0.0));
}

// Not `Copy`, with fields of every kind.
#[derive(Differentiable, Clone, Debug)]
struct Record {
    t: f64,
    p: V3,
    grid: [V3; 2],
    name: String,
    #[differentiate(constant)]
    steps: usize,
    tag: Option<f64>,
    shape: Shape,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
enum Shape {
    Round(f64),
    Flat { a: f64 },
}

#[differentiate(grad, jvp, wrt(a))]
fn smallest(a: &[f64]) -> f64 {
    let mut best: Option<Record> = None;
    for (k, v) in a.iter().enumerate() {
        let p = V3 { x: *v, y: v * v, z: 1.0 };
        let record = Record {
            t: (v - 0.5).powi(2),
            p,
            grid: [p, p],
            name: String::new(),
            steps: k,
            tag: None,
            shape: Shape::Round(*v),
        };
        if best.as_ref().is_none_or(|b| record.t < b.t) {
            best = Some(record);
        }
    }
    best.map_or(0.0, |r| r.t + r.p.y * r.grid[1].x)
}

#[test]
fn the_smallest_of_records() {
    let a = [0.1, 0.75, 2.0];
    // (v - 0.5)² + v³ at 0.75.
    assert_close(smallest_grad(&a).try_into().unwrap(), [0.0, 0.5 + 3.0 * 0.5625, 0.0]);
    let (value, tangent) = smallest_jvp(&a, &[1.0, 2.0, 3.0]);
    assert_close([value, tangent], [0.0625 + 0.421875, 2.0 * (0.5 + 3.0 * 0.5625)]);
    assert_eq!(smallest_grad(&[]), Vec::<f64>::new());
}

// What stands for it is known where the type parameter is.
#[differentiate(wrt(xs))]
fn last_of<Kept: From<f64> + Into<f64> + Default + Clone>(xs: &[f64]) -> f64 {
    let mut kept: Option<Kept> = None;
    let mut sum = 0.0;
    for (k, x) in xs.iter().enumerate() {
        sum += x * x;
        kept = Some(Kept::from(k as f64));
    }
    sum * kept.map_or(0.0, |kept| kept.into())
}

#[test]
fn a_type_parameter() {
    assert_eq!(last_of_grad::<f64>(&[1.0, 2.0, 3.0]), [4.0, 8.0, 12.0]);
}
