//! Lists that go from hand to hand: what the function moves, its companions may still need.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

/// The value bit for bit, and the gradient against central differences.
macro_rules! check {
    ($($function:ident $with:ident),* $(,)?) => {$({
        let at = [0.7, -1.3];
        let (value, gradient) = $with(&at);
        assert_eq!(value.to_bits(), $function(&at).to_bits(), stringify!($function));
        let gradient: [f64; 2] = gradient.try_into().expect("as long as the parameter");
        crate::common::assert_close(gradient, crate::common::gradient(|x| $function(&x), at));
    })*};
}

#[differentiate]
fn two(u: &[f64], v: &[f64]) -> (Vec<f64>, Vec<f64>) {
    (u.iter().zip(v).map(|(a, b)| a * b).collect(), v.iter().map(|v| v.sin()).collect())
}

#[differentiate]
fn longer(u: &[f64]) -> Vec<f64> {
    let mut v = u.to_vec();
    v.push(u[0] * u[u.len() - 1]);
    v
}

#[differentiate]
fn eaten(u: Vec<f64>) -> f64 {
    u[0] * u[1].exp()
}

/// The lists of a call's result become locals.
mod assigned {
    use super::{longer, two};
    use differentiate::differentiate;

    #[differentiate]
    fn taken_apart(x: &[f64]) -> f64 {
        let mut u = x.to_vec();
        let mut v = x.to_vec();
        for _ in 0..3 {
            let (p, q) = two(&u, &v);
            u = p;
            v = q;
        }
        u[0] * v[1]
    }

    #[differentiate]
    fn at_once(x: &[f64]) -> f64 {
        let mut u = x.to_vec();
        let mut v = x.to_vec();
        for _ in 0..3 {
            (u, v) = two(&u, &v);
        }
        u[0] * v[1]
    }

    #[differentiate]
    fn by_field(x: &[f64]) -> f64 {
        let mut u = x.to_vec();
        let mut v = x.to_vec();
        for _ in 0..3 {
            let t = two(&u, &v);
            u = t.0;
            v = t.1;
        }
        u[0] * v[1]
    }

    #[differentiate]
    fn once(x: &[f64]) -> f64 {
        let mut u = x.to_vec();
        let mut v = x.to_vec();
        let (p, q) = two(&u, &v);
        u = p;
        v = q;
        u[0] * v[1]
    }

    #[differentiate]
    fn one_of_them(x: &[f64]) -> f64 {
        let mut u = x.to_vec();
        for _ in 0..3 {
            let (p, _) = two(&u, x);
            u = p;
        }
        u[0] * u[1]
    }

    #[differentiate]
    fn then_changed(x: &[f64]) -> f64 {
        let (mut p, q) = two(x, x);
        p[0] *= q[1];
        let mut r = q;
        r[1] += p[0];
        p[0] * r[1] * p[1]
    }

    /// What is assigned is longer than what was there.
    #[differentiate]
    fn grown(x: &[f64]) -> f64 {
        let mut u = x.to_vec();
        for _ in 0..3 {
            u = longer(&u);
        }
        u[0] * u[4] + u[3]
    }

    #[differentiate]
    fn row_by_row(x: &[f64]) -> f64 {
        let mut m = vec![x.to_vec(), x.to_vec()];
        for i in 0..2 {
            m[i] = longer(&m[i]);
        }
        m[0][0] * m[1][2]
    }

    #[differentiate]
    fn outer(x: &[f64]) -> f64 {
        taken_apart(x) + at_once(x) * by_field(x)
            - once(x)
            - one_of_them(x)
            - then_changed(x)
            - grown(x)
            - row_by_row(x)
    }

    #[test]
    fn from_calls() {
        check! {
            taken_apart taken_apart_value_and_grad,
            at_once at_once_value_and_grad,
            by_field by_field_value_and_grad,
            once once_value_and_grad,
            one_of_them one_of_them_value_and_grad,
            then_changed then_changed_value_and_grad,
            grown grown_value_and_grad,
            row_by_row row_by_row_value_and_grad,
            outer outer_value_and_grad,
        }
        let u = taken_apart_grad(&[2.0, 0.5]);
        assert_eq!(
            (u, at_once_grad(&[2.0, 0.5])),
            (by_field_grad(&[2.0, 0.5]), taken_apart_grad(&[2.0, 0.5]))
        );
    }
}

/// The lists of a call's result, or of a parameter, are given away.
mod given {
    use super::{eaten, two};
    use differentiate::differentiate;

    #[differentiate]
    fn first(x: &[f64]) -> Vec<f64> {
        let t = two(x, x);
        t.0
    }

    #[differentiate]
    fn exchanged(x: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (p, q) = two(x, x);
        (q, p)
    }

    #[differentiate]
    fn chosen(x: &[f64], y: f64) -> Vec<f64> {
        let (p, q) = two(x, x);
        if y > 0.0 { p } else { q }
    }

    #[differentiate]
    fn with_sum(x: Vec<f64>) -> (Vec<f64>, f64) {
        let s = x[0] * x[1];
        (x, s)
    }

    #[differentiate]
    fn field(t: (Vec<f64>, f64)) -> f64 {
        let mut u = t.0;
        u[0] *= t.1;
        u[0] * u[1]
    }

    #[differentiate]
    fn field_or_not(t: (Vec<f64>, f64)) -> Vec<f64> {
        if t.1 > 0.0 { t.0 } else { vec![t.1; 2] }
    }

    #[differentiate]
    fn short(x: Vec<f64>) -> Vec<f64> {
        if x.len() <= 1 {
            return x;
        }
        x.iter().map(|v| v * x[0]).collect()
    }

    #[differentiate]
    fn short_or_not(x: Vec<f64>) -> Vec<f64> {
        if x.len() <= 1 { x } else { x.iter().map(|v| v * x[1]).collect() }
    }

    #[differentiate]
    fn halved(x: Vec<f64>) -> Vec<f64> {
        if x.len() <= 1 {
            return x;
        }
        halved(x.iter().skip(1).map(|v| v * x[0]).collect())
    }

    #[differentiate]
    fn outer(x: &[f64]) -> f64 {
        let (p, q) = exchanged(x);
        let (w, s) = with_sum(p.clone());
        let a = first(x)[0] * s + w[1] + eaten(p) * eaten(q);
        let b = chosen(x, x[0])[0] + chosen(x, x[1])[1];
        let c = field((x.to_vec(), x[1])) + field_or_not((x.to_vec(), x[0]))[1];
        let d = field_or_not((x.to_vec(), x[1]))[0];
        let one = x[..1].to_vec();
        let e = short(x.to_vec())[1] * short(one)[0];
        let one = x[..1].to_vec();
        let f = short_or_not(x.to_vec())[0] - short_or_not(one)[0];
        a + b * c + d * e + f * halved(x.to_vec())[0]
    }

    #[test]
    fn from_hand_to_hand() {
        check!(outer outer_value_and_grad);
        assert_eq!(short_vjp(vec![3.0], vec![2.0]), [2.0]);
        assert_eq!(short_vjp(vec![3.0, 5.0], vec![1.0, 10.0]), [56.0, 30.0]);
        assert_eq!(short_or_not_vjp(vec![3.0, 5.0], vec![1.0, 10.0]), [5.0, 103.0]);
        assert_eq!(halved_vjp(vec![3.0, 5.0], vec![2.0]), [10.0, 6.0]);
        assert_eq!(field_grad((vec![2.0, 3.0], 5.0)), (vec![15.0, 10.0], 6.0));
    }
}

/// A list that an arm hands out, and lists that a function without a derivative takes.
mod taken {
    use differentiate::differentiate;

    fn count(list: Vec<usize>) -> usize {
        list.len() + list[0]
    }

    #[differentiate]
    fn of_an_arm(p: f64, q: Vec<f64>) -> f64 {
        let mut q = q;
        let mut s = p;
        match q.pop() {
            Some(v) if v > 0.2 => {
                let mut m: Vec<Vec<f64>> = vec![vec![p; 2]; 2];
                m[0][1] *= v;
                q.extend((0..2).map(|k| k as f64 * 0.25));
                s = m[0][1] * m[1][0];
            }
            Some(v) => s *= v,
            None => {}
        }
        s + q[0] * p
    }

    #[differentiate]
    fn counted(x: &[f64], n: usize) -> f64 {
        let w: Vec<usize> = (0..n).map(|i| i % 2).collect();
        let mut y = x[0];
        for i in 0..n {
            y = y.sin() * x[w[i]];
        }
        y * count(w) as f64
    }

    #[differentiate]
    fn outer(x: &[f64]) -> f64 {
        of_an_arm(x[0], vec![x[1], x[0]]) * of_an_arm(x[1], vec![x[0], x[1]]) + counted(x, 3)
    }

    #[test]
    fn and_needed_again() {
        check!(outer outer_value_and_grad);
        assert_eq!(of_an_arm_grad(2.0, vec![3.0, 5.0]), (20.0 + 3.0, vec![2.0, 4.0]));
    }
}
