//! Rotations of `nalgebra`, made of an axis and angles, composed and applied.

use crate::check::common::assert_close;
use differentiate::{Differentiable, differentiate};
use nalgebra::{Rotation2, Rotation3, UnitQuaternion, Vector2, Vector3};

#[differentiate(wrt(axis, p, q))]
fn distance_after(axis: Vector3<f64>, p: Vector3<f64>, q: Vector3<f64>) -> f64 {
    let r = Rotation3::new(axis);
    (r * p - q).norm()
}

#[differentiate(wrt(angles, v))]
fn by_euler_angles(angles: [f64; 3], v: Vector3<f64>) -> f64 {
    let m = Rotation3::from_euler_angles(angles[0], angles[1], angles[2]);
    let there = m * v;
    let back = m.inverse() * m * v;
    there.x * there.y
        + there.z * back.x
        + m.transform_vector(&v).y
        + m.inverse_transform_vector(&v).z
        + m.into_inner()[(0, 2)]
}

#[differentiate(wrt(w, u, v))]
fn composed(w: Vector3<f64>, u: Vector3<f64>, v: Vector3<f64>) -> f64 {
    let q = UnitQuaternion::from_scaled_axis(w) * UnitQuaternion::new(u);
    let r = q.to_rotation_matrix();
    let (a, b) = (q * v, r * v);
    let c = q.inverse_transform_vector(&v);
    a.x * b.y + a.dot(&c) + (q.inverse() * a).z
}

#[differentiate(wrt(angle, v))]
fn in_the_plane(angle: f64, v: Vector2<f64>) -> f64 {
    let r = Rotation2::new(angle);
    let there = r * v;
    let back = (r * r).inverse() * v;
    there.x * back.y + r.transform_vector(&v).x
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Camera {
    position: Vector3<f64>,
    rotation: Vector3<f64>,
    focal: f64,
}

#[differentiate(wrt(self, point))]
impl Camera {
    fn project(&self, point: &Vector3<f64>) -> Option<Vector2<f64>> {
        let local = Rotation3::from_scaled_axis(self.rotation).inverse() * (point - self.position);
        if local.z <= 0.0 {
            return None;
        }
        Some(Vector2::new(self.focal * local.x / local.z, self.focal * local.y / local.z))
    }
    fn error(&self, point: &Vector3<f64>, seen: Vector2<f64>) -> f64 {
        self.project(point).map_or(0.0, |p| (p - seen).norm_squared())
    }
}

/// A rotation as a parameter: the gradient has the numbers of its matrix.
#[differentiate(wrt(r))]
fn of_a_rotation(r: Rotation3<f64>, v: Vector3<f64>) -> f64 {
    (r * v).x
}

#[test]
fn against_differences() {
    let (p, q) = (Vector3::new(1.0, 0.5, 0.2), Vector3::new(0.4, 0.5, 0.9));
    for scale in [1.0, 1e-4, 0.0] {
        let w = Vector3::new(0.1, 0.2, -0.3) * scale;
        check!((w, p, q) = (w, p, q); distance_after distance_after_value_and_grad distance_after_grad (*w, *p, *q));
        let u = Vector3::new(-0.5, 0.4, 0.3);
        check!((w, u, v) = (w, u, p); composed composed_value_and_grad composed_grad (*w, *u, *v));
    }
    check!((angles, v) = ([0.1, 0.2, 0.3], p); by_euler_angles by_euler_angles_value_and_grad by_euler_angles_grad (*angles, *v));
    check!((angle, v) = (0.3, Vector2::new(1.0, 0.5)); in_the_plane in_the_plane_value_and_grad in_the_plane_grad (*angle, *v));
}

#[test]
fn by_hand() {
    // At the identity a small rotation about z by φ takes x to x + φ y: (1, φ) in the plane.
    let (x, far) = (Vector3::x(), Vector3::new(0.0, -1.0, 0.0));
    let (by_axis, by_p, by_q) = distance_after_grad(Vector3::zeros(), x, far);
    let half = 0.5_f64.sqrt();
    // (1, φ) - (0, -1) has the length √2 and grows along its direction (½√2, ½√2).
    assert_close([by_axis.x, by_axis.y, by_axis.z], [0.0, 0.0, half]);
    assert_close([by_p.x, by_p.y, by_q.x, by_q.y], [half, half, -half, -half]);
    let v = Vector3::new(1.0, 2.0, 3.0);
    let gradient = of_a_rotation_grad(Rotation3::identity(), v);
    assert_eq!(gradient.matrix().row(0).transpose(), v);
    assert_eq!(gradient.matrix().row(1).norm() + gradient.matrix().row(2).norm(), 0.0);
}

#[test]
fn of_a_camera() {
    let camera = Camera {
        position: Vector3::new(0.1, 0.2, -1.0),
        rotation: Vector3::new(0.05, -0.1, 0.2),
        focal: 1.5,
    };
    let (point, seen) = (Vector3::new(0.3, 0.1, 2.0), Vector2::new(0.1, 0.1));
    crate::check::agrees(
        (camera, point),
        |(camera, point)| camera.error(point, seen),
        |(camera, point)| camera.error_value_and_grad(point, seen),
        |(camera, point)| camera.error_grad(point, seen),
    );
}
