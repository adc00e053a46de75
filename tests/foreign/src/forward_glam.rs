//! Forward mode and second derivatives through the methods of `glam`'s vectors, matrices and quaternions.

use crate::forward::forward;
use differentiate::differentiate;
use glam::{DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4};

#[differentiate(grad, jvp, hvp, wrt(v, w))]
fn products(v: &DVec3, w: &DVec3) -> f64 {
    v.dot(*w) * v.length() + v.cross(*w).length_squared() * v.normalize().x + v.distance(*w) * v.distance_squared(*w)
}

#[differentiate(grad, jvp, hvp, wrt(v, w))]
fn directions(v: &DVec3, w: &DVec3) -> f64 {
    let u = v.reflect(w.normalize_or_zero()).project_onto(*w) + v.lerp(*w, v.x) * v.length_recip();
    u.x * u.y + v.midpoint(*w).z * u.z + v.mul_add(*w, u).element_product()
}

#[differentiate(grad, jvp, hvp, wrt(v, w))]
fn elements(v: &DVec3, w: &DVec3) -> f64 {
    let u = v.abs().max(*w) * v.min(*w).exp() + w.recip();
    u.element_sum() * v.max_element() * v.min_element() + u.truncate().extend(v.x).length()
}

#[differentiate(grad, jvp, hvp, wrt(v))]
fn plane(v: &DVec2) -> f64 {
    let u = DVec2::from_angle(v.x * v.y).rotate(*v) + DVec2::new(v.y, v.x * v.x).perp() + DVec2::splat(v.x);
    u.perp_dot(*v) * u.extend(v.y).length() * (DMat2::from_angle(v.y) * u).x
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn three(m: &DMat3) -> f64 {
    let i = m.inverse() * m.transpose();
    m.determinant() * (i * m.col(0)).dot(m.row(1)) + DMat3::from_diagonal(m.x_axis).determinant()
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn four(m: &DMat4) -> f64 {
    m.determinant() * (m.inverse() * m.x_axis.exp()).length()
}

#[differentiate(grad, jvp, hvp, wrt(q, v))]
fn rotated(q: &DQuat, v: &DVec3) -> f64 {
    let u = *q * *v + q.conjugate().mul_vec3(*v);
    let r = q.normalize() * DQuat::from_axis_angle(*v, v.x) * DQuat::from_rotation_y(v.z);
    u.x * u.y + (r * u).z * q.length() + r.dot(*q) * q.length_squared()
}

#[differentiate(grad, jvp, hvp, wrt(v))]
fn about_axes(v: &DVec3) -> f64 {
    let m = DMat3::from_rotation_x(v.x) * DMat3::from_rotation_y(v.y) * DMat3::from_rotation_z(v.z);
    let q = DQuat::from_rotation_x(v.y) * DQuat::from_rotation_z(v.x);
    m.mul_vec3(*v).x * (q * *v).y
}

#[differentiate(vjp, jvp, jacobian_into, wrt(v))]
fn image(v: &DVec3) -> DVec3 {
    v.cross(DVec3::new(0.0, 0.0, 1.0)) * v.length_squared()
}

fn first() -> DVec3 {
    DVec3::new(0.3, 0.7, -0.2)
}

fn second() -> DVec3 {
    DVec3::new(1.0, -0.5, 0.3)
}

fn matrix() -> DMat3 {
    DMat3::from_cols(first(), second(), DVec3::new(0.5, 0.1, 0.9))
}

fn of_four(by: f64) -> DMat4 {
    let columns = [DVec4::new(1.0, 0.2, 0.1, 0.3), DVec4::new(-0.3, 1.2, 0.4, by), DVec4::new(by, 0.5, 1.1, -0.2), DVec4::new(0.6, by, 0.2, 0.9)];
    DMat4::from_cols(columns[0], columns[1], columns[2], columns[3])
}

forward! {
    products products_grad products_jvp products_hvp (v: first(), DVec3::new(1.0, 0.4, 0.2); w: second(), first());
    directions directions_grad directions_jvp directions_hvp (v: first(), DVec3::new(1.0, 0.4, 0.2); w: second(), first());
    elements elements_grad elements_jvp elements_hvp (v: first(), DVec3::new(1.0, 0.4, 0.2); w: second(), first());
    plane plane_grad plane_jvp plane_hvp (v: DVec2::new(0.3, 0.7), DVec2::new(1.0, -0.5));
    three three_grad three_jvp three_hvp (m: matrix(), matrix().transpose());
    four four_grad four_jvp four_hvp (m: of_four(0.7), of_four(-0.4).transpose());
    rotated rotated_grad rotated_jvp rotated_hvp (q: DQuat::from_xyzw(0.1, 0.2, 0.3, 0.4), DQuat::from_xyzw(1.0, 0.2, -0.3, 0.4); v: first(), second());
    about_axes about_axes_grad about_axes_jvp about_axes_hvp (v: first(), second());
}

#[test]
fn jacobian_of_a_vector() {
    // (y, -x, 0) r², r² = x² + y² + z², at (1, 2, 0).
    let mut rows = [0.0; 9];
    image_jacobian_into(&DVec3::new(1.0, 2.0, 0.0), &mut rows);
    assert_eq!(rows, [4.0, 13.0, 0.0, -7.0, -4.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn length_at_the_origin() {
    assert_eq!(products_jvp(&DVec3::new(0.0, 0.0, 1.0), &DVec3::ZERO, &DVec3::X, &DVec3::ZERO), (1.0, 0.0));
}
