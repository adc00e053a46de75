//! `filter_map` with a method of a trait that answers by an `Option`, and `map` of that.

#![allow(clippy::all, reason = "people write it")]
use differentiate::{Differentiable, differentiate};

#[differentiate]
pub trait Camera: Differentiable {
    #[differentiate(wrt(self, p))]
    fn project(&self, p: &[f64; 3]) -> Option<[f64; 2]>;
}

#[derive(Differentiable, Clone, Debug)]
pub struct Pinhole {
    f: f64,
    c: [f64; 2],
}
#[derive(Differentiable, Clone, Debug)]
pub struct Radial {
    base: Pinhole,
    k: [f64; 2],
}

#[differentiate]
impl Camera for Pinhole {
    #[differentiate(wrt(self, p))]
    fn project(&self, p: &[f64; 3]) -> Option<[f64; 2]> {
        if p[2] <= 1e-6 {
            return None;
        }
        Some([self.f * p[0] / p[2] + self.c[0], self.f * p[1] / p[2] + self.c[1]])
    }
}
#[differentiate]
impl Camera for Radial {
    #[differentiate(wrt(self, p))]
    fn project(&self, p: &[f64; 3]) -> Option<[f64; 2]> {
        let [x, y, z] = *p;
        let r2 = (x * x + y * y) / (z * z);
        let factor = 1.0 + r2 * (self.k[0] + r2 * self.k[1]);
        self.base.project(&[x * factor, y * factor, z])
    }
}

#[derive(Differentiable, Clone, Debug)]
pub struct Pose {
    rotation: [f64; 3],
    translation: [f64; 3],
}

#[differentiate]
impl Pose {
    #[differentiate(wrt(self, p))]
    fn transform(&self, p: &[f64; 3]) -> [f64; 3] {
        let w = &self.rotation;
        let theta2 = w.iter().map(|v| v * v).sum::<f64>();
        let cross = |a: &[f64; 3], b: &[f64; 3]| {
            [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
        };
        let wp = cross(w, p);
        let wwp = cross(w, &wp);
        let (a, b) = if theta2 > 1e-12 {
            let theta = theta2.sqrt();
            (theta.sin() / theta, (1.0 - theta.cos()) / theta2)
        } else {
            (1.0, 0.5)
        };
        std::array::from_fn(|i| p[i] + a * wp[i] + b * wwp[i] + self.translation[i])
    }
}

pub struct Observation {
    point: usize,
    pixel: [f64; 2],
}

#[differentiate(wrt(camera, pose, points))]
fn reprojection<C: Camera>(
    camera: &C,
    pose: &Pose,
    points: &[[f64; 3]],
    seen: &[Observation],
    delta: f64,
) -> f64 {
    seen.iter()
        .filter_map(|o| camera.project(&pose.transform(&points[o.point])).map(|px| (px, o)))
        .map(|(px, o)| {
            let r2 = (px[0] - o.pixel[0]).powi(2) + (px[1] - o.pixel[1]).powi(2);
            delta * delta * ((1.0 + r2 / (delta * delta)).sqrt() - 1.0)
        })
        .sum()
}

#[test]
fn points_that_some_cameras_see() {
    let seen = [
        Observation { point: 0, pixel: [0.5, 0.4] },
        Observation { point: 1, pixel: [-0.3, 0.2] },
        Observation { point: 2, pixel: [0.0, 0.0] },
    ];
    let make = |p: &[f64]| {
        (
            Radial { base: Pinhole { f: p[0], c: [p[1], p[2]] }, k: [p[3], p[4]] },
            Pose { rotation: [p[5], p[6], p[7]], translation: [p[8], p[9], p[10]] },
            p[11..].chunks(3).map(|c| [c[0], c[1], c[2]]).collect::<Vec<_>>(),
        )
    };
    let at = [
        1.2, 0.1, -0.1, 0.05, 0.02, 0.2, -0.1, 0.3, 0.1, 0.2, 0.5, 0.3, 0.2, 2.0, -0.4, 0.5, 1.7, 0.1, 0.1,
        -3.0,
    ];
    crate::check::agrees(
        &at,
        |p| {
            let (c, q, x) = make(p);
            reprojection(&c, &q, &x, &seen, 1.0)
        },
        |p| {
            let (c, q, x) = make(p);
            let (v, (c, q, x)) = reprojection_value_and_grad(&c, &q, &x, &seen, 1.0);
            let mut out = vec![c.base.f, c.base.c[0], c.base.c[1], c.k[0], c.k[1]];
            out.extend(q.rotation);
            out.extend(q.translation);
            out.extend(x.concat());
            (v, out)
        },
        1e-6,
    );
    // On the axis, the pixel moves by f / z for each unit of x; behind the camera nothing moves.
    let (camera, pose, _) = make(&[2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    let seen = [Observation { point: 0, pixel: [1.0, 0.0] }];
    let (_, _, points) = reprojection_grad(&camera, &pose, &[[0.0, 0.0, 4.0]], &seen, 1e3);
    assert!((points[0][0] + 0.5).abs() < 1e-6, "{points:?}");
    let (_, _, points) = reprojection_grad(&camera, &pose, &[[0.0, 0.0, -4.0]], &seen, 1e3);
    assert_eq!(points, [[0.0; 3]]);
}
