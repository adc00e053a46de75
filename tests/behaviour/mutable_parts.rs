//! Mutable references that patterns take of parts, and lists without a name that are borrowed mutably.

use differentiate::differentiate;

#[differentiate]
fn momentum(x: &[f64]) -> f64 {
    let mut state = (x[0], [x[1], x[2]], 0usize);
    for &v in x {
        let (ref mut s, ref mut w, ref mut n) = state;
        *s += v * w[*n % 2];
        w[*n % 2] *= 0.5;
        *n += 1;
    }
    state.0 * state.1[0] + state.2 as f64
}

#[differentiate]
fn in_pair(x: &[f64]) -> f64 {
    let mut pair = (x[0], x[1]);
    let (ref mut a, ref b) = pair;
    *a += b * x[2];
    pair.0 * pair.1
}

#[differentiate]
fn elements(x: &[f64]) -> f64 {
    let mut v = [x[0], x[1], x[2]];
    let [a, _, c] = &mut v;
    std::mem::swap(a, c);
    *a *= 2.0;
    let [ref mut p, ..] = v;
    *p += x[1];
    let [.., ref mut q, _] = v;
    *q *= x[0];
    v[0] * v[2] + v[1]
}

#[differentiate]
fn nested(x: &[f64]) -> f64 {
    let mut points = [(x[0], [x[1], x[2], x[3]])];
    let mut one = (x[0], [x[1], x[2], x[3]]);
    for k in 0..3 {
        let (ref mut a, [ref b, .., ref mut c]) = one;
        *a *= *b;
        *c += *a;
        let (s, ref mut v) = points[0];
        v[k] = s * 2.0 + *c;
    }
    one.0 * one.1[2] + points[0].1.iter().product::<f64>()
}

#[differentiate]
fn in_option(x: &[f64]) -> f64 {
    let mut sum = None;
    for &v in x {
        if let Some(ref mut s) = sum {
            *s += v * v;
        } else {
            sum = Some(v);
        }
    }
    sum.unwrap_or(0.0)
}

#[differentiate]
fn list_without_name(x: &[f64]) -> f64 {
    let work = &mut x.to_vec()[..];
    work[0] *= 2.0;
    work.reverse();
    let squares = &mut x.iter().map(|v| v * v).collect::<Vec<f64>>()[1..];
    squares[0] = squares[1] * x[0];
    work.iter().enumerate().map(|(i, v)| v * v * i as f64).sum::<f64>() + squares.iter().sum::<f64>()
}

#[test]
fn values() {
    assert_eq!(in_pair_value_and_grad(&[1.0, 2.0, 3.0]), (14.0, vec![2.0, 13.0, 4.0]));
    assert_eq!(in_option_value_and_grad(&[1.0, 2.0, 3.0]), (14.0, vec![1.0, 4.0, 6.0]));
    // 4·2 + 2·(2·1)² and 3·3² · 1 + 9.
    assert_eq!(list_without_name_value_and_grad(&[1.0, 2.0, 3.0]).0, 12.0 + 18.0);
}

#[test]
fn differences() {
    let at = [0.7, 0.3, 1.9, -0.4];
    check!(at; |p| momentum, momentum_value_and_grad; (p));
    check!(at[..3]; |p| in_pair, in_pair_value_and_grad; (p));
    check!(at[..3]; |p| elements, elements_value_and_grad; (p));
    check!(at; |p| nested, nested_value_and_grad; (p));
    check!(at; |p| in_option, in_option_value_and_grad; (p));
    check!(at; |p| list_without_name, list_without_name_value_and_grad; (p));
}

/// A branch chooses what is changed.
mod chosen {
    use differentiate::differentiate;

    #[differentiate]
    fn sums_by_sign(x: &[f64]) -> f64 {
        let (mut up, mut down, mut flat) = (0.0, 1.0, 2.0);
        for &v in x {
            if v.abs() < 0.01 {
                continue;
            }
            let sum = if v > 0.3 {
                &mut up
            } else if v < -0.3 {
                &mut down
            } else {
                &mut flat
            };
            *sum += v * v;
            if *sum > 100.0 {
                return *sum;
            }
        }
        up * down + flat
    }

    #[differentiate]
    fn alternating_buffers(x: &[f64]) -> f64 {
        let mut a = x.to_vec();
        let mut b = vec![1.0; 4];
        for k in 0..3 {
            let (src, dst) = if k % 2 == 0 { (&a, &mut b) } else { (&b, &mut a) };
            for i in 0..4 {
                dst[i] = src[i] * src[(i + 1) % 4] + 0.5;
            }
        }
        b.iter().sum()
    }

    #[differentiate]
    fn smaller_of_two(x: &[f64]) -> f64 {
        let (mut a, mut b) = ([x[0], x[1]], [x[2], x[3]]);
        let smaller = if a[0] < b[0] { &mut a } else { &mut b };
        smaller[0] *= x[1];
        smaller.swap(0, 1);
        let k = smaller[0];
        a[0] * b[1] + k * a[1]
    }

    #[test]
    fn differences() {
        let at = [0.7, 0.2, 1.9, -0.4];
        // 1 · (1 + 4) + 2.
        assert_eq!(sums_by_sign_value_and_grad(&[1.0, -2.0, 0.0]), (7.0, vec![10.0, -4.0, 0.0]));
        check!(at; |p| sums_by_sign, sums_by_sign_value_and_grad; (p));
        check!(at; |p| alternating_buffers, alternating_buffers_value_and_grad; (p));
        check!(at; |p| smaller_of_two, smaller_of_two_value_and_grad; (p));
        check!([2.7, 0.2, 1.9, -0.4]; |p| smaller_of_two, smaller_of_two_value_and_grad; (p));
    }
}
