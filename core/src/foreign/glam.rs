// `glam`: vectors, matrices and quaternions. A quaternion is four numbers, whose gradient is not projected onto the unit sphere. This file is
// included once for each version, where `glam` is that version.

use ::core::borrow::Borrow;
use glam::{
    DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4, Mat2, Mat3, Mat4, Quat, Vec2, Vec3, Vec3A, Vec4,
};

/// Vectors: what all of them have.
macro_rules! vectors {
    ($($own:ident $float:ident $trait:ident ($($x:ident $i:tt),*);)*) => {$(
        made_of_floats! { [] $own, |v| $own::ZERO, slice(v).iter(), slice_mut(v).iter_mut(); }
        operators! {
            [] $own, + $own => $own, |a, b, d| d, d;
            [] $own, - $own => $own, |a, b, d| d, -d;
            [] $own, * $own => $own, |a, b, d| d * b, d * a;
            [] $own, / $own => $own, |a, b, d| d / b, -(d * (a / b) / b);
            [] $own, + $float => $own, |a, b, d| d, d.element_sum();
            [] $own, - $float => $own, |a, b, d| d, -d.element_sum();
            [] $own, * $float => $own, |a, b, d| d * b, a.dot(d);
            [] $own, / $float => $own, |a, b, d| d / b, -(a / b).dot(d) / b;
            [] $float, + $own => $own, |a, b, d| d.element_sum(), d;
            [] $float, - $own => $own, |a, b, d| d.element_sum(), -d;
            [] $float, * $own => $own, |a, b, d| b.dot(d), d * a;
            [] $float, / $own => $own, |a, b, d| (d / b).element_sum(), -(d * (a / b) / b);
        }
        assignments! {
            [] $own, + $own, |a, b, d| d, d;
            [] $own, - $own, |a, b, d| d, -d;
            [] $own, * $own, |a, b, d| d * b, d * a;
            [] $own, / $own, |a, b, d| d / b, -(d * (a / b) / b);
            [] $own, + $float, |a, b, d| d, d.element_sum();
            [] $own, - $float, |a, b, d| d, -d.element_sum();
            [] $own, * $float, |a, b, d| d * b, a.dot(d);
            [] $own, / $float, |a, b, d| d / b, -(a / b).dot(d) / b;
        }
        negations! { [] $own; }
        sums! { [] [] $own; }
        methods! {
            $trait[] for $own;
            functions {
                annotate_new_with_differentiate($($x: $float => $float),*) => $own::new($($x),*), $own, |d| ($(d[$i]),*);
                annotate_splat_with_differentiate(x: $float => $float) => $own::splat(x), $own, |d| (d.element_sum());
                annotate_from_array_with_differentiate(a: [$float; [$($i),*].len()] => [$float; [$($i),*].len()]) => $own::from_array(a), $own, |d| (d.to_array());
            }
            methods {
                annotate_dot_with_differentiate(a, b: $own => $own) => a.dot(b), $float, |v, d| (b * d, a * d);
                annotate_length_with_differentiate(a) => a.length(), $float, |v, d| (a * over(d, v));
                annotate_length_squared_with_differentiate(a) => a.length_squared(), $float, |v, d| (a * (d + d));
                annotate_length_recip_with_differentiate(a) => a.length_recip(), $float, |v, d| (a * (-d * v * v * v));
                annotate_distance_with_differentiate(a, b: $own => $own) => a.distance(b), $float, |v, d| ((a - b) * over(d, v), (b - a) * over(d, v));
                annotate_distance_squared_with_differentiate(a, b: $own => $own) => a.distance_squared(b), $float, |v, d| ((a - b) * (d + d), (b - a) * (d + d));
                annotate_normalize_with_differentiate(a) => a.normalize(), $own, |v, d| ((d - v * v.dot(d)) / a.length());
                annotate_normalize_or_zero_with_differentiate(a) => a.normalize_or_zero(), $own,
                    |v, d| (if v == $own::ZERO { $own::ZERO } else { (d - v * v.dot(d)) / a.length() });
                annotate_lerp_with_differentiate(a, b: $own => $own, t: $float => $float) => a.lerp(b, t), $own, |v, d| (d * (1.0 - t), d * t, (b - a).dot(d));
                annotate_midpoint_with_differentiate(a, b: $own => $own) => a.midpoint(b), $own, |v, d| (d * 0.5, d * 0.5);
                annotate_abs_with_differentiate(a) => a.abs(), $own, |v, d| ($own::new($(d[$i] * sign(a[$i])),*));
                annotate_element_sum_with_differentiate(a) => a.element_sum(), $float, |v, d| ($own::splat(d));
                annotate_element_product_with_differentiate(a) => a.element_product(), $float, |v, d| ($own::new($(d * product_without(slice(&a), $i)),*));
                annotate_min_element_with_differentiate(a) => a.min_element(), $float, |v, d| ($own::new($(d * share_of(slice(&a), $i, v)),*));
                annotate_max_element_with_differentiate(a) => a.max_element(), $float, |v, d| ($own::new($(d * share_of(slice(&a), $i, v)),*));
                annotate_recip_with_differentiate(a) => a.recip(), $own, |v, d| (-(d * v * v));
                annotate_exp_with_differentiate(a) => a.exp(), $own, |v, d| (d * v);
                annotate_mul_add_with_differentiate(a, b: $own => $own, c: $own => $own) => a.mul_add(b, c), $own, |v, d| (d * b, d * a, d);
                annotate_min_with_differentiate(a, b: $own => $own) => a.min(b), $own,
                    |v, d| ($own::new($(d[$i] * share(b[$i] - a[$i])),*), $own::new($(d[$i] * share(a[$i] - b[$i])),*));
                annotate_max_with_differentiate(a, b: $own => $own) => a.max(b), $own,
                    |v, d| ($own::new($(d[$i] * share(a[$i] - b[$i])),*), $own::new($(d[$i] * share(b[$i] - a[$i])),*));
                annotate_project_onto_with_differentiate(a, b: $own => $own) => a.project_onto(b), $own, |v, d| ({
                    let square = b.length_squared();
                    b * (b.dot(d) / square)
                }, {
                    let (square, along) = (b.length_squared(), a.dot(b));
                    (a * b.dot(d) + d * along) / square - b * (2.0 * along * b.dot(d) / (square * square))
                });
                annotate_reflect_with_differentiate(a, n: $own => $own) => a.reflect(n), $own,
                    |v, d| (d - n * (2.0 * n.dot(d)), (d * a.dot(n) + a * n.dot(d)) * -2.0);
                annotate_to_array_with_differentiate(a) => a.to_array(), [$float; [$($i),*].len()], |v, d| ($own::from_array(d));
                annotate_clone_with_differentiate(a) => a, $own, |v, d| (d);
            }
        }
    )*};
}

/// The numbers of a vector.
fn slice<V: AsRef<[F; N]>, F, const N: usize>(v: &V) -> &[F] {
    v.as_ref()
}

/// The same to be changed.
fn slice_mut<V: AsMut<[F; N]>, F, const N: usize>(v: &mut V) -> &mut [F] {
    v.as_mut()
}

/// The direction in which a length grows; zero at zero, the subgradient of least norm.
#[inline]
fn over<F: crate::Float>(d: F, length: F) -> F {
    if length == F::ZERO { F::ZERO } else { d / length }
}

/// The slope of the absolute value.
#[inline]
fn sign<F: crate::Float>(x: F) -> F {
    if x == F::ZERO { F::ZERO } else { x.signum() }
}

/// The product of all elements but one.
fn product_without<F: crate::Float>(elements: &[F], at: usize) -> F {
    elements.iter().enumerate().filter(|(i, _)| *i != at).fold(F::ONE, |product, (_, x)| product * *x)
}

/// How much of an extreme element is that element's: those that have it share it.
fn share_of<F: crate::Float>(elements: &[F], at: usize, extreme: F) -> F {
    match elements[at] == extreme {
        true => F::ONE / elements.iter().filter(|x| **x == extreme).fold(F::ZERO, |count, _| count + F::ONE),
        false => F::ZERO,
    }
}

/// How much of a maximum is the operand's that is larger by so much.
#[inline]
fn share<F: crate::Float>(larger_by: F) -> F {
    if larger_by > F::ZERO {
        F::ONE
    } else if larger_by == F::ZERO {
        F::ONE / (F::ONE + F::ONE)
    } else {
        F::ZERO
    }
}

vectors! {
    DVec2 f64 DVec2Rules(x 0, y 1);
    DVec3 f64 DVec3Rules(x 0, y 1, z 2);
    DVec4 f64 DVec4Rules(x 0, y 1, z 2, w 3);
    Vec2 f32 Vec2Rules(x 0, y 1);
    Vec3 f32 Vec3Rules(x 0, y 1, z 2);
    Vec3A f32 Vec3ARules(x 0, y 1, z 2);
    Vec4 f32 Vec4Rules(x 0, y 1, z 2, w 3);
}

/// What vectors of two, three and four numbers have, for doubles and singles.
macro_rules! sizes {
    ($($float:ident $two:ident $three:ident $four:ident, $in_two:ident $in_three:ident $in_four:ident;)*) => {$(
        methods! {
            $in_two[] for $two;
            functions {
                annotate_from_angle_with_differentiate(t: $float => $float) => $two::from_angle(t), $two, |d| ($two::from_angle(t).perp().dot(d));
            }
            methods {
                annotate_perp_with_differentiate(a) => a.perp(), $two, |v, d| (-d.perp());
                annotate_perp_dot_with_differentiate(a, b: $two => $two) => a.perp_dot(b), $float, |v, d| (-b.perp() * d, a.perp() * d);
                annotate_rotate_with_differentiate(a, b: $two => $two) => a.rotate(b), $two,
                    |v, d| ($two::new(b.x, -b.y).rotate(d), $two::new(a.x, -a.y).rotate(d));
                annotate_extend_with_differentiate(a, z: $float => $float) => a.extend(z), $three, |v, d| (d.truncate(), d.z);
            }
        }
        methods! {
            $in_three[] for $three;
            functions {}
            methods {
                annotate_cross_with_differentiate(a, b: $three => $three) => a.cross(b), $three, |v, d| (b.cross(d), d.cross(a));
                annotate_extend_with_differentiate(a, w: $float => $float) => a.extend(w), $four, |v, d| (d.truncate(), d.w);
                annotate_truncate_with_differentiate(a) => a.truncate(), $two, |v, d| (d.extend(0.0));
            }
        }
        methods! {
            $in_four[] for $four;
            functions {}
            methods {
                annotate_truncate_with_differentiate(a) => a.truncate(), $three, |v, d| (d.extend(0.0));
            }
        }
    )*};
}

sizes! {
    f64 DVec2 DVec3 DVec4, InDVec2 InDVec3 InDVec4;
    f32 Vec2 Vec3 Vec4, InVec2 InVec3 InVec4;
}

methods! {
    InVec3A[] for Vec3A;
    functions {}
    methods {
        annotate_cross_with_differentiate(a, b: Vec3A => Vec3A) => a.cross(b), Vec3A, |v, d| (b.cross(d), d.cross(a));
        annotate_truncate_with_differentiate(a) => a.truncate(), Vec2, |v, d| (d.extend(0.0).into());
    }
}

/// The sum of the products of the elements of two matrices.
macro_rules! inner {
    ($a:expr, $b:expr, $($axis:ident)*) => {
        0.0 $(+ $a.$axis.dot($b.$axis))*
    };
}

/// `a bᵀ`, a column for each number of `b`.
macro_rules! outer {
    ($mat:ident, $a:expr, $b:expr, $($x:ident)*) => {
        $mat::from_cols($($a * $b.$x),*)
    };
}

/// Square matrices.
macro_rules! matrices {
    ($($own:ident $vec:ident $float:ident $trait:ident ($($x:ident $axis:ident $i:tt),*);)*) => {$(
        made_of_floats! { [] $own, |m| $own::ZERO, slice(m).iter(), slice_mut(m).iter_mut(); }
        operators! {
            [] $own, + $own => $own, |a, b, d| d, d;
            [] $own, - $own => $own, |a, b, d| d, -d;
            [] $own, * $own => $own, |a, b, d| d * b.transpose(), a.transpose() * d;
            [] $own, * $vec => $vec, |a, b, d| outer!($own, d, b, $($x)*), a.transpose() * d;
            [] $own, * $float => $own, |a, b, d| d * b, inner!(a, d, $($axis)*);
            [] $own, / $float => $own, |a, b, d| d * (1.0 / b), -inner!((a * (1.0 / b)), d, $($axis)*) / b;
            [] $float, * $own => $own, |a, b, d| inner!(b, d, $($axis)*), d * a;
        }
        assignments! {
            [] $own, + $own, |a, b, d| d, d;
            [] $own, - $own, |a, b, d| d, -d;
            [] $own, * $own, |a, b, d| d * b.transpose(), a.transpose() * d;
            [] $own, * $float, |a, b, d| d * b, inner!(a, d, $($axis)*);
        }
        negations! { [] $own; }
        methods! {
            $trait[] for $own;
            functions {
                annotate_from_cols_with_differentiate($($axis: $vec => $vec),*) => $own::from_cols($($axis),*), $own, |d| ($(d.$axis),*);
                annotate_from_diagonal_with_differentiate(v: $vec => $vec) => $own::from_diagonal(v), $own, |d| ($vec::new($(d.$axis.$x),*));
            }
            methods {
                annotate_transpose_with_differentiate(a) => a.transpose(), $own, |v, d| (d.transpose());
                annotate_inverse_with_differentiate(a) => a.inverse(), $own, |v, d| (-(v.transpose() * d * v.transpose()));
                annotate_determinant_with_differentiate(a) => a.determinant(), $float, |v, d| (cofactors(a) * d);
                annotate_col_with_differentiate(a, i: usize => ()) => a.col(i), $vec, |v, d| ({ let mut m = $own::ZERO; *m.col_mut(i) = d; m }, ());
                annotate_row_with_differentiate(a, i: usize => ()) => a.row(i), $vec, |v, d| ({ let mut m = $own::ZERO; *m.col_mut(i) = d; m.transpose() }, ());
                annotate_clone_with_differentiate(a) => a, $own, |v, d| (d);
            }
        }
    )*};
}

/// The derivative of the determinant, which singular matrices have too.
trait Cofactors {
    fn cofactors(self) -> Self;
}

#[inline]
fn cofactors<M: Cofactors>(m: M) -> M {
    m.cofactors()
}

macro_rules! cofactors {
    ($($two:ident $three:ident $vec:ident $four:ident $long:ident;)*) => {$(
        impl Cofactors for $two {
            fn cofactors(self) -> Self {
                let (a, b) = (self.x_axis, self.y_axis);
                $two::from_cols_array(&[b.y, -b.x, -a.y, a.x])
            }
        }
        impl Cofactors for $three {
            fn cofactors(self) -> Self {
                let (a, b, c) = (self.x_axis, self.y_axis, self.z_axis);
                $three::from_cols(b.cross(c), c.cross(a), a.cross(b))
            }
        }
        impl Cofactors for $four {
            fn cofactors(self) -> Self {
                let columns = [self.x_axis, self.y_axis, self.z_axis, self.w_axis];
                let mut cofactors = $four::ZERO;
                for i in 0..4 {
                    for j in 0..4 {
                        let mut rest = [$vec::ZERO; 3];
                        let others = (0..4).filter(|k| *k != i);
                        for (to, k) in rest.iter_mut().zip(others) {
                            let mut numbers = (0..4).filter(|l| *l != j).map(|l| columns[k][l]);
                            let mut next = || numbers.next().unwrap_or_default();
                            *to = $vec::new(next(), next(), next());
                        }
                        let minor = rest[0].dot(rest[1].cross(rest[2]));
                        cofactors.col_mut(i)[j] = if (i + j) % 2 == 0 { minor } else { -minor };
                    }
                }
                cofactors
            }
        }
    )*};
}

cofactors! {
    DMat2 DMat3 DVec3 DMat4 DVec4;
    Mat2 Mat3 Vec3 Mat4 Vec4;
}

matrices! {
    DMat2 DVec2 f64 DMat2Rules(x x_axis 0, y y_axis 1);
    DMat3 DVec3 f64 DMat3Rules(x x_axis 0, y y_axis 1, z z_axis 2);
    DMat4 DVec4 f64 DMat4Rules(x x_axis 0, y y_axis 1, z z_axis 2, w w_axis 3);
    Mat2 Vec2 f32 Mat2Rules(x x_axis 0, y y_axis 1);
    Mat3 Vec3 f32 Mat3Rules(x x_axis 0, y y_axis 1, z z_axis 2);
    Mat4 Vec4 f32 Mat4Rules(x x_axis 0, y y_axis 1, z z_axis 2, w w_axis 3);
}

/// Rotations: quaternions, and matrices of them.
macro_rules! rotations {
    ($($float:ident $quat:ident $vec:ident $long:ident $two:ident $mat:ident, $trait:ident $of_two:ident $of_mat:ident;)*) => {$(
        impl crate::Differentiable for $quat {
            type Tangent = $quat;
            fn zero(&self) -> $quat {
                $quat::from_xyzw(0.0, 0.0, 0.0, 0.0)
            }
            fn step(&mut self, scale: f64, tangent: &$quat) {
                *self = $quat::from_vec4($long::from(*self) + $long::from(*tangent) * scale as $float);
            }
            fn flat_len(&self) -> usize {
                4
            }
            fn write_flat(&self, floats: &mut [f64]) {
                crate::Differentiable::write_flat(&self.to_array(), floats);
            }
            fn read_flat(&mut self, floats: &[f64]) {
                let mut parts = self.to_array();
                crate::Differentiable::read_flat(&mut parts, floats);
                *self = $quat::from_array(parts);
            }
        }
        impl crate::Tangent for $quat {
            #[inline]
            fn accumulate(&mut self, other: &$quat) {
                *self = $quat::from_vec4($long::from(*self) + $long::from(*other));
            }
            fn is_zero(&self) -> bool {
                $long::from(*self) == $long::ZERO
            }
            fn scale(&mut self, factor: f64) {
                *self = $quat::from_vec4($long::from(*self) * factor as $float);
            }
            fn dot(&self, other: &$quat) -> f64 {
                f64::from($quat::dot(*self, *other))
            }
        }
        operators! {
            [] $quat, * $quat => $quat, |a, b, d| product(d, b.conjugate()), product(a.conjugate(), d);
            [] $quat, * $float => $quat, |a, b, d| d * b, a.dot(d);
            [] $quat, + $quat => $quat, |a, b, d| d, d;
        }
        operators! {
            without_tangents
            [] $quat, * $vec => $vec, |q, v, d| $quat::from_vec4({
                let (w, b) = (q.w, $vec::new(q.x, q.y, q.z));
                let along = b * (-2.0 * v.dot(d)) + (d * v.dot(b) + v * b.dot(d)) * 2.0 + v.cross(d) * (2.0 * w);
                along.extend(2.0 * (w * v.dot(d) + b.cross(v).dot(d)))
            }), {
                let (w, b) = (q.w, $vec::new(q.x, q.y, q.z));
                d * (w * w - b.dot(b)) + b * (2.0 * b.dot(d)) - b.cross(d) * (2.0 * w)
            };
        }
        negations! { [] $quat; }
        methods! {
            $trait[] for $quat;
            functions {
                annotate_from_xyzw_with_differentiate(x: $float => $float, y: $float => $float, z: $float => $float, w: $float => $float) => $quat::from_xyzw(x, y, z, w), $quat,
                    |d| (d.x, d.y, d.z, d.w);
                annotate_from_axis_angle_with_differentiate(axis: $vec => $vec, t: $float => $float) => $quat::from_axis_angle(axis, t), $quat, |d| (
                    $vec::new(d.x, d.y, d.z) * (t * 0.5).sin(),
                    0.5 * ($vec::new(d.x, d.y, d.z).dot(axis) * (t * 0.5).cos() - d.w * (t * 0.5).sin())
                );
                annotate_from_rotation_x_with_differentiate(t: $float => $float) => $quat::from_rotation_x(t), $quat, |d| (0.5 * (d.x * (t * 0.5).cos() - d.w * (t * 0.5).sin()));
                annotate_from_rotation_y_with_differentiate(t: $float => $float) => $quat::from_rotation_y(t), $quat, |d| (0.5 * (d.y * (t * 0.5).cos() - d.w * (t * 0.5).sin()));
                annotate_from_rotation_z_with_differentiate(t: $float => $float) => $quat::from_rotation_z(t), $quat, |d| (0.5 * (d.z * (t * 0.5).cos() - d.w * (t * 0.5).sin()));
            }
            methods {
                annotate_conjugate_with_differentiate(q) => q.conjugate(), $quat, |v, d| (d.conjugate());
                annotate_inverse_with_differentiate(q) => q.inverse(), $quat, |v, d| (d.conjugate());
                annotate_dot_with_differentiate(a, b: $quat => $quat) => a.dot(b), $float, |v, d| (b * d, a * d);
                annotate_length_with_differentiate(a) => a.length(), $float, |v, d| (a * over(d, v));
                annotate_length_squared_with_differentiate(a) => a.length_squared(), $float, |v, d| (a * (d + d));
                annotate_normalize_with_differentiate(a) => a.normalize(), $quat, |v, d| ((d + v * -v.dot(d)) * (1.0 / a.length()));
                annotate_mul_vec3_with_differentiate(q, v: $vec => $vec) => q.mul_vec3(v), $vec, |value, d| ({
                    let (w, b) = (q.w, $vec::new(q.x, q.y, q.z));
                    let along = b * (-2.0 * v.dot(d)) + (d * v.dot(b) + v * b.dot(d)) * 2.0 + v.cross(d) * (2.0 * w);
                    $quat::from_vec4(along.extend(2.0 * (w * v.dot(d) + b.cross(v).dot(d))))
                }, {
                    let (w, b) = (q.w, $vec::new(q.x, q.y, q.z));
                    d * (w * w - b.dot(b)) + b * (2.0 * b.dot(d)) - b.cross(d) * (2.0 * w)
                });
                annotate_clone_with_differentiate(a) => a, $quat, |v, d| (d);
            }
        }
        methods! {
            $of_two[] for $two;
            functions {
                annotate_from_angle_with_differentiate(t: $float => $float) => $two::from_angle(t), $two,
                    |d| ({ let (s, c) = t.sin_cos(); inner!($two::from_cols_array(&[-s, c, -c, -s]), d, x_axis y_axis) });
            }
            methods {}
        }
        methods! {
            $of_mat[] for $mat;
            functions {
                annotate_from_rotation_x_with_differentiate(t: $float => $float) => $mat::from_rotation_x(t), $mat,
                    |d| ({ let (s, c) = t.sin_cos(); inner!($mat::from_cols_array(&[0.0, 0.0, 0.0, 0.0, -s, c, 0.0, -c, -s]), d, x_axis y_axis z_axis) });
                annotate_from_rotation_y_with_differentiate(t: $float => $float) => $mat::from_rotation_y(t), $mat,
                    |d| ({ let (s, c) = t.sin_cos(); inner!($mat::from_cols_array(&[-s, 0.0, -c, 0.0, 0.0, 0.0, c, 0.0, -s]), d, x_axis y_axis z_axis) });
                annotate_from_rotation_z_with_differentiate(t: $float => $float) => $mat::from_rotation_z(t), $mat,
                    |d| ({ let (s, c) = t.sin_cos(); inner!($mat::from_cols_array(&[-s, c, 0.0, -c, -s, 0.0, 0.0, 0.0, 0.0]), d, x_axis y_axis z_axis) });
            }
            methods {
                annotate_mul_vec3_with_differentiate(a, b: $vec => $vec) => a.mul_vec3(b), $vec, |v, d| (outer!($mat, d, b, x y z), a.transpose() * d);
            }
        }
    )*};
}

/// A product of quaternions that need not be of unit length.
#[inline]
fn product<Q: ::core::ops::Mul<Q, Output = Q>>(a: Q, b: Q) -> Q {
    a * b
}

rotations! {
    f64 DQuat DVec3 DVec4 DMat2 DMat3, DQuatRules OfDMat2 OfDMat3;
    f32 Quat Vec3 Vec4 Mat2 Mat3, QuatRules OfMat2 OfMat3;
}

/// What generated code imports.
pub mod rules {
    pub use super::{
        DMat2Rules as _, DMat3Rules as _, DMat4Rules as _, DQuatRules as _, DVec2Rules as _, DVec3Rules as _, DVec4Rules as _, InDVec2 as _,
        InDVec3 as _, InDVec4 as _, InVec2 as _, InVec3 as _, InVec3A as _, InVec4 as _, Mat2Rules as _, Mat3Rules as _, Mat4Rules as _, OfDMat2 as _,
        OfDMat3 as _, OfMat2 as _, OfMat3 as _, QuatRules as _, Vec2Rules as _, Vec3ARules as _, Vec3Rules as _, Vec4Rules as _,
    };
}
