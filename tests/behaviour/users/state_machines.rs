//! State machines, buffers and loops within loops.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn first_positive_or_last(x: &[f64]) -> f64 {
    let r;
    let mut i = 0;
    loop {
        if x[i] > 0.0 || i + 1 == x.len() {
            r = x[i] * x[i];
            break;
        }
        i += 1;
    }
    r * i as f64 + r
}
#[test]
fn t_first_positive_or_last() {
    every!(nums(5); |p| first_positive_or_last, first_positive_or_last_value_and_grad, first_positive_or_last_grad, first_positive_or_last_vjp; (p));
}
#[differentiate]
fn shadowed_in_blocks(x: f64, y: f64) -> f64 {
    let x = if x > y {
        let x = x * 2.0;
        x
    } else {
        let y = x;
        y + 1.0
    };
    let y = {
        let x = x * y;
        x
    };
    x * y
}
#[test]
fn t_shadowed_in_blocks() {
    every!(nums(2); |p| shadowed_in_blocks, shadowed_in_blocks_value_and_grad, shadowed_in_blocks_grad, shadowed_in_blocks_vjp; (p[0], p[1]));
}
#[differentiate]
fn nested_tuple_changed(x: &[f64]) -> f64 {
    let mut t = ([1.0, 2.0], (x[0], x[1]));
    for i in 0..4 {
        if i % 2 == 0 {
            t.0[i / 2] *= t.1.0;
        } else {
            t.1 = (t.1.1, t.1.0 * t.0[0]);
        }
    }
    t.0[0] * t.0[1] + t.1.0 * t.1.1
}
#[test]
fn t_nested_tuple_changed() {
    every!(nums(2); |p| nested_tuple_changed, nested_tuple_changed_value_and_grad, nested_tuple_changed_grad, nested_tuple_changed_vjp; (p));
}
#[differentiate]
fn pairs_exchanged(x: &[f64]) -> f64 {
    let mut ps = [(x[0], x[1]), (x[1], 0.5)];
    for k in 0..3 {
        let (a, b) = ps[k % 2];
        ps[(k + 1) % 2].0 += a * b;
        ps[k % 2] = (b, a);
    }
    ps[0].0 * ps[1].1 - ps[1].0
}
#[test]
fn t_pairs_exchanged() {
    every!(nums(2); |p| pairs_exchanged, pairs_exchanged_value_and_grad, pairs_exchanged_grad, pairs_exchanged_vjp; (p));
}
#[differentiate]
fn continue_and_break(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut last = 0.0;
    for (i, v) in x.iter().enumerate() {
        if *v < 0.0 {
            last = *v;
            continue;
        }
        if i == 4 {
            s *= last;
            break;
        }
        s += v * last;
        last += v;
    }
    s + last
}
#[test]
fn t_continue_and_break() {
    every!(nums(7); |p| continue_and_break, continue_and_break_value_and_grad, continue_and_break_grad, continue_and_break_vjp; (p));
}
#[differentiate]
fn three_loops(x: &[f64], n: usize) -> f64 {
    let mut s = x[0];
    for i in 0..n {
        for j in i..n {
            for k in (j..n).rev() {
                s += 0.01 * x[k % 3] * x[j % 3] * s;
            }
        }
    }
    s
}
#[test]
fn t_three_loops() {
    every!(nums(3); |p| three_loops, three_loops_value_and_grad, three_loops_grad, three_loops_vjp; (p, 4));
}
#[test]
fn t_a62() {
    every!(nums(3); |p| three_loops, three_loops_value_and_grad, three_loops_grad, three_loops_vjp; (p, 0));
}
#[differentiate]
fn groups_of_two(x: &[f64]) -> f64 {
    let mut i = 0;
    let mut s = 1.0;
    while i < x.len() {
        let start = i;
        while i < x.len() && i - start < 2 {
            s = s * 0.9 + x[i];
            i += 1;
        }
        s *= 1.0 + (i - start) as f64;
    }
    s
}
#[test]
fn t_groups_of_two() {
    every!(nums(5); |p| groups_of_two, groups_of_two_value_and_grad, groups_of_two_grad, groups_of_two_vjp; (p));
}
#[differentiate]
fn returns_while_it_changes(x: &mut [f64], k: f64) -> f64 {
    for i in 0..x.len() {
        for j in 0..i {
            x[i] -= k * x[j];
            if x[i] < -1.0 {
                x[0] = k;
                return x[i] * x[j];
            }
        }
    }
    x[0]
}
#[differentiate]
fn returned_and_changed(x: &[f64], k: f64) -> f64 {
    let mut v = x.to_vec();
    let r = returns_while_it_changes(&mut v, k);
    r * v[0] + v[1] * v[2]
}
#[test]
fn t_returned_and_changed() {
    every!(nums(4); |p| returned_and_changed, returned_and_changed_value_and_grad, returned_and_changed_grad, returned_and_changed_vjp; (&p[..3], p[3]));
}
#[test]
fn t_a8u2() {
    every!([0.3, 0.4, 0.5, 1.7]; |p| returned_and_changed, returned_and_changed_value_and_grad, returned_and_changed_grad, returned_and_changed_vjp; (&p[..3], p[3]));
}
#[differentiate]
fn fibonacci_of_products(x: f64) -> f64 {
    let mut a = x;
    let mut b = a;
    a = a;
    for _ in 0..3 {
        let c = a;
        a = b * c;
        b = c;
    }
    a * b
}
#[test]
fn t_fibonacci_of_products() {
    every!(nums(1); |p| fibonacci_of_products, fibonacci_of_products_value_and_grad, fibonacci_of_products_grad, fibonacci_of_products_vjp; (p[0]));
}
#[differentiate]
fn runs_of_positive(x: &[f64]) -> f64 {
    let mut acc = vec![];
    let mut cur = 0.0;
    for v in x {
        if *v < 0.0 {
            if cur != 0.0 {
                acc.push(cur);
            }
            cur = 0.0;
        } else {
            cur += v * v;
        }
    }
    acc.push(cur);
    acc.iter().enumerate().map(|(i, a)| a * (i + 1) as f64).sum()
}
#[test]
fn t_runs_of_positive() {
    every!(nums(8); |p| runs_of_positive, runs_of_positive_value_and_grad, runs_of_positive_grad, runs_of_positive_vjp; (p));
}
#[differentiate]
fn pascal_triangle(x: &[f64]) -> f64 {
    let mut m = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..=i {
            m[i][j] = if j == 0 || j == i { x[i] } else { m[i - 1][j - 1] + m[i - 1][j] };
        }
    }
    m[3].iter().product::<f64>()
}
#[test]
fn t_pascal_triangle() {
    every!(nums(4); |p| pascal_triangle, pascal_triangle_value_and_grad, pascal_triangle_grad, pascal_triangle_vjp; (p));
}
#[differentiate]
fn catalan_recurrence(x: f64, n: usize) -> f64 {
    let mut memo = vec![0.0; n + 1];
    memo[0] = 1.0;
    for i in 1..=n {
        memo[i] = (0..i).map(|j| memo[j] * memo[i - 1 - j] * x).sum();
    }
    memo[n]
}
#[test]
fn t_catalan_recurrence() {
    every!(nums(1); |p| catalan_recurrence, catalan_recurrence_value_and_grad, catalan_recurrence_grad, catalan_recurrence_vjp; (p[0], 5));
}
#[differentiate]
fn mirrored_in_place(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    for i in 0..n {
        let t = v[i];
        let u = v[n - 1 - i];
        v[n - 1 - i] = t * 2.0;
        v[i] = u + t;
    }
    v.iter().enumerate().map(|(i, a)| a * i as f64).sum()
}
#[test]
fn t_mirrored_in_place() {
    every!(nums(5); |p| mirrored_in_place, mirrored_in_place_value_and_grad, mirrored_in_place_grad, mirrored_in_place_vjp; (p));
}
#[differentiate]
fn asserted_square(x: f64, y: f64) -> f64 {
    assert!(x < 10.0, "x = {x}");
    let s = x * y;
    debug_assert_eq!(s, x * y);
    if s.is_nan() {
        panic!("nan: {}", s);
    }
    s * s
}
#[test]
fn t_asserted_square() {
    every!(nums(2); |p| asserted_square, asserted_square_value_and_grad, asserted_square_grad, asserted_square_vjp; (p[0], p[1]));
}
#[differentiate]
fn lower_bound(x: &[f64]) -> f64 {
    let mut lo = 0;
    let mut hi = x.len();
    let key = 0.35;
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        if x[mid] < key {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    if lo < x.len() { x[lo] * x[lo] } else { 0.0 }
}
#[test]
fn t_lower_bound() {
    every!([0.1, 0.3, 0.5, 0.8]; |p| lower_bound, lower_bound_value_and_grad, lower_bound_grad, lower_bound_vjp; (p));
}
#[differentiate]
fn three_sorted(x: &[f64]) -> f64 {
    let (mut a, mut b, mut c) = (x[0], x[1], x[2]);
    if a > b {
        (a, b) = (b, a);
    }
    if b > c {
        (b, c) = (c, b);
        if a > b {
            (a, b) = (b, a);
        }
    }
    a + 2.0 * b + 3.0 * c
}
#[test]
fn t_three_sorted() {
    every!([0.5, 0.3, 0.1]; |p| three_sorted, three_sorted_value_and_grad, three_sorted_grad, three_sorted_vjp; (p));
}
#[test]
fn t_b72() {
    every!([0.1, 0.9, 0.4]; |p| three_sorted, three_sorted_value_and_grad, three_sorted_grad, three_sorted_vjp; (p));
}
#[differentiate]
fn automaton(x: &[f64]) -> f64 {
    let mut state = 0;
    let mut out = 0.0;
    for v in x {
        state = match (state, *v > 0.0) {
            (0, true) => {
                out += v;
                1
            }
            (0, false) => 0,
            (1, true) => {
                out *= v + 1.0;
                2
            }
            (_, false) => {
                out -= v * out;
                0
            }
            (s, true) => s,
        };
    }
    out + state as f64 * x[0]
}
#[test]
fn t_automaton() {
    every!(nums(9); |p| automaton, automaton_value_and_grad, automaton_grad, automaton_vjp; (p));
}
#[differentiate]
fn until_it_settles(x: f64) -> f64 {
    let mut y = x;
    let mut k = 0;
    while k < 20 && (y - y * y).abs() > 0.05 {
        y = y - 0.3 * (y * y - y);
        k += 1;
    }
    y * k as f64
}
#[test]
fn t_until_it_settles() {
    every!([0.4]; |p| until_it_settles, until_it_settles_value_and_grad, until_it_settles_grad, until_it_settles_vjp; (p[0]));
}
#[differentiate]
fn means_of_classes(x: &[f64]) -> f64 {
    let mut count = [0usize; 3];
    let mut sum = [0.0; 3];
    for v in x {
        let k = if *v < -0.3 {
            0
        } else if *v < 0.3 {
            1
        } else {
            2
        };
        count[k] += 1;
        sum[k] += v * v;
    }
    let mut t = 0.0;
    for k in 0..3 {
        if count[k] > 0 {
            t += sum[k] / count[k] as f64 * (k + 1) as f64;
        }
    }
    t
}
#[test]
fn t_means_of_classes() {
    every!(nums(9); |p| means_of_classes, means_of_classes_value_and_grad, means_of_classes_grad, means_of_classes_vjp; (p));
}
#[differentiate]
fn spiral(x: &[f64]) -> f64 {
    let n = 3;
    let mut a = vec![vec![0.0; n]; n];
    for (k, v) in x.iter().enumerate() {
        a[k / n][k % n] = *v;
    }
    let mut s = 0.0;
    let (mut top, mut left, mut bottom, mut right) = (0i32, 0i32, n as i32 - 1, n as i32 - 1);
    let mut w = 1.0;
    while top <= bottom && left <= right {
        for j in left..=right {
            s += w * a[top as usize][j as usize];
            w *= 1.1;
        }
        top += 1;
        for i in top..=bottom {
            s += w * a[i as usize][right as usize];
            w *= 1.1;
        }
        right -= 1;
        if top <= bottom {
            for j in (left..=right).rev() {
                s += w * a[bottom as usize][j as usize];
                w *= 1.1;
            }
            bottom -= 1;
        }
        if left <= right {
            for i in (top..=bottom).rev() {
                s += w * a[i as usize][left as usize];
                w *= 1.1;
            }
            left += 1;
        }
    }
    s * s
}
#[test]
fn t_spiral() {
    every!(nums(9); |p| spiral, spiral_value_and_grad, spiral_grad, spiral_vjp; (p));
}
#[differentiate]
fn ring_buffer(x: &[f64]) -> f64 {
    let mut q = vec![0.0; 8];
    let (mut head, mut tail) = (0, 0);
    for v in x {
        q[tail % 8] = *v;
        tail += 1;
        if tail - head > 3 {
            q[tail % 8] = q[head % 8] * 0.5;
            head += 1;
        }
    }
    let mut s = 0.0;
    while head < tail {
        s = s * 0.7 + q[head % 8];
        head += 1;
    }
    s
}
#[test]
fn t_ring_buffer() {
    every!(nums(9); |p| ring_buffer, ring_buffer_value_and_grad, ring_buffer_grad, ring_buffer_vjp; (p));
}
#[differentiate]
fn postfix_calculator(x: &[f64], ops: &[char]) -> f64 {
    let mut st = Vec::new();
    let mut it = 0;
    for op in ops {
        match op {
            '#' => {
                st.push(x[it]);
                it += 1;
            }
            '+' => {
                let (b, a) = (st.pop().unwrap(), st.pop().unwrap());
                st.push(a + b);
            }
            '*' => {
                let b = st.pop().unwrap();
                let a = st.pop().unwrap();
                st.push(a * b);
            }
            _ => {
                let a: f64 = st.pop().unwrap();
                st.push(a.sin());
            }
        }
    }
    st.pop().unwrap()
}
#[test]
fn t_postfix_calculator() {
    every!(nums(3); |p| postfix_calculator, postfix_calculator_value_and_grad, postfix_calculator_grad, postfix_calculator_vjp; (p, &['#', '#', '*', 's', '#', '+']));
}
#[differentiate]
fn coded_operations(x: f64, expr: &[i8]) -> f64 {
    let mut acc = x;
    for &e in expr {
        acc = match e {
            i8::MIN..=-1 => acc - f64::from(-e),
            0 => acc * x,
            1 | 2 => acc.powi(e as i32),
            n if n % 2 == 1 => acc / f64::from(n),
            n => acc + f64::from(n) * x,
        };
    }
    acc
}
#[test]
fn t_coded_operations() {
    every!(nums(1); |p| coded_operations, coded_operations_value_and_grad, coded_operations_grad, coded_operations_vjp; (p[0], &[3, 0, -2, 2, 4, 0, 7]));
}
