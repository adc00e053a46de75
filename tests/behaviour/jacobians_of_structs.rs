//! Jacobians of results that are structs, tuples and nested arrays, whose numbers have the order of `write_flat`, and matrices with respect
//! to a parameter of a generic type.

use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct State {
    x: f64,
    v: [f64; 2],
}

#[differentiate(jacobian_into, wrt(s))]
fn step(s: &State, dt: f64) -> State {
    State { x: s.x + dt * s.v[0] * s.v[1], v: [s.v[0] * s.x, 3.0 * s.v[1]] }
}

#[test]
fn of_a_struct_with_respect_to_a_struct() {
    let mut rows = [7.0; 9];
    step_jacobian_into(&State { x: 2.0, v: [3.0, 5.0] }, 0.5, &mut rows);
    assert_eq!(rows, [1.0, 2.5, 1.5, 3.0, 2.0, 0.0, 0.0, 0.0, 3.0]);
}

#[differentiate(jacobian_into)]
fn moments(x: &[f64]) -> (f64, f64) {
    (x.iter().sum(), x.iter().map(|x| x * x).sum())
}

#[test]
fn of_a_tuple_with_respect_to_a_slice() {
    let mut rows = [7.0; 6];
    moments_jacobian_into(&[1.0, 2.0, 4.0], &mut rows);
    assert_eq!(rows, [1.0, 1.0, 1.0, 2.0, 4.0, 8.0]);
}

#[differentiate(jacobian_into)]
fn polar(r: f64) -> (f64, [f64; 2]) {
    (r * r, [2.0 * r, r.powi(3)])
}

#[test]
fn of_a_tuple_with_respect_to_a_number() {
    let mut rows = [7.0; 3];
    polar_jacobian_into(3.0, &mut rows);
    assert_eq!(rows, [6.0, 2.0, 27.0]);
}

#[differentiate(jacobian_into)]
fn adjugate(m: [[f64; 2]; 2]) -> Result<[[f64; 2]; 2], String> {
    let det = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    if det == 0.0 {
        return Err("singular".to_string());
    }
    Ok([[m[1][1], -m[0][1]], [-m[1][0], m[0][0] * m[0][0]]])
}

#[test]
fn of_a_nested_array_in_a_result() {
    let mut rows = [7.0; 16];
    assert_eq!(adjugate_jacobian_into([[1.0, 2.0], [2.0, 4.0]], &mut rows), Err("singular".to_string()));
    assert_eq!(adjugate_jacobian_into([[3.0, 2.0], [1.0, 4.0]], &mut rows), Ok(()));
    let expected = [[0.0, 0.0, 0.0, 1.0], [0.0, -1.0, 0.0, 0.0], [0.0, 0.0, -1.0, 0.0], [6.0, 0.0, 0.0, 0.0]];
    assert_eq!(rows, expected.concat()[..]);
}

type Vec3 = [f64; 3];

#[differentiate(jacobian_into, wrt(x))]
fn turned(x: &Vec3) -> Vec3 {
    [x[1] * x[2], x[0], 2.0 * x[1]]
}

#[test]
fn of_another_name_of_an_array() {
    let mut rows = [7.0; 9];
    turned_jacobian_into(&[2.0, 3.0, 5.0], &mut rows);
    assert_eq!(rows, [0.0, 5.0, 3.0, 1.0, 0.0, 0.0, 0.0, 2.0, 0.0]);
}

#[differentiate(grad, jvp, hvp)]
trait Kernel {
    #[differentiate(wrt(self, r))]
    fn k(&self, r: f64) -> f64;
}

#[derive(Differentiable, Clone, Debug)]
struct Quartic {
    a: f64,
    b: f64,
}

#[differentiate(grad, jvp, hvp)]
impl Kernel for Quartic {
    #[differentiate(wrt(self, r))]
    fn k(&self, r: f64) -> f64 {
        self.a * self.b * r + self.b
    }
}

#[differentiate(hessian_into, wrt(k))]
fn squared<K: Kernel + Differentiable>(k: &K, r: f64) -> f64 {
    k.k(r) * k.k(2.0 * r)
}

#[differentiate(jacobian_into, wrt(k))]
fn at_two<K: Kernel + Differentiable>(k: &K, r: f64) -> [f64; 2] {
    [k.k(r), k.k(2.0 * r)]
}

#[test]
fn with_respect_to_a_generic_parameter() {
    let k = Quartic { a: 2.0, b: 3.0 };
    let mut rows = [7.0; 4];
    // (2 a² + 3 a + 1) b² at r = 1.
    squared_hessian_into(&k, 1.0, &mut rows);
    assert_eq!(rows, [36.0, 66.0, 66.0, 30.0]);
    at_two_jacobian_into(&k, 1.0, &mut rows);
    assert_eq!(rows, [3.0, 3.0, 6.0, 5.0]);
}
