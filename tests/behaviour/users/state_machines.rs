//! State machines, buffers and loops within loops.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
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
fn t_a1() {
    every!(nums(5); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: f64, y: f64) -> f64 {
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
fn t_a2() {
    every!(nums(2); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p[0], p[1]));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
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
fn t_a3() {
    every!(nums(2); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut ps = [(x[0], x[1]), (x[1], 0.5)];
    for k in 0..3 {
        let (a, b) = ps[k % 2];
        ps[(k + 1) % 2].0 += a * b;
        ps[k % 2] = (b, a);
    }
    ps[0].0 * ps[1].1 - ps[1].0
}
#[test]
fn t_a4() {
    every!(nums(2); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
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
fn t_a5() {
    every!(nums(7); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64], n: usize) -> f64 {
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
fn t_a6() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p, 4));
}
#[test]
fn t_a62() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p, 0));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
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
fn t_a7() {
    every!(nums(5); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &mut [f64], k: f64) -> f64 {
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
fn a8u(x: &[f64], k: f64) -> f64 {
    let mut v = x.to_vec();
    let r = a8(&mut v, k);
    r * v[0] + v[1] * v[2]
}
#[test]
fn t_a8u() {
    every!(nums(4); |p| a8u, a8u_value_and_grad, a8u_grad, a8u_vjp; (&p[..3], p[3]));
}
#[test]
fn t_a8u2() {
    every!([0.3, 0.4, 0.5, 1.7]; |p| a8u, a8u_value_and_grad, a8u_grad, a8u_vjp; (&p[..3], p[3]));
}
#[differentiate]
fn a9(x: f64) -> f64 {
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
fn t_a9() {
    every!(nums(1); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0]));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
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
fn t_b1() {
    every!(nums(8); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut m = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..=i {
            m[i][j] = if j == 0 || j == i { x[i] } else { m[i - 1][j - 1] + m[i - 1][j] };
        }
    }
    m[3].iter().product::<f64>()
}
#[test]
fn t_b2() {
    every!(nums(4); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: f64, n: usize) -> f64 {
    let mut memo = vec![0.0; n + 1];
    memo[0] = 1.0;
    for i in 1..=n {
        memo[i] = (0..i).map(|j| memo[j] * memo[i - 1 - j] * x).sum();
    }
    memo[n]
}
#[test]
fn t_b3() {
    every!(nums(1); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0], 5));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
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
fn t_b4() {
    every!(nums(5); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b5(x: f64, y: f64) -> f64 {
    assert!(x < 10.0, "x = {x}");
    let s = x * y;
    debug_assert_eq!(s, x * y);
    if s.is_nan() {
        panic!("nan: {}", s);
    }
    s * s
}
#[test]
fn t_b5() {
    every!(nums(2); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p[0], p[1]));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
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
fn t_b6() {
    every!([0.1, 0.3, 0.5, 0.8]; |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
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
fn t_b7() {
    every!([0.5, 0.3, 0.1]; |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[test]
fn t_b72() {
    every!([0.1, 0.9, 0.4]; |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
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
fn t_b8() {
    every!(nums(9); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn b9(x: f64) -> f64 {
    let mut y = x;
    let mut k = 0;
    while k < 20 && (y - y * y).abs() > 0.05 {
        y = y - 0.3 * (y * y - y);
        k += 1;
    }
    y * k as f64
}
#[test]
fn t_b9() {
    every!([0.4]; |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p[0]));
}
#[differentiate]
fn c1(x: &[f64]) -> f64 {
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
fn t_c1() {
    every!(nums(9); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p));
}
#[differentiate]
fn c2(x: &[f64]) -> f64 {
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
fn t_c2() {
    every!(nums(9); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p));
}
#[differentiate]
fn c3(x: &[f64]) -> f64 {
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
fn t_c3() {
    every!(nums(9); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p));
}
#[differentiate]
fn c4(x: &[f64], ops: &[char]) -> f64 {
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
fn t_c4() {
    every!(nums(3); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p, &['#', '#', '*', 's', '#', '+']));
}
#[differentiate]
fn c5(x: f64, expr: &[i8]) -> f64 {
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
fn t_c5() {
    every!(nums(1); |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (p[0], &[3, 0, -2, 2, 4, 0, 7]));
}
