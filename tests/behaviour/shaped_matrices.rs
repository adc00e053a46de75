//! Jacobians and Hessians whose shape only the types of parameters and results tell: other names of arrays, tuples, nested arrays.

use crate::common::assert_close;
use differentiate::{Differentiable, differentiate};

type Vec4 = [f64; 4];

#[differentiate(jacobian, wrt(x))]
fn lorenz96(x: &Vec4, force: f64) -> Vec4 {
    let mut rates = [0.0; 4];
    for i in 0..4 {
        rates[i] = (x[(i + 1) % 4] - x[(i + 2) % 4]) * x[(i + 3) % 4] - x[i] + force;
    }
    rates
}

#[test]
fn jacobian_of_another_name_of_an_array() {
    let x = [1.0, 2.0, 3.0, 4.0];
    let rows: [[f64; 4]; 4] = lorenz96_jacobian(&x, 0.5);
    assert_eq!(rows[0], [-1.0, 4.0, -4.0, -1.0]);
    assert_eq!(rows[1], [-1.0, -1.0, 1.0, -1.0]);
    assert_eq!(rows[2], [-2.0, 3.0, -1.0, 2.0]);
    assert_eq!(rows[3], [3.0, -3.0, -1.0, -1.0]);
}

#[differentiate(jacobian, vjp)]
fn moments(x: &[f64]) -> (f64, [f64; 2]) {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    (mean, [x.iter().product(), mean * mean])
}

#[test]
fn jacobian_of_a_tuple_is_a_tuple() {
    let (mean, [product, square]) = moments_jacobian(&[2.0, 4.0]);
    assert_eq!(mean, [0.5, 0.5]);
    assert_eq!(product, [4.0, 2.0]);
    assert_eq!(square, [3.0, 3.0]);
    assert_eq!(moments_jacobian(&[]), (vec![], [vec![], vec![]]));
}

#[differentiate(jacobian)]
fn polar(x: f64, y: f64) -> (f64, f64) {
    (x.hypot(y), y.atan2(x))
}

#[test]
fn several_parameters_have_a_jacobian_each() {
    let ((r_x, a_x), (r_y, a_y)) = polar_jacobian(3.0, 4.0);
    assert_close([r_x, r_y, a_x, a_y], [0.6, 0.8, -4.0 / 25.0, 3.0 / 25.0]);
}

#[differentiate(jacobian)]
fn inverse(m: [[f64; 2]; 2]) -> Result<[[f64; 2]; 2], String> {
    let det = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    if det == 0.0 {
        return Err("singular".to_string());
    }
    Ok([[m[1][1] / det, -m[0][1] / det], [-m[1][0] / det, m[0][0] / det]])
}

#[test]
fn jacobian_of_a_nested_array_in_a_result() {
    let rows: [[[[f64; 2]; 2]; 2]; 2] = inverse_jacobian([[2.0, 0.0], [0.0, 4.0]]).unwrap();
    assert_eq!(rows[0][0], [[-0.25, 0.0], [0.0, 0.0]]);
    assert_eq!(rows[0][1], [[0.0, -0.125], [0.0, 0.0]]);
    assert_eq!(rows[1][1], [[0.0, 0.0], [0.0, -0.0625]]);
    assert!(inverse_jacobian([[1.0, 2.0], [2.0, 4.0]]).is_err());
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Line {
    slope: f64,
    offset: f64,
}

#[differentiate(jacobian, wrt(line))]
fn residuals(line: &Line, points: &[(f64, f64)]) -> Vec<f64> {
    points.iter().map(|(t, y)| line.slope * t + line.offset - y).collect()
}

#[differentiate(jacobian, wrt(line, out))]
fn into_output(line: &Line, t: f64, out: &mut [f64; 2]) {
    out[0] = line.slope * t;
    out[1] = line.offset * line.offset;
}

#[test]
fn rows_have_the_shape_of_a_struct() {
    let line = Line { slope: 2.0, offset: 3.0 };
    let rows = residuals_jacobian(&line, &[(1.0, 0.0), (5.0, 1.0)]);
    assert_eq!(rows, [Line { slope: 1.0, offset: 1.0 }, Line { slope: 5.0, offset: 1.0 }]);
    let mut out = [0.0; 2];
    let rows: [Line; 2] = into_output_jacobian(&line, 7.0, &mut out);
    assert_eq!(rows, [Line { slope: 7.0, offset: 0.0 }, Line { slope: 0.0, offset: 6.0 }]);
    assert_eq!(out, [14.0, 9.0]);
}

#[differentiate(jacobian)]
fn scaled<T: differentiate::Float>(x: [T; 2], by: T) -> (T, [T; 2]) {
    (x[0] * x[1], [x[0] * by, x[1] * by])
}

#[test]
fn generic_jacobian_of_a_tuple() {
    let ((product, rows), (by_product, by_rows)) = scaled_jacobian([2.0f32, 3.0], 5.0);
    assert_eq!((product, rows), ([3.0, 2.0], [[5.0, 0.0], [0.0, 5.0]]));
    assert_eq!((by_product, by_rows), (0.0, [2.0, 3.0]));
}

#[differentiate(hessian)]
fn area(size: (f64, f64)) -> f64 {
    size.0 * size.0 * size.1
}

#[differentiate(hessian, wrt(x, scale))]
fn bowl(x: &Vec4, scale: f64) -> f64 {
    scale * (x[0] * x[1] + x[3] * x[3])
}

#[test]
fn hessians_of_tuples_and_other_names() {
    assert_eq!(area_hessian((3.0, 5.0)), ((10.0, 6.0), (6.0, 0.0)));
    let ((xx, xs), (sx, ss)) = bowl_hessian(&[1.0, 2.0, 3.0, 4.0], 0.5);
    assert_eq!(xx, [[0.0, 0.5, 0.0, 0.0], [0.5, 0.0, 0.0, 0.0], [0.0; 4], [0.0, 0.0, 0.0, 1.0]]);
    assert_eq!((xs, sx, ss), ([2.0, 1.0, 0.0, 8.0], [2.0, 1.0, 0.0, 8.0], 0.0));
}

struct Model {
    rate: f64,
}

impl Model {
    #[differentiate(jacobian, wrt(x))]
    fn step(&self, x: (f64, f64)) -> (f64, f64) {
        (self.rate * x.1, -x.0 * x.1)
    }
}

#[test]
fn method_from_a_tuple_to_a_tuple() {
    let ((xx, xy), (yx, yy)) = Model { rate: 3.0 }.step_jacobian((2.0, 5.0));
    assert_eq!([xx, xy, yx, yy], [0.0, 3.0, -5.0, -2.0]);
}
