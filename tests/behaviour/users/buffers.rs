//! Buffers, scratch and parts of arrays lent to calls.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn fill(out: &mut [f64], a: f64) {
    for (i, o) in out.iter_mut().enumerate() {
        *o = a * (i + 1) as f64;
    }
}
#[differentiate]
fn addto(out: &mut [f64], a: &[f64]) {
    for (o, v) in out.iter_mut().zip(a) {
        *o += v * v;
    }
}
#[differentiate]
fn dot_(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
#[differentiate]
fn bump(a: &mut f64, k: f64) -> f64 {
    *a += k;
    *a * k
}
#[differentiate]
fn filled_in_each_iteration(x: &[f64]) -> f64 {
    let mut t = [0.0; 3];
    let mut s = 0.0;
    for v in x {
        fill(&mut t, *v);
        addto(&mut t[1..], &x[..2]);
        s += t[0] * t[1] - t[2];
    }
    s
}
#[test]
fn t_filled_in_each_iteration() {
    every!(nums(4); |p| filled_in_each_iteration, filled_in_each_iteration_value_and_grad, filled_in_each_iteration_grad, filled_in_each_iteration_vjp; (p));
}
#[differentiate]
fn partly_filled(x: &[f64]) -> f64 {
    let mut t = [0.0; 3];
    let mut s = 0.0;
    for v in x {
        fill(&mut t[..2], *v);
        s += t[0] * t[1] + t[2];
        t[2] += s;
    }
    s
}
#[test]
fn t_partly_filled() {
    every!(nums(4); |p| partly_filled, partly_filled_value_and_grad, partly_filled_grad, partly_filled_vjp; (p));
}
#[differentiate]
fn filled_or_added_to(x: &[f64]) -> f64 {
    let mut t = vec![0.0; 3];
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        if i % 2 == 0 {
            fill(&mut t, *v);
        } else {
            addto(&mut t, x);
        }
        s += dot_(&t, &x[1..]);
    }
    s
}
#[test]
fn t_filled_or_added_to() {
    every!(nums(4); |p| filled_or_added_to, filled_or_added_to_value_and_grad, filled_or_added_to_grad, filled_or_added_to_vjp; (p));
}
#[differentiate]
fn rows_and_elements_bumped(x: &[f64]) -> f64 {
    let mut m = [[0.0; 2]; 2];
    for i in 0..2 {
        fill(&mut m[i], x[i]);
        for j in 0..2 {
            let r = bump(&mut m[i][j], x[j]);
            m[j][1 - i] += r;
        }
    }
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}
#[test]
fn t_rows_and_elements_bumped() {
    every!(nums(4); |p| rows_and_elements_bumped, rows_and_elements_bumped_value_and_grad, rows_and_elements_bumped_grad, rows_and_elements_bumped_vjp; (p));
}
#[differentiate]
fn fills_its_output(x: &[f64], out: &mut [f64]) {
    fill(out, x[0]);
    addto(&mut out[1..], x);
    let t = out[0];
    addto(&mut *out, &[t, x[1]]);
    out[0] *= 0.5;
}
#[differentiate]
fn temporaries_as_arguments(x: f64, y: f64) -> f64 {
    dot_(&[x, y, 1.0], &[y, 2.0, x])
        + dot_(&vec![x; 3], &[y; 3])
        + dot_(&[x, y].map(|v| v * v), &(0..2).map(|i| x * i as f64).collect::<Vec<_>>())
}
#[test]
fn t_temporaries_as_arguments() {
    every!(nums(2); |p| temporaries_as_arguments, temporaries_as_arguments_value_and_grad, temporaries_as_arguments_grad, temporaries_as_arguments_vjp; (p[0], p[1]));
}
#[differentiate]
fn parts_of_a_nested_tuple(x: f64, y: f64) -> f64 {
    let mut t = ((x, [y, 1.0]), y);
    let r = bump(&mut t.0.0, y) + bump(&mut t.0.1[1], x);
    fill(&mut t.0.1, t.1);
    r * t.0.0 + t.0.1[1]
}
#[test]
fn t_parts_of_a_nested_tuple() {
    every!(nums(2); |p| parts_of_a_nested_tuple, parts_of_a_nested_tuple_value_and_grad, parts_of_a_nested_tuple_grad, parts_of_a_nested_tuple_vjp; (p[0], p[1]));
}
#[cfg(any())] // FOUND
#[differentiate]
fn bumped_by_dot_products(x: f64, n: usize) -> f64 {
    let mut s = x;
    let mut acc = 0.0;
    for i in 0..n {
        acc += bump(&mut s, dot_(&[s, x], &[0.1, i as f64]));
    }
    acc * s
}
#[cfg(any())] // FOUND
#[test]
fn t_bumped_by_dot_products() {
    every!(nums(1); |p| bumped_by_dot_products, bumped_by_dot_products_value_and_grad, bumped_by_dot_products_grad, bumped_by_dot_products_vjp; (p[0], 3));
}
#[differentiate]
fn closure_with_a_mutable_parameter(x: f64, y: f64) -> f64 {
    let mut s = x;
    let f = |k: f64, s: &mut f64| {
        let r = bump(s, k);
        *s *= 2.0;
        r
    };
    let a = f(y, &mut s);
    let b = f(a, &mut s);
    a * b + s
}
#[test]
fn t_closure_with_a_mutable_parameter() {
    every!(nums(2); |p| closure_with_a_mutable_parameter, closure_with_a_mutable_parameter_value_and_grad, closure_with_a_mutable_parameter_grad, closure_with_a_mutable_parameter_vjp; (p[0], p[1]));
}
#[differentiate]
fn closure_that_bumps(x: f64, y: f64) -> f64 {
    let mut s = x;
    let mut f = |k: f64| bump(&mut s, k);
    let a = f(y);
    let b = f(a);
    a * b + s
}
#[test]
fn t_closure_that_bumps() {
    every!(nums(2); |p| closure_that_bumps, closure_that_bumps_value_and_grad, closure_that_bumps_grad, closure_that_bumps_vjp; (p[0], p[1]));
}
#[differentiate]
fn bumped_through_a_reference(x: f64, y: f64) -> f64 {
    let mut s = [x, y];
    let r = &mut s[0];
    let a = bump(r, 2.0);
    *r += a;
    let b = bump(r, *r);
    s[0] * a * b + s[1]
}
#[test]
fn t_bumped_through_a_reference() {
    every!(nums(2); |p| bumped_through_a_reference, bumped_through_a_reference_value_and_grad, bumped_through_a_reference_grad, bumped_through_a_reference_vjp; (p[0], p[1]));
}
#[differentiate]
fn bumps_both_and_swaps(s: &mut f64, t: &mut f64) {
    let a = bump(s, *t);
    let b = bump(t, a);
    *s = b;
    std::mem::swap(s, t);
}
#[differentiate]
fn swapped_in_turn(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    bumps_both_and_swaps(&mut a, &mut b);
    bumps_both_and_swaps(&mut b, &mut a);
    a * b + a
}
#[test]
fn t_swapped_in_turn() {
    every!(nums(2); |p| swapped_in_turn, swapped_in_turn_value_and_grad, swapped_in_turn_grad, swapped_in_turn_vjp; (p[0], p[1]));
}
#[differentiate]
fn folds_from_both_ends(s: &mut [f64], lo: usize, hi: usize) -> f64 {
    if lo >= hi {
        return 0.0;
    }
    s[lo] += s[hi];
    let r = folds_from_both_ends(s, lo + 1, hi - 1);
    s[hi] *= r + 1.0;
    r + s[lo] * s[hi]
}
#[differentiate]
fn folded_and_summed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let r = folds_from_both_ends(&mut v, 0, 4);
    r * v.iter().sum::<f64>()
}
#[test]
fn t_folded_and_summed() {
    every!(nums(5); |p| folded_and_summed, folded_and_summed_value_and_grad, folded_and_summed_grad, folded_and_summed_vjp; (p));
}
#[differentiate]
fn step<const N: usize>(s: &mut [f64; N], f: &[f64; N], dt: f64) {
    for i in 0..N {
        s[i] += dt * f[i];
    }
}
#[differentiate]
fn rhs<const N: usize>(s: &[f64; N], k: f64) -> [f64; N] {
    let mut o = [0.0; N];
    for i in 0..N {
        o[i] = -k * s[i] + if i > 0 { s[i - 1] } else { 0.0 };
    }
    o
}
#[differentiate]
fn integrated_with_two_steps(x: [f64; 3], k: f64) -> f64 {
    let mut s = x;
    for _ in 0..3 {
        let f = rhs(&s, k);
        step(&mut s, &f, 0.1);
        let g = rhs(&s, k);
        step(&mut s, &g, 0.05);
    }
    s[2] * s[0]
}
#[test]
fn t_integrated_with_two_steps() {
    every!(nums(4); |p| integrated_with_two_steps, integrated_with_two_steps_value_and_grad, integrated_with_two_steps_grad, integrated_with_two_steps_vjp; (arr(p), p[3]));
}
#[differentiate]
fn gstep<T: Float>(s: &mut [T], k: T) -> T {
    let mut m = T::ZERO;
    for v in s.iter_mut() {
        *v *= k;
        m += *v;
    }
    m
}
#[differentiate]
fn shrinking_suffixes(x: &[f64], k: f64) -> f64 {
    let mut s = x.to_vec();
    let mut t = 0.0;
    for i in 0..2 {
        t += gstep(&mut s[i..], k) * s[0];
    }
    t
}
#[test]
fn t_shrinking_suffixes() {
    every!(nums(4); |p| shrinking_suffixes, shrinking_suffixes_value_and_grad, shrinking_suffixes_grad, shrinking_suffixes_vjp; (&p[..3], p[3]));
}
#[differentiate]
fn fills_rows_of_its_output(x: &[f64], out: &mut [[f64; 2]; 2]) -> f64 {
    for (row, v) in out.iter_mut().zip(x) {
        fill(row, *v);
        row[0] += 1.0;
    }
    let [a, b] = out;
    addto(a, b);
    a[0] * b[1]
}
#[differentiate]
fn sums_what_was_filled(x: &[f64]) -> f64 {
    let mut o = [[1.0; 2]; 2];
    let r = fills_rows_of_its_output(x, &mut o);
    r + o[0][0] * o[1][1]
}
#[test]
fn t_sums_what_was_filled() {
    every!(nums(2); |p| sums_what_was_filled, sums_what_was_filled_value_and_grad, sums_what_was_filled_grad, sums_what_was_filled_vjp; (p));
}
#[differentiate]
fn polynomial_product_by_halves(a: &[f64], b: &[f64], c: &mut [f64], n: usize) {
    if n == 1 {
        c[0] += a[0] * b[0];
        return;
    }
    let h = n / 2;
    polynomial_product_by_halves(&a[..h], &b[..h], &mut c[..n], h);
    polynomial_product_by_halves(&a[h..], &b[h..], &mut c[n..], h);
    polynomial_product_by_halves(&a[..h], &b[h..], &mut c[h..], h);
    polynomial_product_by_halves(&a[h..], &b[..h], &mut c[h..], h);
}
#[differentiate]
fn weighted_polynomial_product(a: &[f64], b: &[f64]) -> f64 {
    let mut c = vec![0.0; 8];
    polynomial_product_by_halves(a, b, &mut c, 4);
    c.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum()
}
#[test]
fn t_weighted_polynomial_product() {
    every!(nums(8); |p| weighted_polynomial_product, weighted_polynomial_product_value_and_grad, weighted_polynomial_product_grad, weighted_polynomial_product_vjp; (&p[..4], &p[4..]));
}
#[differentiate]
fn fourier_transform(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    if n == 1 {
        return;
    }
    let (mut er, mut ei, mut or, mut oi) = (vec![], vec![], vec![], vec![]);
    for i in 0..n / 2 {
        er.push(re[2 * i]);
        ei.push(im[2 * i]);
        or.push(re[2 * i + 1]);
        oi.push(im[2 * i + 1]);
    }
    fourier_transform(&mut er, &mut ei);
    fourier_transform(&mut or, &mut oi);
    for k in 0..n / 2 {
        let (s, c) = (-std::f64::consts::TAU * k as f64 / n as f64).sin_cos();
        let (tr, ti) = (c * or[k] - s * oi[k], c * oi[k] + s * or[k]);
        re[k] = er[k] + tr;
        im[k] = ei[k] + ti;
        re[k + n / 2] = er[k] - tr;
        im[k + n / 2] = ei[k] - ti;
    }
}
#[differentiate]
fn spectrum_weighted(x: &[f64], y: &[f64]) -> f64 {
    let (mut re, mut im) = (x.to_vec(), y.to_vec());
    fourier_transform(&mut re, &mut im);
    re.iter().zip(&im).enumerate().map(|(i, (a, b))| (a * a + b * b) * i as f64 + a).sum()
}
#[test]
fn t_spectrum_weighted() {
    every!(nums(8); |p| spectrum_weighted, spectrum_weighted_value_and_grad, spectrum_weighted_grad, spectrum_weighted_vjp; (&p[..4], &p[4..]));
}
