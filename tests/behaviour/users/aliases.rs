//! Aliases, chosen references, results whose type only the callee tells, sums that read each other.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate};

const X: [f64; 6] = [0.7, -1.2, 0.4, 1.1, -0.3, 0.6];

macro_rules! on_x {
    ($($test:ident: $f:ident, $both:ident;)*) => {$(
        #[test]
        fn $test() {
            let _ = (arr::<1>(&X), mat::<1, 1>(&X));
            check!(X; |p| $f, $both; (p));
        }
    )*};
}

#[differentiate]
fn pair(x: f64, y: f64) -> (f64, [f64; 2]) {
    (x * y, [x.sin(), y * y])
}
#[differentiate]
fn triple(x: &[f64]) -> [f64; 3] {
    [x[0] * x[1], x[2].sin(), x[0] + x[2]]
}
#[differentiate]
fn list(x: &[f64]) -> Vec<f64> {
    x.iter().map(|v| v * v + 0.1).collect()
}
#[differentiate]
fn total(x: &[f64]) -> f64 {
    x.iter().sum()
}
#[differentiate]
fn scale(x: &mut [f64], k: f64) {
    for v in x.iter_mut() {
        *v *= k;
    }
}
#[differentiate]
fn bump(x: &mut f64, k: f64) -> f64 {
    *x += k * *x;
    *x * k
}
#[differentiate]
fn fill_from(out: &mut [f64], x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (o, v) in out.iter_mut().zip(x) {
        *o = v * v;
        s += *o;
    }
    s
}

on_x! {
    t1: result_of_call, result_of_call_value_and_grad;
    t2: result_in_branch, result_in_branch_value_and_grad;
    t3: result_in_tuple, result_in_tuple_value_and_grad;
    // FOUND n41     t4: result_list, result_list_value_and_grad;
    // FOUND n42     t5: result_list_loop, result_list_loop_value_and_grad;
    t6: result_returned_early, result_returned_early_value_and_grad;
    // FOUND n43     t7: mut_alias, mut_alias_value_and_grad;
    t8: mut_alias_row, mut_alias_row_value_and_grad;
    // FOUND n39     t9: mut_alias_chosen, mut_alias_chosen_value_and_grad;
    t10: zip_mut_mut, zip_mut_mut_value_and_grad;
    t11: reference_scalar_alias, reference_scalar_alias_value_and_grad;
    t12: sums_tuple, sums_tuple_value_and_grad;
    t13: sums_array, sums_array_value_and_grad;
    t14: sums_inner, sums_inner_value_and_grad;
    t15: sums_cond, sums_cond_value_and_grad;
    t16: call_in_index, call_in_index_value_and_grad;
    t17: call_in_condition, call_in_condition_value_and_grad;
    t18: exchange_value, exchange_value_value_and_grad;
    t19: exchange_parts, exchange_parts_value_and_grad;
    t20: exchange_in_args, exchange_in_args_value_and_grad;
    t21: overwritten_list, overwritten_list_value_and_grad;
    t22: clone_then_mutate, clone_then_mutate_value_and_grad;
    t23: list_in_loop_moved, list_in_loop_moved_value_and_grad;
    t24: swapped_lists, swapped_lists_value_and_grad;
    // FOUND n40     t25: array_of_lists, array_of_lists_value_and_grad;
    t26: closure_calls, closure_calls_value_and_grad;
    t27: closure_captures_changed, closure_captures_changed_value_and_grad;
    t28: chosen_array, chosen_array_value_and_grad;
    t29: match_value_arrays, match_value_arrays_value_and_grad;
    t30: return_in_nested_loops, return_in_nested_loops_value_and_grad;
    t31: break_with_mutation, break_with_mutation_value_and_grad;
    t32: uninit_then_loop, uninit_then_loop_value_and_grad;
    t33: sub_slice_of_sub_slice_mut, sub_slice_of_sub_slice_mut_value_and_grad;
    t34: block_with_mut, block_with_mut_value_and_grad;
    t35: repeated_pop, repeated_pop_value_and_grad;
    t36: truncate_resize, truncate_resize_value_and_grad;
    t37: extend_self, extend_self_value_and_grad;
    t38: nested_vec_push, nested_vec_push_value_and_grad;
    t39: fold_array_state, fold_array_state_value_and_grad;
    t40: fold_tuple_break, fold_tuple_break_value_and_grad;
    t41: sum_of_calls, sum_of_calls_value_and_grad;
    t42: map_mutating_capture, map_mutating_capture_value_and_grad;
    t43: filter_collect_index, filter_collect_index_value_and_grad;
    t44: double_buffer_array, double_buffer_array_value_and_grad;
    t45: counters, counters_value_and_grad;
    t46: running_max, running_max_value_and_grad;
    t47: cast_and_index, cast_and_index_value_and_grad;
    t48: compare_chain, compare_chain_value_and_grad;
    t49: generic_call, generic_call_value_and_grad;
    t50: while_let_stack, while_let_stack_value_and_grad;
}

#[differentiate]
fn result_of_call(x: &[f64]) -> f64 {
    let q = triple(x);
    let r = pair(q[0], q[1]);
    let (a, b) = r;
    a * b[0] + r.1[1] * q[2]
}
#[differentiate]
fn result_in_branch(x: &[f64]) -> f64 {
    let q = if x[0] > 0.0 { triple(x) } else { [x[0]; 3] };
    let r = match x.len() {
        3 => pair(x[0], x[1]),
        _ => pair(q[2], x[4]),
    };
    r.0 * q[1] + r.1[0]
}
#[differentiate]
fn result_in_tuple(x: &[f64]) -> f64 {
    let (p, q) = (triple(x), triple(&x[3..]));
    let m = [p, q];
    let mut s = 0.0;
    for i in 0..2 {
        for j in 0..3 {
            s += m[i][j] * p[j] * q[(j + i) % 3];
        }
    }
    s
}
#[differentiate]
fn result_list(x: &[f64]) -> f64 {
    let l = list(x);
    let m = list(&l);
    l[0] * m[1] + total(&m) + total(&list(&m[2..]))
}
#[cfg(any())] // FOUND n42
#[differentiate]
fn result_list_loop(x: &[f64]) -> f64 {
    let mut l = list(x);
    for _ in 0..3 {
        l = list(&l);
    }
    total(&l)
}
#[differentiate]
fn result_returned_early(x: &[f64]) -> f64 {
    let mut l: Vec<f64> = list(x);
    for i in 0..4 {
        if l[i] > 1.3 {
            return total(&l) * l[i];
        }
        l = list(&l);
    }
    total(&l)
}
#[cfg(any())] // FOUND n43
#[differentiate]
fn mut_alias(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let r = &mut v;
    r[0] *= r[1];
    scale(r, x[2]);
    r[1] += r[0];
    v[0] * v[1]
}
#[differentiate]
fn mut_alias_row(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for i in 0..2 {
        let row = &mut m[i];
        row[0] *= row[1];
        let t = row[0];
        row[1] -= t * t;
        scale(row, x[4]);
    }
    m[0][0] * m[1][1] + m[0][1]
}
#[cfg(any())] // FOUND n39
#[differentiate]
fn mut_alias_chosen(x: &[f64]) -> f64 {
    let mut u = [x[0], x[1]];
    let mut v = [x[2], x[3]];
    for i in 0..3 {
        let r = if i % 2 == 0 { &mut u } else { &mut v };
        r[0] *= r[1];
        r[1] += 0.3;
    }
    u[0] * v[0] + u[1]
}
#[differentiate]
fn zip_mut_mut(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![0.5; 6];
    for (p, q) in a.iter_mut().zip(b.iter_mut()) {
        *q += *p * *p;
        *p *= *q;
    }
    for ((p, q), r) in a.iter_mut().zip(&mut b).zip(x) {
        std::mem::swap(p, q);
        *p += r;
    }
    a[0] * b[1] + a[2] + b[3]
}
#[differentiate]
fn reference_scalar_alias(x: &[f64]) -> f64 {
    let mut a = x[0];
    let r = &mut a;
    *r *= x[1];
    *r += 1.0;
    let t = *r;
    bump(r, x[2]) + t * a
}
#[differentiate]
fn sums_tuple(x: &[f64]) -> f64 {
    let mut s = (0.0, 0.0);
    for v in x {
        s.0 += v;
        s.1 += s.0 * s.0;
    }
    s.1
}
#[differentiate]
fn sums_array(x: &[f64]) -> f64 {
    let mut s = [0.0; 2];
    for v in x {
        s[0] += v;
        s[1] += s[0] * s[0];
    }
    s[1]
}
#[differentiate]
fn sums_inner(x: &[f64]) -> f64 {
    let mut t = 0.0;
    for i in 0..x.len() {
        let mut inner = 0.0;
        for j in 0..=i {
            inner += x[j] * x[i];
            t += inner * x[j];
        }
        t += inner * inner;
    }
    t
}
#[differentiate]
fn sums_cond(x: &[f64]) -> f64 {
    let (mut up, mut down) = (0.0, 0.0);
    for v in x {
        if *v > 0.0 {
            up += v * v;
            down += up;
        } else {
            down -= v;
            up += down * 0.1;
        }
    }
    up * down
}
#[differentiate]
fn call_in_index(x: &[f64]) -> f64 {
    let at = |i: usize| (i * 5 + 1) % x.len();
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[at(i)] * x[at(i + 1)] * total(&x[at(i)..]);
    }
    s
}
#[differentiate]
fn call_in_condition(x: &[f64]) -> f64 {
    let mut a = x[0];
    let mut n = 0;
    while total(&[a, x[1]]) < 3.0 && n < 10 {
        a = a * 1.3 + x[3];
        n += 1;
    }
    if pair(a, x[0]).0 > 1.0 { a * a } else { a }
}
#[differentiate]
fn exchange_value(x: &[f64]) -> f64 {
    let mut a = x[0];
    let mut s = 0.0;
    for v in x {
        s += bump(&mut a, *v) * a;
        let t = bump(&mut s, 0.1);
        a += t;
    }
    a * s
}
#[differentiate]
fn exchange_parts(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut m = [[0.0; 3]; 2];
    for i in 0..2 {
        let s = fill_from(&mut m[i], &v[i..i + 3]);
        v[i] += s;
        scale(&mut v[i + 1..], s);
        scale(&mut m[1 - i][1..], v[0]);
    }
    m[0][0] * m[1][2] + v[5] + m[0][1]
}
#[differentiate]
fn exchange_in_args(x: &[f64]) -> f64 {
    let mut a = x[0];
    let mut b = x[1];
    let r = pair(bump(&mut a, b), bump(&mut b, a));
    r.0 + r.1[1] * a * b
}
#[differentiate]
fn overwritten_list(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let s = total(&v);
    v = vec![s, s * s];
    let t = total(&v);
    v = x[2..4].to_vec();
    v.push(t);
    v[0] * v[2] + v[1]
}
#[differentiate]
fn clone_then_mutate(x: &[f64]) -> f64 {
    let a = x.to_vec();
    let mut b = a.clone();
    for i in 0..b.len() {
        b[i] *= a[(i + 1) % a.len()];
    }
    let c = b.clone();
    b.reverse();
    a.iter().zip(b.iter()).zip(c.iter()).map(|((a, b), c)| a * b * c).sum()
}
#[differentiate]
fn list_in_loop_moved(x: &[f64]) -> f64 {
    let mut best = Vec::new();
    let mut score = -1e9;
    for i in 0..3 {
        let cand: Vec<f64> = x.iter().map(|v| v * (i as f64 - 1.3)).collect();
        let s: f64 = cand.iter().map(|c| c - c * c).sum();
        if s > score {
            score = s;
            best = cand;
        }
    }
    best[0] * best[1] + score
}
#[differentiate]
fn swapped_lists(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![1.0; 6];
    for i in 0..5 {
        for j in 0..6 {
            b[j] = a[j] * a[(j + i) % 6] + 0.1;
        }
        std::mem::swap(&mut a, &mut b);
    }
    total(&a) + b[0]
}
#[cfg(any())] // FOUND n40
#[differentiate]
fn array_of_lists(x: &[f64]) -> f64 {
    let mut buckets = vec![Vec::new(), Vec::new()];
    for (i, v) in x.iter().enumerate() {
        buckets[i % 2].push(v * v);
    }
    let a: f64 = buckets[0].iter().sum();
    let b: f64 = buckets[1].iter().sum();
    a * b
}
#[differentiate]
fn closure_calls(x: &[f64]) -> f64 {
    let f = |i: usize| total(&x[i..]);
    let g = |a: f64, b: f64| {
        let (p, q) = pair(a, b);
        p * q[0]
    };
    let mut s = 0.0;
    for i in 0..3 {
        s += g(f(i), f(i + 1));
    }
    s
}
#[differentiate]
fn closure_captures_changed(x: &[f64]) -> f64 {
    let mut k = x[0];
    let a = {
        let f = |v: f64| v * k;
        f(x[1]) + f(x[2])
    };
    k *= a;
    let f = |v: f64| v * k;
    let b = f(x[1]);
    k = b;
    a * b * k
}
#[differentiate]
fn chosen_array(x: &[f64]) -> f64 {
    let a = [x[0], x[1]];
    let b = [x[2], x[3]];
    let mut s = 0.0;
    for i in 0..4 {
        let c = if i % 2 == 0 { a } else { b };
        let d = if i < 2 { &a } else { &b };
        s += c[0] * d[1];
    }
    s
}
#[differentiate]
fn match_value_arrays(x: &[f64]) -> f64 {
    let mut w = [0.0; 3];
    let mut out = 0.0;
    for i in 0..6 {
        w = match i % 3 {
            0 => [x[i], w[0], w[1]],
            1 => {
                let mut t = w;
                t[1] += x[i] * w[0];
                t
            }
            _ => w,
        };
        out += w[0] * w[1] - w[2];
    }
    out
}
trait MapLike {
    fn map_like(self) -> Self;
}
impl MapLike for [f64; 3] {
    fn map_like(self) -> Self {
        self
    }
}
#[differentiate]
fn return_in_nested_loops(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..x.len() {
        let mut t = 0.0;
        for j in 0..x.len() {
            t += x[i] * x[j];
            if t < -0.9 && i > 1 {
                return s * t;
            }
        }
        s = s * 0.5 + t;
    }
    s
}
#[differentiate]
fn break_with_mutation(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let last = 'a: loop {
        for i in 0..v.len() - 1 {
            v[i] = v[i] * v[i + 1] + 0.3;
            if v[i] > 0.6 {
                v[i + 1] *= 2.0;
                break 'a v[i] * v[i + 1];
            }
        }
        if v[0] > 0.0 {
            break v[0];
        }
    };
    last + total(&v)
}
#[differentiate]
fn uninit_then_loop(x: &[f64]) -> f64 {
    let s;
    let mut t;
    let mut i = 0;
    t = x[0];
    loop {
        t = t * x[1] + 0.1;
        i += 1;
        if i == 4 {
            s = t * t;
            break;
        }
    }
    s + t
}
#[differentiate]
fn sub_slice_of_sub_slice_mut(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let w = &mut v[1..5];
    let u = &mut w[1..];
    u[0] += u[1] * u[2];
    u.swap(0, 2);
    scale(&mut u[..2], 1.5);
    w[0] = w[1] * w[3];
    v[1] * v[2] + v[4]
}
#[differentiate]
fn block_with_mut(x: &[f64]) -> f64 {
    let v = {
        let mut v = [0.0; 3];
        for (i, e) in v.iter_mut().enumerate() {
            *e = x[i] * x[i + 1];
        }
        v
    };
    let s = {
        let [a, b, c] = v;
        a * b + c
    };
    s * v[0]
}
#[differentiate]
fn repeated_pop(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    while s.len() > 1 {
        let a = s.pop().unwrap();
        let b = s.pop().unwrap();
        s.push(a * b + 0.5);
    }
    s[0]
}
#[differentiate]
fn truncate_resize(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v[4] *= v[5];
    let t = v[4];
    v.truncate(3);
    v.push(t);
    v.extend_from_slice(&x[1..3]);
    v.extend(x.iter().map(|a| a * t));
    v.resize(14, t);
    v.clear();
    v.push(t * x[0]);
    v[0] * v.len() as f64
}
#[differentiate]
fn extend_self(x: &[f64]) -> f64 {
    let mut v = vec![x[0]];
    for i in 1..4 {
        let c = v.clone();
        v.extend_from_slice(&c);
        v.push(x[i] * v[0]);
    }
    v.iter().enumerate().map(|(i, a)| a * a * i as f64).sum()
}
#[differentiate]
fn nested_vec_push(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for i in 0..3 {
        let mut row = Vec::new();
        for j in 0..=i {
            row.push(x[i] * x[j + 1]);
        }
        rows.push(row);
    }
    let mut s = 0.0;
    for (i, r) in rows.iter().enumerate() {
        for v in r {
            s += v * v * (i + 1) as f64;
        }
    }
    s
}
#[differentiate]
fn fold_array_state(x: &[f64]) -> f64 {
    let s = x.iter().fold([0.0; 3], |mut acc, v| {
        acc[0] += v;
        acc[1] += acc[0] * v;
        acc[2] = acc[2] * 0.5 + acc[1];
        acc
    });
    s[0] * s[1] + s[2]
}
#[differentiate]
fn fold_tuple_break(x: &[f64]) -> f64 {
    let (s, p, n) = x.iter().fold((0.0, 1.0, 0), |(s, p, n), v| (s + v * p, p * (v + 1.5), n + 1));
    s * p / n as f64
}
#[differentiate]
fn sum_of_calls(x: &[f64]) -> f64 {
    x.windows(3).map(|w| total(w) * triple(w)[0]).sum::<f64>()
        + x.chunks(3).map(|c| total(&list(c))).product::<f64>()
}
#[differentiate]
fn map_mutating_capture(x: &[f64]) -> f64 {
    let mut state = 0.5;
    let ys: Vec<f64> = x
        .iter()
        .map(|v| {
            state = (state * v).cos();
            state + v
        })
        .collect();
    ys[0] * ys[5] + state
}
#[differentiate]
fn filter_collect_index(x: &[f64]) -> f64 {
    let pos: Vec<usize> = (0..x.len()).filter(|&i| x[i] > 0.0).collect();
    let vals: Vec<f64> = x.iter().copied().filter(|v| *v < 0.0).collect();
    let mut s = 0.0;
    for (k, &i) in pos.iter().enumerate() {
        s += x[i] * vals[k % vals.len()];
    }
    s * s
}
#[differentiate]
fn double_buffer_array(x: &[f64]) -> f64 {
    let mut buf = [[0.0; 6]; 2];
    buf[0].copy_from_slice(x);
    for step in 0..3 {
        let (src, dst) = (step % 2, 1 - step % 2);
        for i in 0..6 {
            buf[dst][i] = buf[src][i] * buf[src][(i + 1) % 6] + 0.2;
        }
    }
    buf[1].iter().sum::<f64>() + buf[0][2]
}
#[differentiate]
fn counters(x: &[f64]) -> f64 {
    let mut n = 0;
    let mut t = 0.0;
    let mut y = 1.0;
    for v in x {
        n += 1;
        y += 0.5;
        t += v.powi(n) * y;
        if *v < 0.0 {
            n = 0;
            y = *v;
        }
    }
    t * y
}
#[differentiate]
fn running_max(x: &[f64]) -> f64 {
    let mut m = f64::NEG_INFINITY;
    let mut s = 0.0;
    for v in x {
        m = m.max(*v);
        s += m * v;
    }
    let mut lo = x[0];
    for &v in x {
        if v < lo {
            lo = v;
            s += lo * lo;
        }
    }
    s
}
#[differentiate]
fn cast_and_index(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() as i32 {
        let j = (i - 2).abs() as usize % x.len();
        let k = (i as usize + j).min(x.len() - 1);
        s += x[j] * x[k] * f64::from(i);
    }
    s as f32 as f64 * 0.0 + s
}
#[differentiate]
fn compare_chain(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(2) {
        let d = w[1] - w[0];
        s += if d > 1.0 {
            d * d
        } else if d > 0.0 && w[0] > 0.0 || d < -1.0 {
            d.exp()
        } else {
            match d < 0.0 {
                true => -d,
                false => d.sin(),
            }
        };
    }
    s
}
#[differentiate]
fn mean_of<T: Float>(x: &[T]) -> T {
    let mut s = T::ZERO;
    for v in x.iter() {
        s += *v;
    }
    s / T::from_f64(x.len() as f64)
}
#[differentiate]
fn generic_call(x: &[f64]) -> f64 {
    let m = mean_of(x);
    let v = mean_of(&x.iter().map(|a| (a - m).powi(2)).collect::<Vec<f64>>());
    let w: Vec<f64> = x.iter().map(|a| (a - m) / v.sqrt()).collect();
    mean_of(&w[..3]) * mean_of(&[m, v])
}
#[differentiate]
fn while_let_stack(x: &[f64]) -> f64 {
    let mut todo = vec![(0usize, x[0])];
    let mut s = 0.0;
    while let Some((i, v)) = todo.pop() {
        s += v * v * (i + 1) as f64;
        if i + 1 < x.len() {
            todo.push((i + 1, v * x[i + 1]));
        }
        if i + 3 < x.len() {
            todo.push((i + 3, v + x[i + 3]));
        }
    }
    s
}
