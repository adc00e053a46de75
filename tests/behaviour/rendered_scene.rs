//! Structs of structs without a default value, in `Option`s that a ray tracer gives.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul, Neg, Sub};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct V3(pub f64, pub f64, pub f64);
#[differentiate]
impl Add for V3 {
    type Output = V3;
    fn add(self, o: V3) -> V3 {
        V3(self.0 + o.0, self.1 + o.1, self.2 + o.2)
    }
}
#[differentiate]
impl Sub for V3 {
    type Output = V3;
    fn sub(self, o: V3) -> V3 {
        V3(self.0 - o.0, self.1 - o.1, self.2 - o.2)
    }
}
#[differentiate]
impl Mul<f64> for V3 {
    type Output = V3;
    fn mul(self, s: f64) -> V3 {
        V3(self.0 * s, self.1 * s, self.2 * s)
    }
}
#[differentiate]
impl Neg for V3 {
    type Output = V3;
    fn neg(self) -> V3 {
        V3(-self.0, -self.1, -self.2)
    }
}
#[differentiate]
impl V3 {
    #[differentiate(wrt(self, o))]
    pub fn dot(self, o: V3) -> f64 {
        self.0 * o.0 + self.1 * o.1 + self.2 * o.2
    }
    #[differentiate(wrt(self))]
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }
    #[differentiate(wrt(self))]
    pub fn normalized(self) -> V3 {
        self * (1.0 / self.length())
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Ray {
    origin: V3,
    dir: V3,
}

#[derive(Differentiable, Clone, Copy, Debug)]
pub struct Hit {
    t: f64,
    normal: V3,
    albedo: f64,
}

#[derive(Differentiable, Clone, Debug)]
pub struct Sphere {
    center: V3,
    radius: f64,
    albedo: f64,
}

#[differentiate]
impl Sphere {
    #[differentiate(wrt(self))]
    pub fn hit(&self, ray: &Ray) -> Option<Hit> {
        let oc = ray.origin - self.center;
        let b = oc.dot(ray.dir);
        let c = oc.dot(oc) - self.radius * self.radius;
        let disc = b * b - c;
        if disc < 0.0 {
            return None;
        }
        let t = -b - disc.sqrt();
        if t < 1e-4 {
            return None;
        }
        let p = ray.origin + ray.dir * t;
        Some(Hit { t, normal: (p - self.center).normalized(), albedo: self.albedo })
    }
}

#[derive(Differentiable, Clone, Debug)]
pub struct Scene {
    spheres: Vec<Sphere>,
    light: V3,
}

#[differentiate]
impl Scene {
    #[differentiate(wrt(self))]
    fn closest(&self, ray: &Ray) -> Option<Hit> {
        self.spheres.iter().filter_map(|s| s.hit(ray)).min_by(|a, b| a.t.partial_cmp(&b.t).unwrap())
    }

    #[differentiate(wrt(self))]
    fn shade(&self, ray: &Ray) -> f64 {
        match self.closest(ray) {
            Some(hit) => hit.albedo * hit.normal.dot(self.light.normalized()).max(0.0),
            None => 0.1,
        }
    }

    #[differentiate(wrt(self))]
    fn image_loss(&self, rays: &[Ray], target: &[f64]) -> f64 {
        rays.iter().zip(target).map(|(r, t)| (self.shade(r) - t).powi(2)).sum()
    }
}

#[test]
fn a_rendered_scene() {
    let rays: Vec<Ray> = (0..5)
        .map(|i| Ray { origin: V3(0.0, 0.0, 0.0), dir: V3(0.1 * i as f64 - 0.2, 0.05, 1.0).normalized() })
        .collect();
    let target = [0.2, 0.4, 0.6, 0.1, 0.3];
    let make = |p: &[f64]| Scene {
        spheres: p[3..]
            .chunks(5)
            .map(|c| Sphere { center: V3(c[0], c[1], c[2]), radius: c[3], albedo: c[4] })
            .collect(),
        light: V3(p[0], p[1], p[2]),
    };
    crate::check::agrees(
        &[0.3, 0.8, -1.0, 0.0, 0.0, 4.0, 1.0, 0.7, 0.5, 0.2, 3.0, 0.6, 0.9],
        |p| make(p).image_loss(&rays, &target),
        |p| {
            let (v, g) = make(p).image_loss_value_and_grad(&rays, &target);
            let mut out = vec![g.light.0, g.light.1, g.light.2];
            for s in &g.spheres {
                out.extend([s.center.0, s.center.1, s.center.2, s.radius, s.albedo]);
            }
            (v, out)
        },
        1e-6,
    );
    // Head on, the distance is that of the center minus the radius.
    let sphere = Sphere { center: V3(0.0, 0.0, 4.0), radius: 1.0, albedo: 0.5 };
    let ray = Ray { origin: V3(0.0, 0.0, 0.0), dir: V3(0.0, 0.0, 1.0) };
    let zero = V3(0.0, 0.0, 0.0);
    let gradient = sphere.hit_vjp(&ray, HitGradient { t: 1.0, normal: zero, albedo: 0.0 }).unwrap();
    assert_eq!((gradient.center, gradient.radius, gradient.albedo), (V3(0.0, 0.0, 1.0), -1.0, 0.0));
    let beside = Ray { origin: V3(2.0, 0.0, 0.0), ..ray };
    assert!(sphere.hit_vjp(&beside, HitGradient { t: 1.0, normal: zero, albedo: 0.0 }).is_none());
}
