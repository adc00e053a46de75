// `glam`: vectors, matrices and quaternions. A quaternion is four numbers, whose gradient is not projected onto the unit sphere. This file is
// included once for each version, where `glam` is that version.

use super::{Total, total};
#[cfg(not(feature = "std"))]
use crate::Float as _;
use ::core::borrow::Borrow;
use glam::{
    DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4, Mat2, Mat3, Mat4, Quat, Vec2, Vec3, Vec3A, Vec4,
};

/// Vectors: what all of them have.
macro_rules! vectors {
    ($($own:ident $float:ident $trait:ident $tangents:ident ($($x:ident $t:ident $i:tt),*);)*) => {$(
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
        impl Total for $own {
            #[inline]
            fn total(self, other: $own) -> $own {
                self + other
            }
        }
        impl Vector<$float> for $own {
            #[inline]
            fn inner(self, other: $own) -> $float {
                self.dot(other)
            }
        }
        tangents! {
            $tangents[] for $own;
            functions {
                linear add_jvp_to_the_attribute_of_new { annotate_new_with_differentiate($($x $t: $float),*) -> $own }
                linear add_jvp_to_the_attribute_of_splat { annotate_splat_with_differentiate(x t: $float) -> $own }
                linear add_jvp_to_the_attribute_of_from_array { annotate_from_array_with_differentiate(a t: [$float; [$($i),*].len()]) -> $own }
            }
            methods {
                bilinear add_jvp_to_the_attribute_of_dot { annotate_dot_with_differentiate(b u: $own) -> $float }
                by add_jvp_to_the_attribute_of_length { annotate_length_with_differentiate() -> $float = |a, v, t, d| over(a.dot(t), v), turned(a, v, t) * d }
                by add_jvp_to_the_attribute_of_length_squared { annotate_length_squared_with_differentiate() -> $float = |a, v, t, d| 2.0 * a.dot(t), t * (d + d) }
                by add_jvp_to_the_attribute_of_length_recip { annotate_length_recip_with_differentiate() -> $float
                    = |a, v, t, d| -a.dot(t) * v * v * v, (a * (3.0 * a.dot(t) * v * v) - t) * (d * v * v * v) }
                by add_jvp_to_the_attribute_of_distance { annotate_distance_with_differentiate(b u: $own) -> $float
                    = |a, v, t, d| over((a - b).dot(t - u), v), turned(a - b, v, t - u) * d, turned(b - a, v, u - t) * d }
                by add_jvp_to_the_attribute_of_distance_squared { annotate_distance_squared_with_differentiate(b u: $own) -> $float
                    = |a, v, t, d| 2.0 * (a - b).dot(t - u), (t - u) * (d + d), (u - t) * (d + d) }
                by add_jvp_to_the_attribute_of_normalize { annotate_normalize_with_differentiate() -> $own
                    = |a, v, t, d| turned(a, a.length(), t), turned_again(a, v, t, d) }
                by add_jvp_to_the_attribute_of_normalize_or_zero { annotate_normalize_or_zero_with_differentiate() -> $own
                    = |a, v, t, d| if v == $own::ZERO { v } else { turned(a, a.length(), t) }, if v == $own::ZERO { v } else { turned_again(a, v, t, d) } }
                by add_jvp_to_the_attribute_of_lerp { annotate_lerp_with_differentiate(b u: $own, k t_k: $float) -> $own
                    = |a, v, t, d| t * (1.0 - k) + u * k + (b - a) * t_k, d * -t_k, d * t_k, (u - t).dot(d) }
                linear add_jvp_to_the_attribute_of_midpoint { annotate_midpoint_with_differentiate(b u: $own) -> $own }
                by add_jvp_to_the_attribute_of_abs { annotate_abs_with_differentiate() -> $own = |a, v, t, d| $own::new($(t[$i] * sign(a[$i])),*), $own::ZERO }
                linear add_jvp_to_the_attribute_of_element_sum { annotate_element_sum_with_differentiate() -> $float }
                by add_jvp_to_the_attribute_of_element_product { annotate_element_product_with_differentiate() -> $float
                    = |a, v, t, d| 0.0 $(+ t[$i] * product_without(slice(&a), $i))*, $own::new($(d * slope_without(slice(&a), slice(&t), $i)),*) }
                by add_jvp_to_the_attribute_of_min_element { annotate_min_element_with_differentiate() -> $float
                    = |a, v, t, d| 0.0 $(+ t[$i] * share_of(slice(&a), $i, v))*, $own::ZERO }
                by add_jvp_to_the_attribute_of_max_element { annotate_max_element_with_differentiate() -> $float
                    = |a, v, t, d| 0.0 $(+ t[$i] * share_of(slice(&a), $i, v))*, $own::ZERO }
                by add_jvp_to_the_attribute_of_recip { annotate_recip_with_differentiate() -> $own = |a, v, t, d| -(t * v * v), t * d * (v * v * v * 2.0) }
                by add_jvp_to_the_attribute_of_exp { annotate_exp_with_differentiate() -> $own = |a, v, t, d| t * v, t * v * d }
                by add_jvp_to_the_attribute_of_mul_add { annotate_mul_add_with_differentiate(b u: $own, c w: $own) -> $own
                    = |a, v, t, d| t * b + a * u + w, d * u, d * t, $own::ZERO }
                by add_jvp_to_the_attribute_of_min { annotate_min_with_differentiate(b u: $own) -> $own
                    = |a, v, t, d| $own::new($(t[$i] * share(b[$i] - a[$i]) + u[$i] * share(a[$i] - b[$i])),*), $own::ZERO, $own::ZERO }
                by add_jvp_to_the_attribute_of_max { annotate_max_with_differentiate(b u: $own) -> $own
                    = |a, v, t, d| $own::new($(t[$i] * share(a[$i] - b[$i]) + u[$i] * share(b[$i] - a[$i])),*), $own::ZERO, $own::ZERO }
                by add_jvp_to_the_attribute_of_reflect { annotate_reflect_with_differentiate(n m: $own) -> $own
                    = |a, v, t, d| t - (n * (t.dot(n) + a.dot(m)) + m * a.dot(n)) * 2.0,
                    (m * n.dot(d) + n * m.dot(d)) * -2.0,
                    (a * m.dot(d) + t * n.dot(d) + d * (t.dot(n) + a.dot(m))) * -2.0 }
                by add_jvp_to_the_attribute_of_project_onto { annotate_project_onto_with_differentiate(b u: $own) -> $own
                    = |a, v, t, d| {
                        let (square, grows) = (b.length_squared(), 2.0 * b.dot(u));
                        (b * (t.dot(b) + a.dot(u)) + u * a.dot(b)) / square - b * (a.dot(b) * grows / (square * square))
                    }, {
                        let (square, grows) = (b.length_squared(), 2.0 * b.dot(u));
                        (u * b.dot(d) + b * u.dot(d)) / square - b * (b.dot(d) * grows / (square * square))
                    }, {
                        // The derivative of the gradient with respect to `b` along both tangents.
                        let (square, grows) = (b.length_squared(), 2.0 * b.dot(u));
                        let (along, across) = (a.dot(b), b.dot(d));
                        let (t_along, t_across) = (t.dot(b) + a.dot(u), u.dot(d));
                        let whole = a * across + d * along;
                        let part = 2.0 * along * across / (square * square);
                        let t_part = 2.0 * (t_along * across + along * t_across) / (square * square) - 2.0 * part * grows / square;
                        (t * across + a * t_across + d * t_along) / square - whole * (grows / (square * square)) - u * part - b * t_part
                    } }
                linear add_jvp_to_the_attribute_of_to_array { annotate_to_array_with_differentiate() -> [$float; [$($i),*].len()] }
                linear add_jvp_to_the_attribute_of_clone { annotate_clone_with_differentiate() -> $own }
            }
        }
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

/// The derivative of the direction of a vector of that length along a tangent.
#[inline]
fn turned<V: Vector<F>, F: crate::Float>(a: V, length: F, t: V) -> V {
    if length == F::ZERO { a * F::ZERO } else { (t - a * (a.inner(t) / (length * length))) * (F::ONE / length) }
}

/// How that turns what flows back to the vector, whose direction is `v`.
fn turned_again<V: Vector<F>, F: crate::Float>(a: V, v: V, t: V, d: V) -> V {
    let length = a.inner(v);
    let (turn, back) = (turned(a, length, t), turned(a, length, d));
    (back * v.inner(t) + v * turn.inner(d) + turn * v.inner(d)) * (-F::ONE / length)
}

/// What these need of a vector.
trait Vector<F>: Copy + ::core::ops::Add<Output = Self> + ::core::ops::Sub<Output = Self> + ::core::ops::Mul<F, Output = Self> {
    fn inner(self, other: Self) -> F;
}

/// The derivative of the product of all elements but one along a tangent.
fn slope_without<F: crate::Float>(elements: &[F], tangent: &[F], at: usize) -> F {
    let one_of_both = |k: usize| {
        let others = elements.iter().enumerate().filter(|(i, _)| *i != at && *i != k);
        others.fold(tangent[k], |product, (_, x)| product * *x)
    };
    (0..elements.len()).filter(|k| *k != at).fold(F::ZERO, |sum, k| sum + one_of_both(k))
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
    DVec2 f64 DVec2Rules DVec2Tangents(x t_x 0, y t_y 1);
    DVec3 f64 DVec3Rules DVec3Tangents(x t_x 0, y t_y 1, z t_z 2);
    DVec4 f64 DVec4Rules DVec4Tangents(x t_x 0, y t_y 1, z t_z 2, w t_w 3);
    Vec2 f32 Vec2Rules Vec2Tangents(x t_x 0, y t_y 1);
    Vec3 f32 Vec3Rules Vec3Tangents(x t_x 0, y t_y 1, z t_z 2);
    Vec3A f32 Vec3ARules Vec3ATangents(x t_x 0, y t_y 1, z t_z 2);
    Vec4 f32 Vec4Rules Vec4Tangents(x t_x 0, y t_y 1, z t_z 2, w t_w 3);
}

/// What vectors of two, three and four numbers have, for doubles and singles.
macro_rules! sizes {
    ($($float:ident $two:ident $three:ident $four:ident, $in_two:ident $in_three:ident $in_four:ident, $of_two:ident $of_three:ident $of_four:ident;)*) => {$(
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
        tangents! {
            $of_two[] for $two;
            functions {
                by add_jvp_to_the_attribute_of_from_angle { annotate_from_angle_with_differentiate(x t: $float) -> $two
                    = |d| $two::from_angle(x).perp() * t, -$two::from_angle(x).dot(d) * t }
            }
            methods {
                linear add_jvp_to_the_attribute_of_perp { annotate_perp_with_differentiate() -> $two }
                bilinear add_jvp_to_the_attribute_of_perp_dot { annotate_perp_dot_with_differentiate(b u: $two) -> $float }
                bilinear add_jvp_to_the_attribute_of_rotate { annotate_rotate_with_differentiate(b u: $two) -> $two }
                linear add_jvp_to_the_attribute_of_extend { annotate_extend_with_differentiate(z t_z: $float) -> $three }
            }
        }
        tangents! {
            $of_three[] for $three;
            functions {}
            methods {
                bilinear add_jvp_to_the_attribute_of_cross { annotate_cross_with_differentiate(b u: $three) -> $three }
                linear add_jvp_to_the_attribute_of_extend { annotate_extend_with_differentiate(w t_w: $float) -> $four }
                linear add_jvp_to_the_attribute_of_truncate { annotate_truncate_with_differentiate() -> $two }
            }
        }
        tangents! {
            $of_four[] for $four;
            functions {}
            methods {
                linear add_jvp_to_the_attribute_of_truncate { annotate_truncate_with_differentiate() -> $three }
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
    f64 DVec2 DVec3 DVec4, InDVec2 InDVec3 InDVec4, OfDVec2 OfDVec3 OfDVec4;
    f32 Vec2 Vec3 Vec4, InVec2 InVec3 InVec4, OfVec2 OfVec3 OfVec4;
}

methods! {
    InVec3A[] for Vec3A;
    functions {}
    methods {
        annotate_cross_with_differentiate(a, b: Vec3A => Vec3A) => a.cross(b), Vec3A, |v, d| (b.cross(d), d.cross(a));
        annotate_truncate_with_differentiate(a) => a.truncate(), Vec2, |v, d| (d.extend(0.0).into());
    }
}

tangents! {
    OfVec3A[] for Vec3A;
    functions {}
    methods {
        bilinear add_jvp_to_the_attribute_of_cross { annotate_cross_with_differentiate(b u: Vec3A) -> Vec3A }
        linear add_jvp_to_the_attribute_of_truncate { annotate_truncate_with_differentiate() -> Vec2 }
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
    ($($own:ident $vec:ident $float:ident $trait:ident $tangents:ident ($($x:ident $axis:ident $t:ident $i:tt),*);)*) => {$(
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
        impl Total for $own {
            #[inline]
            fn total(self, other: $own) -> $own {
                self + other
            }
        }
        tangents! {
            $tangents[] for $own;
            functions {
                linear add_jvp_to_the_attribute_of_from_cols { annotate_from_cols_with_differentiate($($axis $t: $vec),*) -> $own }
                linear add_jvp_to_the_attribute_of_from_diagonal { annotate_from_diagonal_with_differentiate(v u: $vec) -> $own }
            }
            methods {
                linear add_jvp_to_the_attribute_of_transpose { annotate_transpose_with_differentiate() -> $own }
                by add_jvp_to_the_attribute_of_inverse { annotate_inverse_with_differentiate() -> $own = |a, v, t, d| -(v * t * v), {
                    let (turn, v) = ((v * t * v).transpose(), v.transpose());
                    turn * d * v + v * d * turn
                } }
                by add_jvp_to_the_attribute_of_determinant { annotate_determinant_with_differentiate() -> $float
                    = |a, v, t, d| { let c = cofactors(a); inner!(c, t, $($axis)*) }, a.cofactors_turned(t) * d }
                linear add_jvp_to_the_attribute_of_col { annotate_col_with_differentiate(at i: usize) -> $vec }
                linear add_jvp_to_the_attribute_of_row { annotate_row_with_differentiate(at i: usize) -> $vec }
                linear add_jvp_to_the_attribute_of_clone { annotate_clone_with_differentiate() -> $own }
            }
        }
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

/// The derivative of the determinant, which singular matrices have too, and how it turns along a tangent.
trait Cofactors {
    fn cofactors(self) -> Self;
    fn cofactors_turned(self, t: Self) -> Self;
}

#[inline]
fn cofactors<M: Cofactors>(m: M) -> M {
    m.cofactors()
}

macro_rules! cofactors {
    ($($two:ident $three:ident $vec:ident $four:ident $float:ident $minors:ident;)*) => {$(
        impl Cofactors for $two {
            fn cofactors(self) -> Self {
                let (a, b) = (self.x_axis, self.y_axis);
                $two::from_cols_array(&[b.y, -b.x, -a.y, a.x])
            }
            fn cofactors_turned(self, t: Self) -> Self {
                t.cofactors()
            }
        }
        impl Cofactors for $three {
            fn cofactors(self) -> Self {
                let (a, b, c) = (self.x_axis, self.y_axis, self.z_axis);
                $three::from_cols(b.cross(c), c.cross(a), a.cross(b))
            }
            fn cofactors_turned(self, t: Self) -> Self {
                let (a, b, c) = (self.x_axis, self.y_axis, self.z_axis);
                let (t_a, t_b, t_c) = (t.x_axis, t.y_axis, t.z_axis);
                $three::from_cols(t_b.cross(c) + b.cross(t_c), t_c.cross(a) + c.cross(t_a), t_a.cross(b) + a.cross(t_b))
            }
        }
        impl Cofactors for $four {
            fn cofactors(self) -> Self {
                $minors(self, self, |rows, _| rows[0].dot(rows[1].cross(rows[2])))
            }
            fn cofactors_turned(self, t: Self) -> Self {
                $minors(self, t, |rows, t| {
                    let along = |i: usize| rows[(i + 1) % 3].cross(rows[(i + 2) % 3]).dot(t[i]);
                    along(0) + along(1) + along(2)
                })
            }
        }

        /// A matrix of the minors of a matrix, of which each is asked of its rows and those of a tangent.
        fn $minors(m: $four, t: $four, minor: impl Fn([$vec; 3], [$vec; 3]) -> $float) -> $four {
            let rest = |m: $four, i: usize, j: usize| {
                let columns = [m.x_axis, m.y_axis, m.z_axis, m.w_axis];
                let mut rest = [$vec::ZERO; 3];
                for (to, k) in rest.iter_mut().zip((0..4).filter(|k| *k != i)) {
                    let mut numbers = (0..4).filter(|l| *l != j).map(|l| columns[k][l]);
                    let mut next = || numbers.next().unwrap_or_default();
                    *to = $vec::new(next(), next(), next());
                }
                rest
            };
            let mut cofactors = $four::ZERO;
            for i in 0..4 {
                for j in 0..4 {
                    let minor = minor(rest(m, i, j), rest(t, i, j));
                    cofactors.col_mut(i)[j] = if (i + j) % 2 == 0 { minor } else { -minor };
                }
            }
            cofactors
        }
    )*};
}

cofactors! {
    DMat2 DMat3 DVec3 DMat4 f64 minors_of_doubles;
    Mat2 Mat3 Vec3 Mat4 f32 minors_of_singles;
}

matrices! {
    DMat2 DVec2 f64 DMat2Rules DMat2Tangents(x x_axis t_x 0, y y_axis t_y 1);
    DMat3 DVec3 f64 DMat3Rules DMat3Tangents(x x_axis t_x 0, y y_axis t_y 1, z z_axis t_z 2);
    DMat4 DVec4 f64 DMat4Rules DMat4Tangents(x x_axis t_x 0, y y_axis t_y 1, z z_axis t_z 2, w w_axis t_w 3);
    Mat2 Vec2 f32 Mat2Rules Mat2Tangents(x x_axis t_x 0, y y_axis t_y 1);
    Mat3 Vec3 f32 Mat3Rules Mat3Tangents(x x_axis t_x 0, y y_axis t_y 1, z z_axis t_z 2);
    Mat4 Vec4 f32 Mat4Rules Mat4Tangents(x x_axis t_x 0, y y_axis t_y 1, z z_axis t_z 2, w w_axis t_w 3);
}

/// Rotations: quaternions, and matrices of them.
macro_rules! rotations {
    ($($float:ident $quat:ident $vec:ident $long:ident $two:ident $mat:ident, $trait:ident $of_two:ident $of_mat:ident, $tangents:ident $two_tangents:ident $mat_tangents:ident;)*) => {$(
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
        impl Total for $quat {
            #[inline]
            fn total(self, other: $quat) -> $quat {
                self + other
            }
        }
        impl Vector<$float> for $quat {
            #[inline]
            fn inner(self, other: $quat) -> $float {
                self.dot(other)
            }
        }
        impl Rotates<$vec> for $quat {
            fn turned(self, t: $quat, v: $vec) -> $vec {
                let (w, b) = (self.w, $vec::new(self.x, self.y, self.z));
                let (t_w, t_b) = (t.w, $vec::new(t.x, t.y, t.z));
                (v * (w * t_w - b.dot(t_b)) + t_b * b.dot(v) + b * t_b.dot(v) + b.cross(v) * t_w + t_b.cross(v) * w) * 2.0
            }
        }
        tangents! {
            $tangents[] for $quat;
            functions {
                linear add_jvp_to_the_attribute_of_from_xyzw { annotate_from_xyzw_with_differentiate(x t_x: $float, y t_y: $float, z t_z: $float, w t_w: $float) -> $quat }
                by add_jvp_to_the_attribute_of_from_axis_angle { annotate_from_axis_angle_with_differentiate(axis t_axis: $vec, t u: $float) -> $quat = |d| {
                    let (s, c) = (t * 0.5).sin_cos();
                    $quat::from_vec4((t_axis * s + axis * (0.5 * c * u)).extend(-0.5 * s * u))
                }, $vec::new(d.x, d.y, d.z) * (0.5 * (t * 0.5).cos() * u), {
                    let ((s, c), b) = ((t * 0.5).sin_cos(), $vec::new(d.x, d.y, d.z));
                    0.5 * c * b.dot(t_axis) - 0.25 * u * (s * b.dot(axis) + c * d.w)
                } }
                by add_jvp_to_the_attribute_of_from_rotation_x { annotate_from_rotation_x_with_differentiate(t u: $float) -> $quat
                    = |d| $quat::from_xyzw(0.5 * u * (t * 0.5).cos(), 0.0, 0.0, -0.5 * u * (t * 0.5).sin()), -0.25 * u * (d.x * (t * 0.5).sin() + d.w * (t * 0.5).cos()) }
                by add_jvp_to_the_attribute_of_from_rotation_y { annotate_from_rotation_y_with_differentiate(t u: $float) -> $quat
                    = |d| $quat::from_xyzw(0.0, 0.5 * u * (t * 0.5).cos(), 0.0, -0.5 * u * (t * 0.5).sin()), -0.25 * u * (d.y * (t * 0.5).sin() + d.w * (t * 0.5).cos()) }
                by add_jvp_to_the_attribute_of_from_rotation_z { annotate_from_rotation_z_with_differentiate(t u: $float) -> $quat
                    = |d| $quat::from_xyzw(0.0, 0.0, 0.5 * u * (t * 0.5).cos(), -0.5 * u * (t * 0.5).sin()), -0.25 * u * (d.z * (t * 0.5).sin() + d.w * (t * 0.5).cos()) }
            }
            methods {
                linear add_jvp_to_the_attribute_of_conjugate { annotate_conjugate_with_differentiate() -> $quat }
                by add_jvp_to_the_attribute_of_inverse { annotate_inverse_with_differentiate() -> $quat = |a, v, t, d| t.conjugate(), t * 0.0 }
                bilinear add_jvp_to_the_attribute_of_dot { annotate_dot_with_differentiate(b u: $quat) -> $float }
                by add_jvp_to_the_attribute_of_length { annotate_length_with_differentiate() -> $float = |a, v, t, d| over(a.dot(t), v), turned(a, v, t) * d }
                by add_jvp_to_the_attribute_of_length_squared { annotate_length_squared_with_differentiate() -> $float = |a, v, t, d| 2.0 * a.dot(t), t * (d + d) }
                by add_jvp_to_the_attribute_of_normalize { annotate_normalize_with_differentiate() -> $quat = |a, v, t, d| turned(a, a.length(), t), turned_again(a, v, t, d) }
                by add_jvp_to_the_attribute_of_mul_vec3 { annotate_mul_vec3_with_differentiate(b u: $vec) -> $vec
                    = |q, v, t, d| q.turned(t, b) + q.mul_vec3(u),
                    t.annotate_mul_vec3_with_differentiate(b).1(d, (), ()).0 + q.annotate_mul_vec3_with_differentiate(u).1(d, (), ()).0,
                    q.conjugate().turned(t.conjugate(), d) }
                linear add_jvp_to_the_attribute_of_clone { annotate_clone_with_differentiate() -> $quat }
            }
        }
        tangents! {
            $two_tangents[] for $two;
            functions {
                by add_jvp_to_the_attribute_of_from_angle { annotate_from_angle_with_differentiate(t u: $float) -> $two = |d| {
                    let (s, c) = t.sin_cos();
                    $two::from_cols_array(&[-s, c, -c, -s]) * u
                }, { let (s, c) = t.sin_cos(); inner!($two::from_cols_array(&[-c, -s, s, -c]), d, x_axis y_axis) * u } }
            }
            methods {}
        }
        tangents! {
            $mat_tangents[] for $mat;
            functions {
                by add_jvp_to_the_attribute_of_from_rotation_x { annotate_from_rotation_x_with_differentiate(t u: $float) -> $mat = |d| {
                    let (s, c) = t.sin_cos();
                    $mat::from_cols_array(&[0.0, 0.0, 0.0, 0.0, -s, c, 0.0, -c, -s]) * u
                }, { let (s, c) = t.sin_cos(); inner!($mat::from_cols_array(&[0.0, 0.0, 0.0, 0.0, -c, -s, 0.0, s, -c]), d, x_axis y_axis z_axis) * u } }
                by add_jvp_to_the_attribute_of_from_rotation_y { annotate_from_rotation_y_with_differentiate(t u: $float) -> $mat = |d| {
                    let (s, c) = t.sin_cos();
                    $mat::from_cols_array(&[-s, 0.0, -c, 0.0, 0.0, 0.0, c, 0.0, -s]) * u
                }, { let (s, c) = t.sin_cos(); inner!($mat::from_cols_array(&[-c, 0.0, s, 0.0, 0.0, 0.0, -s, 0.0, -c]), d, x_axis y_axis z_axis) * u } }
                by add_jvp_to_the_attribute_of_from_rotation_z { annotate_from_rotation_z_with_differentiate(t u: $float) -> $mat = |d| {
                    let (s, c) = t.sin_cos();
                    $mat::from_cols_array(&[-s, c, 0.0, -c, -s, 0.0, 0.0, 0.0, 0.0]) * u
                }, { let (s, c) = t.sin_cos(); inner!($mat::from_cols_array(&[-c, -s, 0.0, s, -c, 0.0, 0.0, 0.0, 0.0]), d, x_axis y_axis z_axis) * u } }
            }
            methods {
                bilinear add_jvp_to_the_attribute_of_mul_vec3 { annotate_mul_vec3_with_differentiate(b u: $vec) -> $vec }
            }
        }
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

/// The tangents of a vector that a quaternion rotates as an operand, of values and references.
macro_rules! rotated {
    ($quat:ident $vec:ident: $($left:ty, $right:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl crate::operator::OperatorWithTangents<crate::operator::Mul, $right> for $left {
            type TangentOfLeft = $quat;
            type TangentOfRight = $vec;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(self, right: $right, t_left: &$quat, t_right: &$vec)
                -> (($vec, $vec), impl FnOnce(($vec, $vec)) -> ($quat, $vec, $quat, $vec) + use<>)
            {
                let (q, v): ($quat, $vec) = (*Borrow::<$quat>::borrow(&self), *Borrow::<$vec>::borrow(&right));
                let t = *t_left;
                let (pair, pull) = q.add_jvp_to_the_attribute_of_mul_vec3(v, t_left, *t_right);
                (pair, move |d| {
                    let mut of_t = t * 0.0;
                    let (left, right, (), of_right) = pull(d, (), (), (&t, Some(&mut of_t)), ());
                    (left, right, of_t, of_right)
                })
            }
        }
    )*};
}

rotated! { DQuat DVec3: DQuat, DVec3; &DQuat, DVec3; DQuat, &DVec3; &DQuat, &DVec3; }
rotated! { Quat Vec3: Quat, Vec3; &Quat, Vec3; Quat, &Vec3; &Quat, &Vec3; }

/// The vector that a quaternion rotates, which is quadratic in the quaternion: its derivative along a tangent of that.
trait Rotates<V> {
    fn turned(self, t: Self, v: V) -> V;
}

/// A product of quaternions that need not be of unit length.
#[inline]
fn product<Q: ::core::ops::Mul<Q, Output = Q>>(a: Q, b: Q) -> Q {
    a * b
}

rotations! {
    f64 DQuat DVec3 DVec4 DMat2 DMat3, DQuatRules OfDMat2 OfDMat3, DQuatTangents DMat2Turned DMat3Turned;
    f32 Quat Vec3 Vec4 Mat2 Mat3, QuatRules OfMat2 OfMat3, QuatTangents Mat2Turned Mat3Turned;
}

/// What generated code imports.
pub mod rules {
    pub use super::{
        DMat2Rules as _, DMat3Rules as _, DMat4Rules as _, DQuatRules as _, DVec2Rules as _, DVec3Rules as _, DVec4Rules as _, InDVec2 as _,
        InDVec3 as _, InDVec4 as _, InVec2 as _, InVec3 as _, InVec3A as _, InVec4 as _, Mat2Rules as _, Mat3Rules as _, Mat4Rules as _, OfDMat2 as _,
        OfDMat3 as _, OfMat2 as _, OfMat3 as _, QuatRules as _, Vec2Rules as _, Vec3ARules as _, Vec3Rules as _, Vec4Rules as _,
        DMat2Tangents as _, DMat2Turned as _, DMat3Tangents as _, DMat3Turned as _, DMat4Tangents as _, DQuatTangents as _, DVec2Tangents as _,
        DVec3Tangents as _, DVec4Tangents as _, Mat2Tangents as _, Mat2Turned as _, Mat3Tangents as _, Mat3Turned as _, Mat4Tangents as _,
        OfDVec2 as _, OfDVec3 as _, OfDVec4 as _, OfVec2 as _, OfVec3 as _, OfVec3A as _, OfVec4 as _, QuatTangents as _, Vec2Tangents as _,
        Vec3ATangents as _, Vec3Tangents as _, Vec4Tangents as _,
    };
}
