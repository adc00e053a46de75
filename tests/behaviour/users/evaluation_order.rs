//! Evaluation order, assignments and sums in many small functions.

use crate::check::{arr, mat};
use differentiate::differentiate;
const X: [f64; 6] = [0.7, 1.2, 0.4, 1.1, -0.3, 0.6];
#[differentiate]
fn added_to_what_changes(x: &[f64]) -> f64 {
    let mut a = x[0];
    a += {
        a *= 2.0;
        a
    };
    a * x[1]
}
#[test]
fn t_added_to_what_changes() {
    check!(X; |p| added_to_what_changes, added_to_what_changes_value_and_grad; (p));
}
#[differentiate]
fn read_before_and_after(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = a * {
        a += x[1];
        a
    } + a;
    b * a
}
#[test]
fn t_read_before_and_after() {
    check!(X; |p| read_before_and_after, read_before_and_after_value_and_grad; (p));
}
#[differentiate]
fn index_changed_by_its_value(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut i = 0;
    v[i] = {
        i += 1;
        v[i] * x[2]
    };
    v[i] += {
        i += 1;
        v[i]
    };
    v[0] * v[1] + v[2] * i as f64
}
#[test]
fn t_index_changed_by_its_value() {
    check!(X; |p| index_changed_by_its_value, index_changed_by_its_value_value_and_grad; (p));
}
#[differentiate]
fn pair_assigned(x: &[f64]) -> f64 {
    let (mut a, mut b) = (x[0], x[1]);
    (a, b) = (b * a, a);
    (a, b) = (b, a + b);
    a * b
}
#[test]
fn t_pair_assigned() {
    check!(X; |p| pair_assigned, pair_assigned_value_and_grad; (p));
}
#[differentiate]
fn elements_assigned_together(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    (v[0], v[1]) = (v[1] * v[2], v[0]);
    v[0] * v[1] * v[1]
}
#[test]
fn t_elements_assigned_together() {
    check!(X; |p| elements_assigned_together, elements_assigned_together_value_and_grad; (p));
}
#[differentiate]
fn elements_rotated_in_a_loop(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..3 {
        (v[i], v[i + 1]) = (v[i + 1], v[i] * v[i]);
    }
    v[0] * v[3] + v[1]
}
#[test]
fn t_elements_rotated_in_a_loop() {
    check!(X; |p| elements_rotated_in_a_loop, elements_rotated_in_a_loop_value_and_grad; (p));
}
#[differentiate]
fn filtered_and_squared_in_place(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in v.iter_mut().filter(|e| **e > 0.5) {
        *e = *e * *e;
    }
    v[0] * v[1] + v[2]
}
#[test]
fn t_filtered_and_squared_in_place() {
    check!(X; |p| filtered_and_squared_in_place, filtered_and_squared_in_place_value_and_grad; (p));
}
#[differentiate]
fn total_by_reference(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let total = &mut s;
    for v in x {
        *total += v * v;
    }
    s * s
}
#[test]
fn t_total_by_reference() {
    check!(X; |p| total_by_reference, total_by_reference_value_and_grad; (p));
}
#[differentiate]
fn closure_that_adds(x: &[f64]) -> f64 {
    let mut h = [0.0; 3];
    let mut add = |i: usize, v: f64| h[i % 3] += v * v;
    for i in 0..6 {
        add(i, x[i]);
    }
    h[0] * h[1] + h[2]
}
#[test]
fn t_closure_that_adds() {
    check!(X; |p| closure_that_adds, closure_that_adds_value_and_grad; (p));
}
#[differentiate]
fn closure_in_a_block(x: &[f64]) -> f64 {
    let mut h = [0.0; 3];
    {
        let mut add = |i: usize, v: f64| {
            h[i % 3] += v;
            h[0] *= 1.1;
        };
        add(0, x[0]);
        add(1, x[1]);
    }
    h[0] * h[1]
}
#[test]
fn t_closure_in_a_block() {
    check!(X; |p| closure_in_a_block, closure_in_a_block_value_and_grad; (p));
}
#[differentiate]
fn counter_in_the_condition(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut i = 0;
    while {
        i += 1;
        i < x.len()
    } {
        s = s * x[i] + 1.0;
    }
    s
}
#[test]
fn t_counter_in_the_condition() {
    check!(X; |p| counter_in_the_condition, counter_in_the_condition_value_and_grad; (p));
}
#[differentiate]
fn break_in_a_match(x: &[f64]) -> f64 {
    let mut s = x[0];
    loop {
        let t = match s > 2.0 {
            true => break,
            false => s * s,
        };
        s = t + 0.5;
    }
    s
}
#[test]
fn t_break_in_a_match() {
    check!(X; |p| break_in_a_match, break_in_a_match_value_and_grad; (p));
}
#[differentiate]
fn loop_with_a_value(x: &[f64]) -> f64 {
    let mut s = x[0];
    let r = loop {
        s = s * 1.5 + x[1];
        if s > 10.0 {
            break s - x[2];
        } else if s < -10.0 {
            return s;
        }
    };
    r * s
}
#[test]
fn t_loop_with_a_value() {
    check!(X; |p| loop_with_a_value, loop_with_a_value_value_and_grad; (p));
}
#[differentiate]
fn shadowed_names(x: &[f64]) -> f64 {
    let s = x[0];
    let s = {
        let s = s * s;
        s + x[1]
    };
    let f = |s: f64| s * s;
    let t = f(s) + s;
    {
        let s = t;
        let _ = s;
    }
    t * s
}
#[test]
fn t_shadowed_names() {
    check!(X; |p| shadowed_names, shadowed_names_value_and_grad; (p));
}
#[differentiate]
fn copies_of_arrays(x: &[f64]) -> f64 {
    let mut a = [x[0]; 3];
    let b = a;
    a[1] = b[0] * x[1];
    let c = a;
    a[2] = c[1] + b[2];
    a.iter().zip(b).zip(c).map(|((p, q), r)| p * q * r).sum()
}
#[test]
fn t_copies_of_arrays() {
    check!(X; |p| copies_of_arrays, copies_of_arrays_value_and_grad; (p));
}
#[differentiate]
fn row_of_an_array(x: &[f64]) -> f64 {
    let mut a = [[x[0], x[1]]; 2];
    let row = a[0];
    a[1] = row;
    a[1][0] *= row[1];
    a[0] = [a[1][0], row[0]];
    a[0][0] * a[1][1] + a[0][1]
}
#[test]
fn t_row_of_an_array() {
    check!(X; |p| row_of_an_array, row_of_an_array_value_and_grad; (p));
}
#[differentiate]
fn tuples_exchanged(x: &[f64]) -> f64 {
    let mut a = [(x[0], x[1]), (x[2], x[3])];
    for i in 0..2 {
        a[i].0 *= a[1 - i].1;
        let (p, q) = a[i];
        a[1 - i] = (q, p);
    }
    a[0].0 * a[1].1
}
#[test]
fn t_tuples_exchanged() {
    check!(X; |p| tuples_exchanged, tuples_exchanged_value_and_grad; (p));
}
#[differentiate]
fn slices_of_two(x: &[f64]) -> f64 {
    let mut i = 0usize;
    let mut s = 0.0;
    while i < 6 {
        let w = &x[i..(i + 2).min(6)];
        s += w.iter().product::<f64>();
        i += w.len();
    }
    s
}
#[test]
fn t_slices_of_two() {
    check!(X; |p| slices_of_two, slices_of_two_value_and_grad; (p));
}
#[differentiate]
fn product_backwards_with_exits(x: &[f64]) -> f64 {
    let mut p = 1.0;
    for i in (0..6).rev() {
        if i == 4 {
            continue;
        }
        p = p * x[i] + i as f64;
        if p > 20.0 {
            break;
        }
    }
    p
}
#[test]
fn t_product_backwards_with_exits() {
    check!(X; |p| product_backwards_with_exits, product_backwards_with_exits_value_and_grad; (p));
}
#[differentiate]
fn pairs_of_indices(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, j) in (0..3).zip((3..6).rev()) {
        s += x[i] * x[j];
    }
    for (i, j) in [(0, 1), (2, 3)] {
        s *= x[i] + x[j];
    }
    for i in [5, 3, 1] {
        s -= x[i];
    }
    s
}
#[test]
fn t_pairs_of_indices() {
    check!(X; |p| pairs_of_indices, pairs_of_indices_value_and_grad; (p));
}
#[differentiate]
fn cases_with_continue(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..6 {
        s += match i {
            0 | 5 => x[i],
            1..=2 => x[i] * x[i],
            _ if x[i] > 0.0 => x[i].ln(),
            _ => continue,
        };
    }
    s
}
#[test]
fn t_cases_with_continue() {
    check!(X; |p| cases_with_continue, cases_with_continue_value_and_grad; (p));
}
#[differentiate]
fn stencil_with_copies(x: &[f64]) -> f64 {
    let mut u = x.to_vec();
    for k in 0..3 {
        let prev = u.clone();
        for i in 1..5 {
            u[i] = 0.5 * (prev[i - 1] + prev[i + 1]) * prev[i];
        }
        u[0] = u[4];
        u[5] = u[1];
        if k == 1 {
            u.swap(2, 3);
        }
    }
    u.iter().map(|v| v * v).sum()
}
#[test]
fn t_stencil_with_copies() {
    check!(X; |p| stencil_with_copies, stencil_with_copies_value_and_grad; (p));
}
#[differentiate]
fn two_largest(x: &[f64]) -> f64 {
    let mut best = x[0];
    let mut second = x[1];
    for &v in &x[1..] {
        if v > best {
            second = best;
            best = v;
        } else if v > second {
            second = v;
        }
    }
    best * best - second
}
#[test]
fn t_two_largest() {
    check!(X; |p| two_largest, two_largest_value_and_grad; (p));
}
#[differentiate]
fn loop_then_for(x: &[f64]) -> f64 {
    let mut y = x[0];
    let mut n = 0;
    let r = loop {
        if n == 3 {
            break y;
        }
        y = (y + x[n]).sin();
        n += 1;
    };
    let mut z = r;
    for _ in 0..n {
        z *= y;
    }
    z
}
#[test]
fn t_loop_then_for() {
    check!(X; |p| loop_then_for, loop_then_for_value_and_grad; (p));
}
#[differentiate]
fn recurrence_in_an_array(x: &[f64]) -> f64 {
    let mut f = [1.0; 6];
    for i in 2..6 {
        f[i] = f[i - 1] * x[0] + f[i - 2] * x[1];
    }
    let mut g = f;
    g[5] = f[4] * f[3];
    g[5] + f[5]
}
#[test]
fn t_recurrence_in_an_array() {
    check!(X; |p| recurrence_in_an_array, recurrence_in_an_array_value_and_grad; (p));
}
#[differentiate]
fn triple_loop(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..2 {
                s += x[i] * x[j + 1] * x[k + 2] * if i == j { 1.0 } else { x[5] };
            }
        }
    }
    s
}
#[test]
fn t_triple_loop() {
    check!(X; |p| triple_loop, triple_loop_value_and_grad; (p));
}
#[differentiate]
fn symmetric_matrix(x: &[f64]) -> f64 {
    let mut m = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..i {
            m[i][j] = x[i] * x[j];
            m[j][i] = m[i][j] + x[5];
        }
        m[i][i] = x[i];
    }
    let mut t = 0.0;
    for r in &m {
        t += r.iter().sum::<f64>() * r[0];
    }
    t
}
#[test]
fn t_symmetric_matrix() {
    check!(X; |p| symmetric_matrix, symmetric_matrix_value_and_grad; (p));
}
#[differentiate]
fn two_carried(x: &[f64]) -> f64 {
    let mut a = x[0];
    let mut b = x[1];
    for _ in 0..4 {
        let t = a;
        a = b;
        b = t * b + 0.1;
    }
    a * b
}
#[test]
fn t_two_carried() {
    check!(X; |p| two_carried, two_carried_value_and_grad; (p));
}
#[differentiate]
fn alternately_added_and_multiplied(x: &[f64]) -> f64 {
    let mut c = 0.0;
    let mut s = 0.0;
    for (k, v) in x.iter().enumerate() {
        c = if k % 2 == 0 { c + v } else { c * v };
        s += c;
    }
    s
}
#[test]
fn t_alternately_added_and_multiplied() {
    check!(X; |p| alternately_added_and_multiplied, alternately_added_and_multiplied_value_and_grad; (p));
}
#[differentiate]
fn sums_of_sums(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut acc = [0.0; 2];
    for v in x {
        acc[0] += v;
        acc[1] += acc[0];
        s += acc[1] * v;
    }
    s
}
#[test]
fn t_sums_of_sums() {
    check!(X; |p| sums_of_sums, sums_of_sums_value_and_grad; (p));
}
#[differentiate]
fn sum_of_products(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut p = 1.0;
    for v in x {
        p *= v;
        s += p;
    }
    s
}
#[test]
fn t_sum_of_products() {
    check!(X; |p| sum_of_products, sum_of_products_value_and_grad; (p));
}
#[differentiate]
fn squares_of_differences(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut p = x[0];
    for i in 1..6 {
        p -= x[i];
        s -= p * p;
    }
    s
}
#[test]
fn t_squares_of_differences() {
    check!(X; |p| squares_of_differences, squares_of_differences_value_and_grad; (p));
}
#[differentiate]
fn three_sums(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut t = 0.0;
    let mut u = 0.0;
    for v in x {
        t += v;
        u += t;
        s += u * t;
    }
    s
}
#[test]
fn t_three_sums() {
    check!(X; |p| three_sums, three_sums_value_and_grad; (p));
}
#[differentiate]
fn nested_sums(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut t = 0.0;
    for v in x {
        for w in x {
            t += v * w;
            s += t;
        }
    }
    s
}
#[test]
fn t_nested_sums() {
    check!(X; |p| nested_sums, nested_sums_value_and_grad; (p));
}
#[differentiate]
fn sum_before_and_after(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut t = 0.0;
    for v in x {
        let k = t;
        t += v;
        s += k * t;
    }
    s
}
#[test]
fn t_sum_before_and_after() {
    check!(X; |p| sum_before_and_after, sum_before_and_after_value_and_grad; (p));
}
#[differentiate]
fn conditional_energy(x: &[f64]) -> f64 {
    let mut e = 0.0;
    let mut z = x[0];
    for i in 0..x.len() {
        if x[i] > 0.5 {
            z += x[i];
        } else {
            e += z;
        }
        e += z * z;
    }
    e
}
#[test]
fn t_conditional_energy() {
    check!(X; |p| conditional_energy, conditional_energy_value_and_grad; (p));
}
#[differentiate]
fn position_of_a_velocity(x: &[f64]) -> f64 {
    let mut y = x[0];
    let mut s = 0.0;
    let dt = x[1];
    for i in 0..5 {
        y += dt * (i as f64);
        s += dt * y;
    }
    s
}
#[test]
fn t_position_of_a_velocity() {
    check!(X; |p| position_of_a_velocity, position_of_a_velocity_value_and_grad; (p));
}
#[differentiate]
fn integral_of_sine(x: &[f64]) -> f64 {
    let mut t = 0.0;
    let mut s = 0.0;
    let h = x[0];
    for _ in 0..5 {
        t += h;
        s += h * t.sin();
    }
    s
}
#[test]
fn t_integral_of_sine() {
    check!(X; |p| integral_of_sine, integral_of_sine_value_and_grad; (p));
}
#[differentiate]
fn phases(x: &[f64]) -> f64 {
    let mut ph = 0.0;
    let mut out = vec![];
    for v in x {
        ph += v;
        out.push(f64::sin(ph));
    }
    out.iter().map(|o| o * o).sum()
}
#[test]
fn t_phases() {
    check!(X; |p| phases, phases_value_and_grad; (p));
}
#[differentiate]
fn area_under_steps(x: &[f64]) -> f64 {
    let mut lo = 0.0;
    let mut area = 0.0;
    for w in x.chunks(2) {
        let hi = lo + w[0].abs();
        area += (hi - lo) * w[1];
        lo = hi;
    }
    area * lo
}
#[test]
fn t_area_under_steps() {
    check!(X; |p| area_under_steps, area_under_steps_value_and_grad; (p));
}
