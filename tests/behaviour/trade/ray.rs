//! Graphics: shading of spheres, differentiated with respect to the scene.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul, Neg, Sub};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Vec3(pub f64, pub f64, pub f64);

#[differentiate(wrt(self, o))]
impl Vec3 {
    pub fn dot(&self, o: &Vec3) -> f64 {
        self.0 * o.0 + self.1 * o.1 + self.2 * o.2
    }
    pub fn length(&self) -> f64 {
        self.dot(self).sqrt()
    }
    pub fn normalize(&self) -> Vec3 {
        *self * (1.0 / self.length())
    }
    pub fn reflect(&self, o: &Vec3) -> Vec3 {
        *self - *o * (2.0 * self.dot(o))
    }
}

#[differentiate]
impl Add for Vec3 {
    type Output = Vec3;
    fn add(self, o: Vec3) -> Vec3 {
        Vec3(self.0 + o.0, self.1 + o.1, self.2 + o.2)
    }
}
#[differentiate]
impl Sub for Vec3 {
    type Output = Vec3;
    fn sub(self, o: Vec3) -> Vec3 {
        Vec3(self.0 - o.0, self.1 - o.1, self.2 - o.2)
    }
}
#[differentiate]
impl Mul<f64> for Vec3 {
    type Output = Vec3;
    fn mul(self, k: f64) -> Vec3 {
        Vec3(self.0 * k, self.1 * k, self.2 * k)
    }
}
#[differentiate]
impl Neg for Vec3 {
    type Output = Vec3;
    fn neg(self) -> Vec3 {
        Vec3(-self.0, -self.1, -self.2)
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Ray {
    origin: Vec3,
    direction: Vec3,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Sphere {
    center: Vec3,
    radius: f64,
    shininess: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Scene {
    spheres: Vec<Sphere>,
    light: Vec3,
    ambient: f64,
}

impl Sphere {
    #[differentiate(wrt(self))]
    pub fn intersect(&self, ray: &Ray) -> Option<f64> {
        let oc = ray.origin - self.center;
        let b = oc.dot(&ray.direction);
        let c = oc.dot(&oc) - self.radius * self.radius;
        let disc = b * b - c;
        if disc <= 0.0 {
            return None;
        }
        let t = -b - disc.sqrt();
        if t > 1e-6 { Some(t) } else { None }
    }
}

impl Scene {
    #[differentiate(wrt(self))]
    pub fn shade(&self, ray: &Ray) -> f64 {
        let mut nearest = f64::INFINITY;
        let mut color = self.ambient;
        for sphere in &self.spheres {
            if let Some(t) = sphere.intersect(ray) {
                if t < nearest {
                    nearest = t;
                    let point = ray.origin + ray.direction * t;
                    let normal = (point - sphere.center).normalize();
                    let to_light = (self.light - point).normalize();
                    let diffuse = normal.dot(&to_light).max(0.0);
                    let specular =
                        (-to_light).reflect(&normal).dot(&-ray.direction).max(0.0).powf(sphere.shininess);
                    color = self.ambient + 0.7 * diffuse + 0.3 * specular;
                }
            }
        }
        color
    }

    #[differentiate(wrt(self))]
    pub fn image_loss(&self, rays: &[Ray], image: &[f64]) -> f64 {
        rays.iter().zip(image).map(|(ray, pixel)| (self.shade(ray) - pixel).powi(2)).sum()
    }
}

#[test]
fn rendered() {
    let scene = Scene {
        spheres: vec![
            Sphere { center: Vec3(0.0, 0.0, 3.0), radius: 1.0, shininess: 4.0 },
            Sphere { center: Vec3(0.8, 0.3, 2.2), radius: 0.5, shininess: 8.0 },
        ],
        light: Vec3(2.0, 2.0, -1.0),
        ambient: 0.1,
    };
    let rays: Vec<Ray> = (0..6)
        .map(|i| Ray {
            origin: Vec3(0.0, 0.0, 0.0),
            direction: Vec3(0.1 * i as f64 - 0.2, 0.05 * i as f64, 1.0).normalize(),
        })
        .collect();
    let image = [0.2, 0.5, 0.7, 0.4, 0.3, 0.1];
    check(&scene, |s| s.image_loss(&rays, &image), &scene.image_loss_grad(&rays, &image));
}
