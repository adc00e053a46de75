//! What people wrote and the macro once took but rustc refused, or refused needlessly. Each function is also called from
//! another one, so that its hidden rule is compiled and right.

#![allow(clippy::all, reason = "people write it")]

/// A function of two numbers against central differences.
macro_rules! check {
    ($function:ident, $grad:ident $(, $held:expr)*) => {{
        let at = [0.7, -1.3];
        let (dx, dy) = $grad(at[0], at[1] $(, $held)*);
        crate::common::assert_close([dx, dy], crate::common::gradient(|[x, y]| $function(x, y $(, $held)*), at));
    }};
}

/// Lists without differentiated content keep their type.
mod typed {
    use differentiate::differentiate;

    #[differentiate]
    fn list(x: f64, n: usize) -> f64 {
        let mut l: Vec<f64> = vec![0.5; 3];
        let mut m: Vec<[f64; 2]> = vec![[0.25; 2]; 3];
        let mut k: Vec<f64> = vec![0.5, 0.25];
        for i in 0..n {
            l[i] = l[0] + l[2].sin();
            m[i][0] = m[0][1].cos();
            k[i] = k[1].exp();
        }
        x * l[0] * m[0][0] * k[0]
    }

    #[differentiate]
    fn scalar(x: f64, y: f64, n: usize) -> f64 {
        let mut s: f64 = 0.0;
        s = s * 0.5;
        let mut l = [x; 3];
        for i in 0..n {
            l[i] = (s * y) * s.sin() + x * y;
            s = i as f64 + 1.0;
        }
        l[0] + l[1] * l[2]
    }

    #[differentiate]
    fn narrow(x: f32, n: usize) -> f32 {
        let mut l: Vec<f32> = vec![0.5; 3];
        for i in 0..n {
            l[i] = l[0] + l[2].sin();
        }
        x * l[0]
    }

    #[differentiate]
    fn both(x: f64, y: f64, n: usize) -> f64 {
        list(x * y, n) + scalar(x, y, n)
    }

    #[test]
    fn numbers_of_known_type() {
        for n in 0..3 {
            check!(both, both_grad, n);
        }
        assert!((narrow_grad(2.0, 1) - narrow(1.0, 1)).abs() < 1e-6);
    }
}

/// Rows from `iter_mut` lent to a call.
mod rows {
    use differentiate::differentiate;

    #[differentiate]
    fn scale(row: &mut [f64; 2], k: f64) -> f64 {
        row[0] *= k;
        row[1]
    }

    #[differentiate]
    fn operand(x: f64, k: f64) -> f64 {
        let mut sum = 0.0;
        let mut rows = vec![[x, k * x], [k, x]];
        for row in rows.iter_mut() {
            sum += scale(row, k);
        }
        for row in &mut rows {
            scale(row, x);
        }
        sum * rows[0][0] * rows[1][0]
    }

    #[differentiate]
    fn all(rows: &mut [[f64; 2]], k: f64) {
        for row in rows {
            row[1] += scale(row, k);
        }
    }

    #[differentiate]
    fn outer(x: f64, k: f64) -> f64 {
        let mut rows = [[x, k]; 3];
        all(&mut rows, x * k);
        operand(x, k) * rows[1][0] + rows[2][1]
    }

    #[test]
    fn a_call_that_is_an_operand() {
        check!(operand, operand_grad);
        check!(outer, outer_grad);
    }
}

/// Strings and `None`.
mod words {
    use differentiate::differentiate;

    #[differentiate]
    fn kind(x: f64, kind: &str) -> f64 {
        if kind == "linear" { x } else { x * x }
    }

    #[differentiate]
    fn matched(x: f64, kind: &str) -> f64 {
        match kind {
            "linear" => x,
            other if other.len() > 3 => x.sin(),
            _ => x * x,
        }
    }

    #[differentiate]
    fn maybe(x: f64, power: Option<i32>) -> f64 {
        x.powi(power.unwrap_or(2))
    }

    #[differentiate]
    fn outer(x: f64, y: f64, word: &str) -> f64 {
        kind(x, "linear") * kind(y, word)
            + matched(x * y, word) * matched(y, "no")
            + maybe(x, None) * maybe(y, Some(3))
    }

    #[test]
    fn literals_as_arguments() {
        for word in ["linear", "other", "x"] {
            check!(outer, outer_grad, word);
        }
    }
}

/// Patterns that take references apart bind references.
mod references {
    use differentiate::differentiate;

    struct Config {
        weights: Vec<f64>,
        count: usize,
    }

    #[differentiate(wrt(x))]
    fn configured(x: &[f64], config: &Config) -> f64 {
        let Config { weights, count } = config;
        let mut sum = 0.0;
        for i in 0..*count {
            sum += x[i] * x[i] * weights[i];
        }
        sum
    }

    #[differentiate]
    fn pairs(x: &[(f64, f64)], ends: &(f64, f64), mid: &[f64; 2]) -> f64 {
        let (a, b) = ends;
        let [c, d] = mid;
        let mut sum = *a * *b + c * *d;
        for (p, q) in x {
            sum += *p * *q;
        }
        for (p, q) in x.iter() {
            sum += (p - q) * **&p;
        }
        sum
    }

    #[differentiate(wrt(x, y))]
    fn outer(x: f64, y: f64, config: &Config) -> f64 {
        configured(&[x, y], config) * pairs(&[(x, y), (y, x * x)], &(x, y), &[y, x])
    }

    #[test]
    fn parts_behind_a_reference() {
        let config = Config { weights: vec![2.0, 3.0], count: 2 };
        check!(outer, outer_grad, &config);
    }
}

/// A list of the caller's assigned as a whole.
mod whole {
    use differentiate::differentiate;

    #[differentiate]
    fn step(u: &mut Vec<f64>, k: f64) {
        let mut next = u.clone();
        next[0] = u[1] * k;
        next[1] *= u[0];
        *u = next;
    }

    #[differentiate]
    fn exchange(u: &mut Vec<f64>, v: &mut Vec<f64>) {
        u[0] *= v[1];
        std::mem::swap(u, v);
        u[1] *= v[0];
    }

    #[differentiate]
    fn outer(x: f64, k: f64, n: usize) -> f64 {
        let mut u = vec![x, k];
        let mut v = vec![k, x * x];
        for _ in 0..n {
            step(&mut u, k);
            exchange(&mut u, &mut v);
        }
        u[0] * u[1] + v[0] - v[1]
    }

    #[test]
    fn assigned_and_swapped() {
        for n in 0..4 {
            check!(outer, outer_grad, n);
        }
    }

    #[differentiate]
    fn shorter(u: &mut Vec<f64>) {
        *u = vec![u[0]];
    }

    #[test]
    #[should_panic = "must keep its length"]
    fn of_another_length() {
        shorter_vjp(&mut vec![1.0, 2.0], &mut [1.0, 0.0]);
    }
}

/// Ways to copy a list.
mod copies {
    use differentiate::differentiate;

    #[differentiate]
    fn copied(x: &[f64]) -> f64 {
        let mut a = Vec::from(x);
        let mut b = x.to_owned();
        a[0] *= b[1];
        b[1] *= a[0];
        let c = Vec::from([a[0], b[1]]);
        let squares: f64 = x.to_vec().into_iter().map(|x| x * x).sum();
        let mut sum = squares * c[0] * c[1];
        for x in b.clone() {
            sum += x;
        }
        sum
    }

    #[differentiate]
    fn outer(x: f64, y: f64) -> f64 {
        copied(&[x, y, x * y]) * x
    }

    #[differentiate]
    fn taken(x: f64, y: f64) -> f64 {
        let mut a = x;
        let mut list = vec![x, y];
        let b = std::mem::take(&mut a);
        let moved = std::mem::take(&mut list);
        list.push(b * y);
        a + b * moved[1] + list[0] * moved[0]
    }

    #[test]
    fn of_slices_and_arrays() {
        check!(outer, outer_grad);
        check!(taken, taken_grad);
    }
}

/// Patterns of parameters.
mod parameters {
    use differentiate::differentiate;

    #[differentiate]
    fn beale([x, y]: [f64; 2], &k: &f64) -> f64 {
        (1.5 - x + x * y).powi(2) + k * (2.25 - x + x * y * y).powi(2)
    }

    #[differentiate]
    fn complex_exp((re, mut im): (f64, f64)) -> (f64, f64) {
        im *= 2.0;
        (re.exp() * im.cos(), re.exp() * im.sin())
    }

    #[differentiate]
    fn outer(x: f64, y: f64) -> f64 {
        let (re, im) = complex_exp((x, y));
        beale([x, y], &re) * im
    }

    #[test]
    fn taken_apart_in_the_signature() {
        check!(outer, outer_grad);
        let at = [0.7, -1.3];
        let (d_x, d_k) = beale_grad(at, &2.0);
        crate::common::assert_close(d_x, crate::common::gradient(|x| beale(x, &2.0), at));
        crate::common::assert_close([d_k], [crate::common::derivative(|k| beale(at, &k), 2.0)]);
    }
}

/// Tuples changed in place.
mod tuples {
    use differentiate::differentiate;

    #[differentiate]
    fn step(s: &mut (f64, f64), k: f64) {
        s.1 -= k * s.0;
        s.0 += s.1;
    }

    #[differentiate]
    fn product(a: &mut f64, b: &mut f64) {
        *a *= *b;
    }

    #[differentiate]
    fn fields(x: &[(f64, f64)]) -> f64 {
        let mut b = x.to_vec();
        for q in b.iter_mut() {
            q.0 += 0.1 * q.1;
            q.1 *= q.0;
        }
        for (p, q) in b.iter_mut() {
            *p *= *q;
        }
        b[0].0 * b[1].1 + b[1].0
    }

    #[differentiate]
    fn elements(x: &[f64]) -> f64 {
        let mut sums = vec![(0.0, 1.0); 2];
        for (i, v) in x.iter().enumerate() {
            sums[i % 2].0 += v;
            sums[i % 2].1 *= v;
        }
        let last = match x {
            [.., a] => *a,
            [] => 0.0,
        };
        last * sums.iter().map(|(a, b)| a * b).sum::<f64>()
    }

    #[differentiate]
    fn halves(x: f64, k: f64) -> f64 {
        let mut m = [[x, k], [k, x * x]];
        let [a, b] = &mut m;
        a[0] *= k;
        b[1] *= a[0];
        let mut t = (x, k);
        let (p, q) = &mut t;
        *p *= *q;
        *q += *p;
        m[0][0] * m[1][1] + t.0 * t.1
    }

    #[differentiate]
    fn lent(x: f64, k: f64, n: usize) -> f64 {
        let mut t = (x, k);
        for _ in 0..n {
            step(&mut t, k);
            product(&mut t.0, &mut t.1);
            t.1 *= 0.5;
        }
        t = (t.1, t.0);
        t.0 * t.1
    }

    #[differentiate]
    fn counted(x: f64, k: f64, n: usize) -> f64 {
        let mut t = (0, x);
        while t.0 < n {
            let (i, v) = &mut t;
            *v *= k;
            *i += 1;
        }
        t.1
    }

    #[differentiate]
    fn outer(x: f64, k: f64) -> f64 {
        fields(&[(x, k), (k, x * k)]) * halves(x, k)
            + elements(&[x, k, x * k])
            + lent(x, k, 2)
            + counted(x, k, 3)
    }

    #[test]
    fn by_field_by_pattern_and_lent() {
        for n in 0..3 {
            check!(lent, lent_grad, n);
            check!(counted, counted_grad, n);
        }
        check!(halves, halves_grad);
        check!(outer, outer_grad);
    }
}

/// Slices taken apart.
mod slices {
    use differentiate::differentiate;

    #[differentiate]
    fn horner(c: &[f64], x: f64) -> f64 {
        match c {
            [] => 0.0,
            [a] => *a,
            [a, rest @ ..] => a + x * horner(rest, x),
        }
    }

    #[differentiate]
    fn first(c: &[f64], x: f64) -> f64 {
        match c.split_first() {
            None => 0.0,
            Some((a, rest)) => a + x * first(rest, x),
        }
    }

    #[differentiate]
    fn last(c: &[f64], x: f64) -> f64 {
        if let Some((a, rest)) = c.split_last() { *a * x + x * last(rest, a * x) } else { x * x }
    }

    #[differentiate]
    fn ends(c: &[f64], x: f64) -> f64 {
        if let [a, b] = c {
            return a * b * x;
        }
        let [a, .., b, c] = c else { return x };
        a * b.sin() - *c
    }

    #[differentiate]
    fn outer(x: f64, y: f64, n: usize) -> f64 {
        let c = [x, y, x * y, x - y];
        horner(&c[..n], x) * ends(&c[..n], y) + first(&c[..n], y) * last(&c[..n], x)
    }

    #[test]
    fn from_both_ends() {
        for n in 0..5 {
            check!(outer, outer_grad, n);
        }
    }
}

/// A list that is made inside of a loop, by another name.
mod aliases {
    use differentiate::differentiate;

    #[differentiate]
    fn aliased(x: &[f64], n: usize) -> f64 {
        let norm = |xs: &[f64]| {
            let most = xs.iter().fold(f64::NEG_INFINITY, |a: f64, &b| a.max(b));
            most + xs.iter().map(|x| (x - most).exp()).sum::<f64>().ln()
        };
        let mut a = 0.5;
        for _ in 0..n {
            let t: Vec<f64> = (0..2).map(|i| a * x[i]).collect();
            let xs = &t;
            a += xs.iter().map(|x| x.exp()).sum::<f64>().ln();
            a *= norm(&t) * xs[1];
        }
        a
    }

    #[differentiate]
    fn outer(x: f64, y: f64, n: usize) -> f64 {
        aliased(&[x, y], n) * x
    }

    #[test]
    fn of_a_list_in_a_loop() {
        for n in 0..4 {
            check!(outer, outer_grad, n);
        }
    }
}

/// Items of inner blocks that are called like others.
mod items {
    use differentiate::differentiate;

    const K: f64 = 7.0;

    #[differentiate]
    fn shadowing(x: f64) -> f64 {
        const K: f64 = 2.0;
        let a = {
            const K: f64 = 3.0;
            x * K
        };
        a * K
    }

    /// The constant of the module is not that of the block.
    #[differentiate]
    fn of_the_module(x: f64) -> f64 {
        let a = {
            const K: f64 = 3.0;
            assert!(x < K * 10.0);
            x * x * K
        };
        let f = |t: f64| {
            const K: f64 = 5.0;
            t * K
        };
        a * K + f(x)
    }

    #[differentiate]
    fn two_of_them(x: f64, n: usize) -> f64 {
        let mut y = x;
        for _ in 0..n {
            const N: usize = 3;
            for _ in 0..N {
                y *= 1.5;
            }
        }
        for _ in 0..n {
            const N: usize = 2;
            let a = [y; N];
            y = a[N - 1] * 0.5 + a[..N].len() as f64 * x;
        }
        if x > 0.0 {
            fn weight(k: usize) -> f64 {
                k as f64
            }
            y * weight(2)
        } else {
            fn weight(k: usize) -> f64 {
                2.0 * k as f64
            }
            y * weight(3)
        }
    }

    #[differentiate]
    fn imported(x: f64) -> f64 {
        use std::f64::consts::PI;
        let a = {
            use std::f64::consts::{E as PI, LN_2};
            x * x * PI + LN_2
        };
        a * PI
    }

    #[differentiate]
    fn outer(x: f64, y: f64) -> f64 {
        shadowing(x * y) + of_the_module(x) * two_of_them(y, 2) + imported(y) * two_of_them(x, 1)
    }

    #[test]
    fn of_inner_blocks() {
        check!(outer, outer_grad);
        assert_eq!(outer_value_and_grad(0.7, -1.3).0.to_bits(), outer(0.7, -1.3).to_bits());
        assert_eq!(shadowing_grad(1.0), 6.0);
        assert_eq!(of_the_module_grad(1.0), 42.0 + 5.0);
        assert_eq!(two_of_them_grad(1.0, 1), (1.5 * 1.5 * 1.5 * 0.5 + 2.0) * 2.0);
        let (e, pi) = (std::f64::consts::E, std::f64::consts::PI);
        assert!((imported_grad(1.0) - 2.0 * e * pi).abs() < 1e-12);
    }
}
