//! Operators of the user's types.

use crate::common::{assert_close, derivative, gradient};
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct V {
    x: f64,
    y: f64,
}

#[differentiate(wrt(self, other))]
impl V {
    #[differentiate(wrt(x, y))]
    fn new(x: f64, y: f64) -> V {
        V { x, y }
    }

    #[differentiate]
    fn dot(self, other: V) -> f64 {
        self.x * other.x + self.y * other.y
    }

    #[differentiate]
    fn norm(&self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }
}

#[differentiate]
impl Add for V {
    type Output = V;
    fn add(self, other: V) -> V {
        V::new(self.x + other.x, self.y + other.y)
    }
}

#[differentiate]
impl Sub<&V> for &V {
    type Output = V;
    fn sub(self, other: &V) -> Self::Output {
        V::new(self.x - other.x, self.y - other.y)
    }
}

#[differentiate]
impl Sub for V {
    type Output = V;
    fn sub(self, other: Self) -> V {
        &self - &other
    }
}

#[differentiate]
impl Mul<f64> for V {
    type Output = V;
    fn mul(self, k: f64) -> V {
        V::new(self.x * k, self.y * k)
    }
}

#[differentiate]
impl Mul<V> for f64 {
    type Output = V;
    fn mul(self, v: V) -> V {
        v * self
    }
}

#[differentiate]
impl Mul for V {
    type Output = f64;
    fn mul(self, other: V) -> f64 {
        self.dot(other)
    }
}

#[differentiate]
impl Div<f64> for V {
    type Output = V;
    fn div(self, k: f64) -> V {
        V::new(self.x / k, self.y / k)
    }
}

#[differentiate]
impl Neg for V {
    type Output = V;
    fn neg(self) -> V {
        V::new(-self.x, -self.y)
    }
}

#[differentiate]
impl AddAssign for V {
    fn add_assign(&mut self, other: V) {
        self.x += other.x;
        self.y += other.y;
    }
}

#[differentiate]
impl MulAssign<f64> for V {
    fn mul_assign(&mut self, k: f64) {
        self.x *= k;
        self.y *= k;
    }
}

#[differentiate(wrt(a, b, k))]
fn mixed(a: V, b: V, k: f64) -> f64 {
    let c = a + b * k - k * a / 3.0;
    let d = -c + (a - b);
    (c * d) * d.norm()
}

#[test]
fn operators() {
    let at = [0.5, -1.0, 2.0, 0.25, 1.5];
    let f = |[x, y, u, v, k]: [f64; 5]| mixed(V { x, y }, V { x: u, y: v }, k);
    let (value, (a, b, k)) = mixed_value_and_grad(V { x: 0.5, y: -1.0 }, V { x: 2.0, y: 0.25 }, 1.5);
    assert_eq!(value, f(at));
    assert_close([a.x, a.y, b.x, b.y, k], gradient(f, at));
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct Body {
    pos: V,
    mass: f64,
}

#[differentiate(wrt(bodies))]
fn potential(bodies: &[Body]) -> f64 {
    let mut energy = 0.0;
    for i in 0..bodies.len() {
        for j in 0..i {
            let d = bodies[i].pos - bodies[j].pos;
            energy -= bodies[i].mass * bodies[j].mass / (d * d + 0.01).sqrt();
            energy += (d * (1.0 / d.norm())).x;
        }
    }
    energy
}

#[test]
fn bodies() {
    let at = [0.0, 0.0, 1.0, 1.0, 0.5, 2.0, -0.75, 1.5, 0.5];
    let of = |f: [f64; 9]| -> Vec<Body> {
        f.chunks(3).map(|c| Body { pos: V { x: c[0], y: c[1] }, mass: c[2] }).collect()
    };
    let ours = potential_grad(&of(at));
    let ours: Vec<f64> = ours.iter().flat_map(|b| [b.pos.x, b.pos.y, b.mass]).collect();
    assert_close(ours.try_into().unwrap(), gradient(|f| potential(&of(f)), at));
}

#[differentiate(wrt(start, force))]
fn path(start: V, force: V, steps: usize) -> f64 {
    let mut pos = start;
    let mut vel = V::new(0.0, 1.0);
    for _ in 0..steps {
        let away = pos - force;
        let mut push = away / (1.0 + away * away);
        push *= 0.5;
        vel += push * 0.1;
        pos += vel * 0.1;
    }
    pos.norm() + vel * pos
}

#[test]
fn steps() {
    let at = [0.3, 0.4, -1.0, 0.2];
    let f = |[x, y, u, v]: [f64; 4]| path(V { x, y }, V { x: u, y: v }, 7);
    let (d_start, d_force) = path_grad(V { x: 0.3, y: 0.4 }, V { x: -1.0, y: 0.2 }, 7);
    assert_close([d_start.x, d_start.y, d_force.x, d_force.y], gradient(f, at));
}

#[differentiate(wrt(vs, k))]
fn folded(vs: &[V], k: f64) -> f64 {
    let sum = vs.iter().fold(V { x: 0.0, y: 0.0 }, |sum, v| sum + *v * k);
    let far = vs.iter().map(|v| (v - &sum).norm()).sum::<f64>();
    far * sum.x
}

#[test]
fn folds() {
    let at = [0.3, 0.4, -1.0, 0.2, 0.5, 1.0, 0.7];
    let of = |f: &[f64]| -> Vec<V> { f.chunks_exact(2).map(|c| V { x: c[0], y: c[1] }).collect() };
    let (vs, k) = folded_grad(&of(&at), at[6]);
    let ours: Vec<f64> = vs.iter().flat_map(|v| [v.x, v.y]).chain([k]).collect();
    assert_close(ours.try_into().unwrap(), gradient(|f| folded(&of(&f), f[6]), at));
}

#[test]
fn of_one_number() {
    #[differentiate]
    fn along(t: f64) -> f64 {
        let v = V::new(t, 1.0 - t);
        v * (2.0 * v)
    }
    assert_close([along_grad(0.3)], [derivative(along, 0.3)]);
}

/// Both sums of a type, of values and of references to them.
mod both_sums {
    use differentiate::{Differentiable, differentiate};
    use std::iter::Sum;

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    struct Pair(f64, f64);

    #[differentiate(jvp, pullback)]
    impl Sum for Pair {
        fn sum<I: Iterator<Item = Pair>>(items: I) -> Pair {
            items.fold(Pair(0.0, 0.0), |a, b| Pair(a.0 + b.0, a.1 + b.1))
        }
    }
    #[differentiate(jvp, pullback)]
    impl<'a> Sum<&'a Pair> for Pair {
        fn sum<I: Iterator<Item = &'a Pair>>(items: I) -> Pair {
            items.fold(Pair(0.0, 0.0), |a, b| Pair(a.0 + b.0, a.1 + b.1))
        }
    }

    #[differentiate(grad, jvp, hvp, pullback, wrt(pairs))]
    fn products_of_sums(pairs: &[Pair]) -> f64 {
        let of_references: Pair = pairs.iter().sum();
        let of_values = pairs.iter().copied().sum::<Pair>();
        let of_made: Pair = pairs.iter().map(|p| Pair(p.1, p.0)).sum();
        of_references.0 * of_references.1 * of_values.0 + of_made.0
    }

    #[test]
    fn sums_of_values_and_of_references() {
        // X² Y + Y with X = 4 and Y = 6: 2 X Y and X² + 1; along X: 2 Y and 2 X.
        let (pairs, along) = ([Pair(1.0, 2.0), Pair(3.0, 4.0)], [Pair(1.0, 0.0), Pair(0.0, 0.0)]);
        assert_eq!(products_of_sums(&pairs), 102.0);
        assert_eq!(products_of_sums_grad(&pairs), [Pair(48.0, 17.0); 2]);
        assert_eq!(products_of_sums_jvp(&pairs, &along), (102.0, 48.0));
        assert_eq!(products_of_sums_hvp(&pairs, &along), [Pair(12.0, 8.0); 2]);
        assert_eq!(products_of_sums_pullback(&pairs).1(2.0), [Pair(96.0, 34.0); 2]);
    }
}
