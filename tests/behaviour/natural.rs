//! What std offers, as people write it first: `Vec`s of slices, parts with `Vec`s in them, errors that are not `Clone`, `Option`s as parameters,
//! closures that push, comparisons that are reversed. Each against central differences.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{differentiate, stop_gradient};

type Rows = Vec<Vec<f64>>;

/// `Vec`s of slices keep what is in these.
mod slices_in_vecs {
    use super::*;

    #[differentiate(value_and_grad)]
    fn collected(x: &[f64]) -> f64 {
        let rows: Vec<&[f64]> = x.chunks(2).collect();
        let mut s = rows[0].iter().zip(rows[1]).map(|(a, b)| a * b).sum::<f64>();
        for row in &rows {
            s += row[0] * row.last().unwrap() * rows.len() as f64;
        }
        s
    }

    #[differentiate(value_and_grad)]
    fn made(x: &[f64]) -> f64 {
        let (a, b) = x.split_at(3);
        let parts = vec![a, b];
        let mut s = 1.0;
        for p in parts {
            for v in p {
                s += v * v;
            }
            s *= p[0];
        }
        s
    }

    #[differentiate(value_and_grad)]
    fn pushed_and_sorted(x: &[f64]) -> f64 {
        let mut rows = Vec::new();
        for i in 0..3 {
            rows.push(&x[i..i + 2]);
        }
        rows.sort_by(|a, b| a[0].total_cmp(&b[0]).reverse());
        rows.iter().enumerate().map(|(i, r)| (i + 1) as f64 * r[0] * r[1]).sum()
    }

    #[differentiate(value_and_grad)]
    fn numbered(x: &[f64]) -> f64 {
        let pairs: Vec<(usize, &[f64])> = x.chunks(2).enumerate().collect();
        let owned: Vec<(f64, Vec<f64>)> = x.chunks(3).map(|c| (c[0], c.to_vec())).collect();
        let rows: Rows = x.chunks(2).map(|c| c.to_vec()).collect();
        pairs.iter().map(|(i, c)| *i as f64 * c[0] * c[1]).sum::<f64>()
            + owned.iter().map(|(a, c)| a * c[1] * c[2]).sum::<f64>()
            + rows.iter().map(|r| r[0] * r[1]).sum::<f64>()
    }

    #[differentiate]
    fn squares(w: &[f64]) -> f64 {
        w.iter().map(|v| v * v).sum()
    }

    #[differentiate(value_and_grad)]
    fn passed(x: &[f64]) -> f64 {
        let rows: Vec<&[f64]> = x.chunks(3).collect();
        rows.iter().map(|r| squares(r)).sum::<f64>() * squares(rows[0])
    }

    #[test]
    fn differences() {
        let at = [0.7, 0.3, 1.9, -0.4, 1.3, 0.6];
        check!(at; |p| collected, collected_value_and_grad; (p));
        check!(at; |p| made, made_value_and_grad; (p));
        check!(at; |p| pushed_and_sorted, pushed_and_sorted_value_and_grad; (p));
        check!(at; |p| numbered, numbered_value_and_grad; (p));
        check!(at; |p| passed, passed_value_and_grad; (p));
    }
}

/// An error need not be `Clone`, wherever it is returned from.
mod errors {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Error {
        Empty,
        Large { at: usize, value: f64 },
        Text(std::num::ParseFloatError),
    }

    impl From<std::num::ParseFloatError> for Error {
        fn from(error: std::num::ParseFloatError) -> Error {
            Error::Text(error)
        }
    }

    #[differentiate]
    fn root(x: f64) -> Result<f64, Error> {
        if x < -50.0 {
            return Err(Error::Empty);
        }
        Ok((x + 60.0).sqrt())
    }

    #[differentiate(value_and_grad)]
    fn checked(x: &[f64], text: &str) -> Result<f64, Error> {
        if x.is_empty() {
            return Err(Error::Empty);
        }
        let unit: f64 = text.parse()?;
        let mut s = 0.0;
        for (at, v) in x.iter().enumerate() {
            if *v > 50.0 {
                return Err(Error::Large { at, value: stop_gradient(*v) });
            }
            for w in x {
                if v * w < -900.0 {
                    return Err(Error::Empty);
                }
                s += v * w * unit;
            }
        }
        let mut halved = 0;
        while s > 0.1 {
            s *= 0.5;
            halved += 1;
            if halved > 100 {
                return Err(Error::Empty);
            }
        }
        match root(s) {
            Err(Error::Large { at, .. }) => Ok(x[at]),
            Err(error) => Err(error),
            Ok(r) => Ok(r * root(x[0])?),
        }
    }

    #[test]
    fn differences() {
        let at = [0.7, 0.3, 1.9];
        check!(at; |p| value, pair; (p));
        fn value(x: &[f64]) -> f64 {
            checked(x, "2.5").unwrap()
        }
        fn pair(x: &[f64]) -> (f64, Vec<f64>) {
            checked_value_and_grad(x, "2.5").unwrap()
        }
    }

    #[test]
    fn reasons() {
        let reason = |x: &[f64], text| {
            let reason = checked_value_and_grad(x, text).unwrap_err();
            assert_eq!(reason, checked(x, text).unwrap_err());
            reason
        };
        assert_eq!(reason(&[], "1"), Error::Empty);
        assert_eq!(reason(&[1.0, 60.0], "1"), Error::Large { at: 1, value: 60.0 });
        assert_eq!(reason(&[40.0, -40.0], "1"), Error::Empty);
        assert_eq!(reason(&[40.0], "1e200"), Error::Empty);
        assert_eq!(reason(&[-60.0], "-1"), Error::Empty);
        assert!(matches!(reason(&[1.0], "one"), Error::Text(_)));
    }
}

/// An `Option` as a parameter: a constant that decides, or differentiated.
mod optional_parameters {
    use super::*;

    #[differentiate(wrt(x, k))]
    fn scaled(x: f64, k: Option<f64>) -> f64 {
        let mut y = x;
        if let Some(s) = k {
            y *= s;
        }
        let mut held = k.filter(|v| *v > 1.0).or(Some(x));
        if let Some(v) = held.as_mut() {
            *v *= y;
        }
        held.unwrap() + k.map_or(y, |s| y + s * s)
    }

    #[differentiate(wrt(x))]
    fn constant(x: f64, k: Option<f64>, times: Option<usize>) -> Option<f64> {
        Some(x.powi(times? as i32) * k.unwrap_or(2.0))
    }

    #[differentiate(wrt(k))]
    fn behind(x: f64, k: &Option<[f64; 2]>) -> f64 {
        match k {
            Some([a, b]) => a * a * b * x,
            None => x,
        }
    }

    #[differentiate(value_and_grad, jvp, hvp, wrt(x, k))]
    fn weighted(x: f64, k: Option<f64>) -> f64 {
        match k {
            Some(k) => k * k * x,
            None => x * x,
        }
    }

    #[differentiate(value_and_grad)]
    fn called(x: f64, s: f64) -> f64 {
        let k = if s > 0.0 { Some(s * x) } else { None };
        let mut t = weighted(x, k);
        for i in 0..3 {
            t += weighted(t, (i > 0).then(|| s * i as f64));
        }
        t
    }

    #[test]
    fn callers() {
        for at in [[0.7, 0.3], [0.7, -0.3]] {
            check!(at; |p| called, called_value_and_grad; (p[0], p[1]));
        }
        assert_eq!(weighted_jvp(2.0, Some(3.0), 1.0, Some(10.0)), (18.0, 129.0));
        // (k², 2 k x) in the direction (1, 10)
        assert_eq!(weighted_hvp(2.0, Some(3.0), 1.0, Some(10.0)), (60.0, Some(46.0)));
        assert_eq!(weighted_hvp(2.0, None, 1.0, None), (2.0, None));
    }

    #[test]
    fn by_hand() {
        // k = 3: x·3 squared, and 3x + 9.
        assert_eq!(scaled(2.0, Some(3.0)), 18.0 + 15.0);
        assert_eq!(scaled_grad(2.0, Some(3.0)), (9.0 + 3.0, Some(12.0 + 2.0 + 6.0)));
        // k = 0.5: x · 0.5 x, and 0.5 x + 0.25.
        assert_eq!(scaled_grad(2.0, Some(0.5)), (2.0 + 0.5, Some(4.0 + 2.0 + 1.0)));
        // Without: x² and x.
        assert_eq!(scaled_grad(2.0, None), (5.0, None));
        assert_eq!(constant_grad(3.0, Some(5.0), Some(2)), Some(30.0));
        assert_eq!(constant_grad(3.0, None, Some(1)), Some(2.0));
        assert_eq!(constant_grad(3.0, None, None), None);
        assert_eq!(behind_grad(2.0, &Some([3.0, 5.0])), Some([60.0, 18.0]));
        assert_eq!(behind_grad(2.0, &None), None);
    }
}

/// Closures that change a `Vec`, or whose result says what is made inside.
mod closures {
    use super::*;

    #[differentiate(value_and_grad)]
    fn pushed(x: &[f64]) -> f64 {
        let mut out = Vec::new();
        let mut emit = |v: f64| {
            if v > 0.0 {
                out.push(v * v)
            }
        };
        for &v in x {
            emit(v);
        }
        let mut all = vec![1.0];
        let mut twice = |v: f64| {
            all.push(v);
            all.push(v * v);
        };
        twice(x[0]);
        twice(x[1]);
        out.iter().sum::<f64>() * all.iter().sum::<f64>()
    }

    #[differentiate(value_and_grad)]
    fn squared(x: &[f64]) -> f64 {
        let multiply = |a: &[[f64; 2]; 2], b: &[[f64; 2]; 2]| -> [[f64; 2]; 2] {
            std::array::from_fn(|i| std::array::from_fn(|j| (0..2).map(|k| a[i][k] * b[k][j]).sum()))
        };
        let a = [[x[0], x[1]], [x[2], x[3]]];
        let c = multiply(&a, &multiply(&a, &a));
        c[0][1] * c[1][1]
    }

    #[test]
    fn differences() {
        let at = [0.7, 0.3, 1.9, -0.4, 1.3, 0.6];
        check!(at; |p| pushed, pushed_value_and_grad; (p));
        check!(at[..4].to_vec(); |p| squared, squared_value_and_grad; (p));
    }
}

/// `Option`s and `Result`s of constants, which opaque code gives, with something differentiated in what is made of them.
mod opaque_options {
    use super::*;
    use std::collections::HashMap;

    #[differentiate(value_and_grad, wrt(x))]
    fn looked_up(x: f64, text: &str, map: &HashMap<&str, f64>, n: usize) -> Result<f64, String> {
        let parsed: Result<f64, _> = text.parse::<f64>();
        let unit = match parsed {
            Ok(k) => k * x * x,
            Err(_) => x,
        };
        let half = "0.5".parse::<f64>().map_err(|e| e.to_string()).map(|k| k * x)?;
        let weight = map.get("a").map(|w| w * x).unwrap_or(1.0) + map.get("b").map_or(x, |w| w.powi(2) * x);
        let power = n.checked_sub(2).map_or_else(|| x * x, |k| x.powi(k as i32 + 1));
        let text = text.strip_prefix("1").map(|rest| rest.len() as f64 * x).unwrap_or_else(|| half);
        Ok(unit + half * weight + power * text)
    }

    #[test]
    fn differences() {
        let map = HashMap::from([("a", 2.0)]);
        for (text, n) in [("1.5", 4), ("2", 1), ("none", 2)] {
            let f = |p: &[f64]| looked_up(p[0], text, &map, n).unwrap();
            let both = |p: &[f64]| {
                let (value, gradient) = looked_up_value_and_grad(p[0], text, &map, n).unwrap();
                (value, vec![gradient])
            };
            crate::check::agrees(&[0.7], f, both, 1e-7);
        }
    }
}

/// Guards that look at elements, and parts of a text.
mod guards {
    use super::*;

    #[differentiate(value_and_grad)]
    fn in_turn(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for w in x.windows(2) {
            s += match w {
                [a, b] if a > b => a * b,
                [a, b] if *b > 1.0 => {
                    let d = b - a;
                    d * d
                }
                [a, _] => *a,
                _ => unreachable!(),
            };
        }
        let ends = match (x, x.len()) {
            ([], _) => 0.0,
            ([first, middle @ .., last], n) if n > 3 && middle[0] < 0.0 => first * last * n as f64,
            ([first, .., last], _) if first < last => first * first * last,
            (_, n) => n as f64,
        };
        for number in "2,3".split(',').chain("1\n4".lines()) {
            s *= x[0] + number.parse::<f64>().unwrap();
        }
        s + ends
    }

    #[test]
    fn differences() {
        for at in [vec![0.7, 0.3, 1.9, -0.4], vec![0.7, -0.3, 1.9, 0.4], vec![-0.7, 1.3]] {
            check!(at; |p| in_turn, in_turn_value_and_grad; (p));
        }
    }
}

/// Maps and sets of constants, which have no indices.
mod maps {
    use super::*;
    use std::collections::{BTreeMap, HashMap, HashSet};

    #[differentiate(value_and_grad, wrt(x))]
    fn of_constants(x: f64, given: &BTreeMap<i32, f64>) -> f64 {
        let mut counts = HashMap::new();
        for word in "a b a".split_whitespace() {
            *counts.entry(word).or_insert(0) += 1;
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..5 {
            groups.entry(i % 2).or_default().push(i);
        }
        let mut seen = HashSet::new();
        for i in [3, 1, 3] {
            seen.insert(i);
        }
        let mut s = x * counts["a"] as f64;
        for (power, list) in &groups {
            s *= x.powi(*power as i32 + 1) * list.len() as f64;
        }
        for power in &seen {
            s += x.powi(*power);
        }
        s += given.iter().map(|(power, weight)| weight * x.powi(*power)).sum::<f64>();
        s + given.values().map(|w| (w * x).sin()).sum::<f64>() * seen.len() as f64
            + groups.into_values().map(|list| list[1] as f64 * x * x).sum::<f64>()
    }

    #[test]
    fn differences() {
        let map = BTreeMap::from([(2, 0.5), (3, -1.5)]);
        let both = |p: &[f64]| {
            let (value, gradient) = of_constants_value_and_grad(p[0], &map);
            (value, vec![gradient])
        };
        crate::check::agrees(&[0.7], |p| of_constants(p[0], &map), both, 1e-7);
    }
}

/// References into an `Option` with a name, and lists that are made where they are passed by `&mut`.
mod places {
    use super::*;

    #[differentiate]
    fn scale(v: &mut [f64], k: f64) -> f64 {
        for a in v.iter_mut() {
            *a *= k;
        }
        v[0] * v[1]
    }

    #[differentiate(value_and_grad)]
    fn lent(x: &[f64]) -> f64 {
        let mut first = None;
        let r = first.insert(x[0] * x[0]);
        *r += x[1];
        let twice = *r * 2.0;
        let w = first.get_or_insert(1.0);
        *w *= twice;
        let mut all = vec![1.0];
        all.append(&mut vec![x[0], x[1] * x[1]]);
        scale(&mut [x[0], x[1] * x[0]], x[2]) + scale(&mut x.to_vec(), 2.0) * first.unwrap() + all[1] * all[2]
    }

    #[differentiate(value_and_grad)]
    fn results(x: &[f64]) -> f64 {
        let checked = |v: &f64| if *v > 0.0 { Ok(v * v) } else { Err("negative".to_string()) };
        let all: Vec<Result<f64, String>> = x.iter().map(checked).collect();
        let mut s =
            all.iter().flatten().sum::<f64>() + all.iter().filter(|r| r.is_err()).count() as f64 * x[0];
        for one in &all {
            match one {
                Ok(v) => s += v * x[0],
                Err(e) => s += e.len() as f64 * x[1],
            }
        }
        for one in all {
            if let Ok(v) = one {
                s += v.sin();
            }
        }
        s
    }

    #[test]
    fn differences() {
        let at = [0.7, -0.3, 1.9];
        check!(at; |p| lent, lent_value_and_grad; (p));
        check!(at; |p| results, results_value_and_grad; (p));
    }
}

/// Texts beside numbers, counts of a struct that are cast, pairs compared by what has no derivative, structs in capitals.
mod beside_numbers {
    use crate::common::{assert_close, derivative};
    use differentiate::{Differentiable, differentiate};
    use std::cmp::Ordering;

    #[differentiate]
    fn logged(x: f64) -> f64 {
        let sign = "+".to_string();
        let mut log = String::new();
        let mut labels = Vec::new();
        let mut s = x;
        for i in 0..3 {
            log += &format!("{i}, ");
            log += &sign;
            log += &i.to_string();
            labels.push(format!("the x {{x}} and {i}"));
            s *= x;
        }
        s * (log.len() + labels.len()) as f64
    }
    #[differentiate]
    fn heaviest(x: f64) -> f64 {
        let (values, weights) = ([x, x * x, 3.0 * x], [1, 3, 2]);
        let by_weight = *values.iter().zip(&weights).max_by(|a, b| a.1.cmp(b.1)).unwrap().0;
        let last = *values.iter().enumerate().max_by(|a, b| a.0.cmp(&b.0)).unwrap().1;
        let least = values.iter().zip(&weights).min_by(|a, b| match a.1.cmp(b.1) {
            Ordering::Equal => Ordering::Less,
            other => other,
        });
        by_weight * last * least.unwrap().0
    }
    #[derive(Differentiable, Clone)]
    struct Weights(Vec<f64>);
    impl Weights {
        fn size(&self) -> usize {
            self.0.len()
        }
        #[differentiate(wrt(self))]
        fn mean(&self) -> f64 {
            self.0.iter().sum::<f64>() / self.size() as f64
        }
    }
    #[derive(Differentiable, Clone, Copy)]
    struct V3(f64, f64, f64);
    #[differentiate]
    fn in_capitals(x: f64) -> f64 {
        let v = V3(x, x * x, 2.0);
        let w = V3(v.1, v.0, v.2 * v.2);
        v.0 * w.0 + v.1 * w.1 + w.2
    }
    /// Far out nothing is left of the slope, also inside of a loop.
    #[differentiate]
    fn saturated(v: &[f64]) -> f64 {
        let mut s = 0.0;
        for x in v {
            s += 1.0 / (1.0 + (-x).exp());
        }
        s + v.iter().map(|x| x * (1.0 / (1.0 + (-x).exp()))).sum::<f64>()
    }

    #[test]
    fn what_is_beside_numbers() {
        assert_close([logged_grad(0.7)], [derivative(logged, 0.7)]);
        assert_close([heaviest_grad(0.7)], [derivative(heaviest, 0.7)]);
        assert_close([in_capitals_grad(0.7)], [derivative(in_capitals, 0.7)]);
        assert_eq!(Weights(vec![1.0, 4.0]).mean_grad().0, [0.5, 0.5]);
        assert_eq!(saturated_grad(&[-800.0, 800.0]), [0.0, 1.0]);
    }
}
