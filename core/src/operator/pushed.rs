//! Tangents of operators that are linear in each operand, and of quotients, by the rules of operators alone: the tangent of a product is made of
//! two products. Each function takes the value with its pullback, and returns the value with its tangent and the pullback of both.

#![allow(clippy::type_complexity, reason = "`impl Trait` has no name")]

use super::{Add, Div, Mul, Operator, Sub};

/// The function that gives an operator its tangent.
macro_rules! pushed {
    (Add) => {
        $crate::operator::pushed::pushed!(+)
    };
    (Sub) => {
        $crate::operator::pushed::pushed!(-)
    };
    (Mul) => {
        $crate::operator::pushed::pushed!(*)
    };
    (Div) => {
        $crate::operator::pushed::pushed!(/)
    };
    (+) => {
        $crate::operator::pushed::linear::<$crate::operator::Add, _, _, _>
    };
    (-) => {
        $crate::operator::pushed::linear::<$crate::operator::Sub, _, _, _>
    };
    (*) => {
        $crate::operator::pushed::bilinear::<$crate::operator::Mul, _, _, _>
    };
    (/) => {
        $crate::operator::pushed::quotient::<_, _, _>
    };
}

pub(crate) use pushed;

/// An operator whose gradients have the types of its operands, and its cotangent that of its value.
pub trait Alike<Op, Right, Value>:
    Operator<Op, Right, Output = Value, Cotangent = Value, GradientOfLeft = Self, GradientOfRight = Right>
{
}

impl<Op, Right, Value, Left> Alike<Op, Right, Value> for Left where
    Left: Operator<Op, Right, Output = Value, Cotangent = Value, GradientOfLeft = Left, GradientOfRight = Right>
{
}

/// A gradient that can be added to another.
pub trait Summand: Operator<Add, Self, Output = Self> + Clone {}

impl<G: Operator<Add, G, Output = G> + Clone> Summand for G {}

/// The sum of two gradients.
#[inline]
fn sum<G: Summand>(a: G, b: G) -> G {
    a.rule(b).0
}

/// Of `+` and `-`.
#[inline]
pub fn linear<Op, A: Alike<Op, B, V>, B, V>(
    (value, pull): (V, impl FnOnce(V) -> (A, B)),
    (_, _): (A, B),
    (t_left, t_right): (A, B),
) -> ((V, V), impl FnOnce((V, V)) -> (A, B, A, B)) {
    let (tangent, pull_tangent) = t_left.rule(t_right);
    let pullback = move |(d_value, d_tangent)| {
        let ((d_left, d_right), (d_t_left, d_t_right)) = (pull(d_value), pull_tangent(d_tangent));
        (d_left, d_right, d_t_left, d_t_right)
    };
    ((value, tangent), pullback)
}

/// Of `*`.
#[inline]
pub fn bilinear<Op, A: Alike<Op, B, V> + Summand, B: Summand, V: Summand>(
    (value, pull): (V, impl FnOnce(V) -> (A, B)),
    (left, right): (A, B),
    (t_left, t_right): (A, B),
) -> ((V, V), impl FnOnce((V, V)) -> (A, B, A, B)) {
    let (by_left, pull_left) = t_left.rule(right);
    let (by_right, pull_right) = left.rule(t_right);
    let pullback = move |(d_value, d_tangent): (V, V)| {
        let (d_left, d_right) = pull(d_value);
        let (d_t_left, more_right) = pull_left(d_tangent.clone());
        let (more_left, d_t_right) = pull_right(d_tangent);
        (sum(d_left, more_left), sum(d_right, more_right), d_t_left, d_t_right)
    };
    ((value, sum(by_left, by_right)), pullback)
}

/// Of `/`: the tangent of a quotient is that of the dividend without the quotient times that of the divisor, divided.
#[inline]
pub fn quotient<A, B, V>(
    (value, pull): (V, impl FnOnce(V) -> (A, B)),
    (_, right): (A, B),
    (t_left, t_right): (A, B),
) -> ((V, V), impl FnOnce((V, V)) -> (A, B, A, B))
where
    A: Alike<Sub, V, V>,
    B: Summand,
    V: Alike<Mul, B, V> + Alike<Div, B, V> + Summand,
{
    let (product, pull_product) = Operator::<Mul, B>::rule(value.clone(), t_right);
    let (rest, pull_rest) = t_left.rule(product);
    let (tangent, pull_quotient) = Operator::<Div, B>::rule(rest, right);
    let pullback = move |(d_value, d_tangent)| {
        let (d_rest, more_right) = pull_quotient(d_tangent);
        let (d_t_left, d_product) = pull_rest(d_rest);
        let (more_value, d_t_right) = pull_product(d_product);
        let (d_left, d_right) = pull(sum(d_value, more_value));
        (d_left, sum(d_right, more_right), d_t_left, d_t_right)
    };
    ((value, tangent), pullback)
}
