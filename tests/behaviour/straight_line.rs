//! Straight-line code: operators, bindings, aggregates, references, casts.

#![allow(clippy::assign_op_pattern, clippy::clone_on_copy, reason = "written the long way on purpose")]

use crate::common::{assert_close, derivative, gradient};
use differentiate::{differentiate, stop_gradient};

#[differentiate]
fn neuron(x: [f64; 3], w: [f64; 3], b: f64) -> f64 {
    let sum = x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b;
    sum.max(0.0)
}

#[test]
fn the_chapters_numbers() {
    let (x, w, b) = ([1.0, -2.0, 3.0], [-3.0, -1.0, 2.0], 1.0);
    let expected = ([-3.0, -1.0, 2.0], [1.0, -2.0, 3.0], 1.0);
    assert_eq!(neuron(x, w, b), 6.0);
    assert_eq!(neuron_grad(x, w, b), expected);
    assert_eq!(neuron_value_and_grad(x, w, b), (6.0, expected));
    assert_eq!(neuron_vjp(x, w, b, 1.0), expected);
    assert_eq!(neuron_vjp(x, w, b, -2.0), ([6.0, 2.0, -4.0], [-2.0, 4.0, -6.0], -2.0));
    assert_eq!(neuron_grad(x, w, -5.0), ([0.0; 3], [0.0; 3], 0.0));
}

#[differentiate]
fn precedence(a: f64, b: f64, c: f64) -> f64 {
    a - (b - c) * -(a / (b / c)) - (-a) % 0.7 + (a + b) * (a - c) / (c * (a + b))
}

#[test]
fn printed_code_keeps_the_precedence() {
    let at = [1.3, 0.8, 2.1];
    let (da, db, dc) = precedence_grad(at[0], at[1], at[2]);
    assert_close([da, db, dc], gradient(|[a, b, c]| precedence(a, b, c), at));
    assert_eq!(precedence_value_and_grad(1.3, 0.8, 2.1).0, precedence(1.3, 0.8, 2.1));
}

#[differentiate]
fn reassigned(x: [f64; 2]) -> f64 {
    let mut a = x[0];
    a = a * x[1];
    a
}

#[differentiate]
fn compound(x: f64, y: f64) -> f64 {
    let mut a = x;
    a += y;
    a *= a;
    a -= x / 2.0;
    a /= y;
    a %= 10.0;
    let a = a + 1.0;
    let b = {
        let a = a * a;
        a + x
    };
    a * b
}

#[test]
fn reassignment_and_shadowing() {
    assert_eq!(reassigned_grad([3.0, 5.0]), [5.0, 3.0]);
    let (dx, dy) = compound_grad(1.3, 0.8);
    assert_close([dx, dy], gradient(|[x, y]| compound(x, y), [1.3, 0.8]));
}

#[differentiate]
fn mixed(p: (f64, i32, [f64; 2]), m: &[[f64; 2]; 2], r: &f64) -> f64 {
    let (a, n, v) = p;
    let [first, second] = v;
    let (mut s, t): (f64, f64) = (a * first, second);
    s += m[1][0] * t + *r;
    let row = m[0];
    let k = n as usize % 2;
    s * row[k] + r * 2.0
}

#[test]
fn tuples_arrays_and_references() {
    let run = |[a, b, c, d, e, f, g, r]: [f64; 8], n: i32| mixed((a, n, [b, c]), &[[d, e], [f, g]], &r);
    let at = [1.3, 0.8, 2.1, -0.4, 0.9, 1.7, -1.1, 0.6];
    for n in [0, 1] {
        let ((da, (), [db, dc]), [[dd, de], [df, dg]], dr) =
            mixed_grad((1.3, n, [0.8, 2.1]), &[[-0.4, 0.9], [1.7, -1.1]], &0.6);
        assert_close([da, db, dc, dd, de, df, dg, dr], gradient(|at| run(at, n), at));
    }
}

#[differentiate]
fn picked(x: [f64; 4], i: usize, j: usize) -> f64 {
    let a = [x[i] * x[j], x[i + 1].sin(), 2.0];
    a[j % 3] * a[i % 2] + x[0]
}

#[test]
fn indices_computed_at_run_time() {
    let at = [0.3, -1.2, 0.8, 1.9];
    for i in 0..3 {
        for j in 0..4 {
            assert_close(picked_grad(at, i, j), gradient(|x| picked(x, i, j), at));
        }
    }
    assert!(std::panic::catch_unwind(|| picked_grad(at, 4, 0)).is_err());
}

#[differentiate]
fn generic_length<const N: usize>(x: [f64; N], w: &[f64; N]) -> f64 {
    x[0] * w[N - 1] + x[N - 1] * x[0]
}

#[test]
fn arrays_of_generic_length() {
    assert_eq!(generic_length_grad([2.0, 3.0, 5.0], &[7.0, 11.0, 13.0]), ([18.0, 0.0, 2.0], [0.0, 0.0, 2.0]));
}

#[differentiate]
fn large(x: [f64; 100]) -> f64 {
    x[3] * x[97] + [x[3]; 50][7]
}

#[test]
fn large_arrays() {
    let mut x = [0.0; 100];
    (x[3], x[97]) = (2.0, 5.0);
    let dx = large_grad(x);
    assert_eq!((dx[3], dx[97], dx.iter().sum::<f64>()), (6.0, 2.0, 8.0));
}

#[differentiate]
fn casts(x: f32, y: f64, n: u8) -> f64 {
    let wide = x as f64 * y + f64::from(x) + n as f64;
    (wide as f32 * x) as f64
}

#[test]
fn casts_between_floats() {
    let (dx, dy) = casts_grad(1.5, 2.0, 3);
    // (xy + x + n) x
    assert!((f64::from(dx) - (2.0 * 1.5 * 3.0 + 3.0)).abs() < 1e-5);
    assert!((dy - 2.25).abs() < 1e-5);
}

#[differentiate]
fn single(x: f32, w: [f32; 2]) -> f32 {
    (x * w[0] + 0.5).tanh() * w[1]
}

#[test]
fn single_precision() {
    let (dx, dw) = single_grad(0.4, [1.2, -0.7]);
    let y = (0.4_f32 * 1.2 + 0.5).tanh();
    assert!((dx - -0.7 * (1.0 - y * y) * 1.2).abs() < 1e-6);
    assert!((dw[1] - y).abs() < 1e-6);
}

mod constants {
    pub const SCALE: f64 = 2.5;
    pub static OFFSETS: [f64; 2] = [0.25, 4.0];
    pub fn table(i: usize) -> f64 {
        [1.0, 10.0, 100.0][i]
    }
    pub struct Config {
        pub gain: f64,
    }
    impl Config {
        pub const DEFAULT: Config = Config { gain: 3.0 };
        pub fn doubled(&self) -> f64 {
            2.0 * self.gain
        }
    }
}

const LIMIT: f64 = 1.0;

#[differentiate]
fn outside(x: f64, i: usize) -> f64 {
    let gain = constants::Config::DEFAULT.doubled();
    (x * constants::SCALE + constants::OFFSETS[1]) * constants::table(i) * gain
        - LIMIT * std::f64::consts::PI * x
}

#[test]
fn constants_statics_and_undifferentiated_calls() {
    assert_eq!(outside_grad(0.3, 1), 2.5 * 10.0 * 6.0 - std::f64::consts::PI);
}

#[differentiate]
fn names(dx: f64, grad: f64, tape: f64, value: f64, d_value: f64, d_dx: f64) -> f64 {
    let d_grad = dx * grad;
    let sum = d_grad * tape + value;
    let product = sum * d_value;
    let d_sum = product * product;
    let r#match = d_sum * d_dx;
    r#match + d_grad
}

#[test]
fn users_names_do_not_meet_generated_ones() {
    let at = [1.1, -0.4, 0.8, 2.0, 0.7, -1.3];
    let run = |[a, b, c, d, e, f]: [f64; 6]| names(a, b, c, d, e, f);
    let (a, b, c, d, e, f) = names_grad(1.1, -0.4, 0.8, 2.0, 0.7, -1.3);
    assert_close([a, b, c, d, e, f], gradient(run, at));
    let (v, (g, ..)) = names_value_and_grad(1.1, -0.4, 0.8, 2.0, 0.7, -1.3);
    assert_eq!((v, g), (run(at), a));
    assert_eq!(names_vjp(1.1, -0.4, 0.8, 2.0, 0.7, -1.3, 1.0).0, a);
}

#[differentiate(grad, wrt(w, b))]
fn chosen(x: [f64; 2], w: [f64; 2], b: f64) -> f64 {
    (x[0] * w[0] + x[1] * w[1] + b).powi(2)
}

#[differentiate(grad, value_and_grad, wrt(b))]
fn one(w: f64, b: f64) -> f64 {
    w * b * b
}

#[test]
fn wrt_chooses_parameters() {
    assert_eq!(chosen_grad([1.0, 2.0], [3.0, 4.0], 5.0), ([32.0, 64.0], 32.0));
    assert_eq!(one_grad(2.0, 3.0), 12.0);
    assert_eq!(one_value_and_grad(2.0, 3.0), (18.0, 12.0));
}

#[differentiate(grad, wrt(x))]
fn overwritten_constant(x: f64, mut c: f64) -> f64 {
    c = c * x;
    c * c
}

#[test]
fn a_parameter_outside_wrt_that_is_overwritten_with_varying_values() {
    assert_eq!(overwritten_constant_grad(3.0, 2.0), 2.0 * 4.0 * 3.0);
}

struct Spring {
    stiffness: f64,
}

#[differentiate(grad, wrt(x))]
fn held(x: f64, spring: &Spring) -> f64 {
    0.5 * spring.stiffness * x * x
}

#[test]
fn a_parameter_of_a_named_type_held_constant() {
    assert_eq!(held_grad(3.0, &Spring { stiffness: 2.0 }), 6.0);
}

#[differentiate]
fn polar(r: f64, angle: f64) -> [f64; 2] {
    let (s, c) = angle.sin_cos();
    [r * c, r * s]
}

#[differentiate]
fn split(x: [f64; 3], s: f64) -> (f64, [f64; 2]) {
    (x[0] * s, [x[1] / s, x[2] * x[2]])
}

#[test]
fn vjp_of_arrays_and_tuples() {
    let (dr, da) = polar_vjp(2.0, 0.5, [1.0, 10.0]);
    assert_close([dr, da], gradient(|[r, a]| polar(r, a)[0] + 10.0 * polar(r, a)[1], [2.0, 0.5]));
    let (dx, ds) = split_vjp([2.0, 3.0, 5.0], 4.0, (1.0, [10.0, 100.0]));
    assert_eq!((dx, ds), ([4.0, 2.5, 1000.0], 2.0 - 10.0 * 3.0 / 16.0));
}

#[differentiate]
fn whole(x: [f64; 3], y: [f64; 3], swap: bool) -> f64 {
    let a = if swap { y } else { x };
    let b = a;
    let c = (b, x.clone());
    let d = c.1;
    a[0] * d[1] + b[2] * c.0[2] + x.len() as f64
}

#[test]
fn whole_arrays_flow_through_branches_and_tuples() {
    let run = |[a, b, c, d, e, f]: [f64; 6], swap| whole([a, b, c], [d, e, f], swap);
    for swap in [true, false] {
        let ([a, b, c], [d, e, f]) = whole_grad([1.0, 2.0, 3.0], [4.0, 5.0, 6.0], swap);
        assert_close([a, b, c, d, e, f], gradient(|at| run(at, swap), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
    }
}

#[differentiate]
fn stopped(x: f64, table: [f64; 3]) -> f64 {
    let i = stop_gradient(x) as usize;
    let fraction = x - x.floor();
    table[i] * (1.0 - fraction) + table[i + 1] * fraction + stop_gradient(x) * x
}

#[test]
fn stop_gradient_counts_as_constant() {
    assert_eq!(stopped_grad(1.25, [1.0, 5.0, 7.0]), (2.0 + 1.25, [0.0, 0.75, 0.25]));
}

// Answers that other tools have got wrong.

#[differentiate]
fn wrong_elsewhere(x: f64, c: f64) -> f64 {
    (x * x).sqrt() + (x * x).ln() + c / x + 1.0 / x + x * x * x + 2.0_f64.powf(x) + (800.0 * x).tanh()
        - x * x.floor()
        + (1 / 2) as f64 * x
}

#[test]
fn answers_that_others_got_wrong() {
    for x in [-1.6, 0.7] {
        let (dx, dc) = wrong_elsewhere_grad(x, 0.3);
        let expected = x.signum() + 2.0 / x - 0.3 / (x * x) - 1.0 / (x * x)
            + 3.0 * x * x
            + 2.0_f64.ln() * 2.0_f64.powf(x)
            - x.floor();
        assert_close([dx, dc], [expected, 1.0 / x]);
    }
}

#[differentiate]
fn two_at_once(x: f64) -> f64 {
    let (a, b) = (x * x, x + 1.0);
    let (a, b) = (b, a);
    a * b - b
}

#[test]
fn two_variables_bound_in_one_statement() {
    assert_close([two_at_once_grad(1.5)], [derivative(two_at_once, 1.5)]);
}

#[test]
fn functions_inside_functions() {
    #[differentiate]
    fn square(x: f64) -> f64 {
        x * x
    }
    #[differentiate]
    fn outer(x: f64) -> f64 {
        square(x) * x
    }
    assert_eq!(outer_grad(2.0), 12.0);
}

#[differentiate]
fn a_rest_of_nothing(t: (f64, f64), a: [f64; 2]) -> f64 {
    let (.., x) = t;
    let (y, .., z) = t;
    let [b, .., c] = a;
    x * y * b + z * c
}

#[test]
fn two_dots_may_stand_for_nothing() {
    let ((dx, dy), da) = a_rest_of_nothing_grad((2.0, 3.0), [5.0, 7.0]);
    // x · y · b + y · c, by x, y, b, c.
    assert_close([dx, dy, da[0], da[1]], [15.0, 17.0, 6.0, 3.0]);
    let run = |[x, y, b, c]: [f64; 4]| a_rest_of_nothing((x, y), [b, c]);
    assert_close([dx, dy, da[0], da[1]], gradient(run, [2.0, 3.0, 5.0, 7.0]));
}
