//! `match` on a place behind an `Option` whose arms have guards; patterns of slices inside of `Some`; `Option`s of slices that closures take.

use differentiate::differentiate;

#[differentiate]
fn runs(x: &[f64]) -> f64 {
    let mut runs: Vec<Vec<f64>> = Vec::new();
    for &v in x {
        match runs.last_mut() {
            Some(run) if run[0] <= v => run.push(v),
            _ => runs.push(vec![v]),
        }
    }
    runs.iter().map(|run| run.iter().sum::<f64>().powi(2)).sum()
}

#[differentiate]
fn merged(x: &[f64]) -> f64 {
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for w in x.chunks(2) {
        let (lo, hi) = (w[0].min(w[1]), w[0].max(w[1]));
        match merged.last_mut() {
            Some((_, end)) if lo <= *end => *end = end.max(hi),
            _ => merged.push((lo, hi)),
        }
    }
    merged.iter().map(|(a, b)| (b - a) * a).sum()
}

#[differentiate]
fn best(x: &[f64]) -> f64 {
    let mut best: Option<(usize, f64)> = None;
    for (i, &v) in x.iter().enumerate() {
        match best.as_mut() {
            None => best = Some((i, v)),
            Some((k, b)) if v > *b => {
                *k = i;
                *b = v;
            }
            Some((_, b)) => *b *= 1.5,
        }
    }
    let (k, b) = best.unwrap();
    b * b * (k + 1) as f64
}

#[differentiate]
fn assigned(x: &[f64]) -> f64 {
    let mut top: Option<f64> = None;
    for &v in x {
        match &mut top {
            Some(b) if v > *b => *b = v,
            Some(b) => *b += 0.1 * v,
            None => top = Some(v),
        }
        if let Some(b) = &mut top
            && *b > 1.0
        {
            *b *= 0.5;
        }
    }
    top.unwrap().powi(3)
}

#[differentiate]
fn element(x: &[f64]) -> f64 {
    let mut stack: Vec<f64> = vec![];
    for &v in x {
        let next = match stack.last_mut() {
            Some(t) if *t * v < 0.0 => {
                *t -= v;
                *t
            }
            Some(t) if *t > 10.0 => return *t,
            Some(t) => *t * v,
            None => 1.0,
        };
        stack.push(next + v);
    }
    stack.iter().sum()
}

#[differentiate]
fn crossing(x: &[f64]) -> f64 {
    let ends = x.windows(2).find(|w| w[0].signum() != w[1].signum());
    match ends {
        Some(&[a, b]) => a / (a - b),
        Some(_) => unreachable!(),
        None => f64::NAN,
    }
}

#[differentiate]
fn last_chunk(x: &[f64]) -> f64 {
    match x.chunks(4).last() {
        Some(&[a]) => a,
        Some(&[a, b]) if a > b => a - b,
        Some(&[a, b]) => a * b,
        Some(rest) => rest.iter().sum(),
        None => 0.0,
    }
}

#[differentiate]
fn weighted_norm(x: &[f64]) -> f64 {
    let norm = |w: Option<&[f64]>| match w {
        Some(w) => x.iter().zip(w).map(|(x, w)| w * x * x).sum::<f64>(),
        None => x.iter().map(|x| x * x).sum(),
    };
    let early = |w: Option<&[f64]>| {
        let Some(w) = w else { return x.iter().sum::<f64>() };
        x.iter().zip(w).map(|(x, w)| w * x).sum::<f64>()
    };
    norm(None) * early(None) + norm(Some(&[1.0, 2.0, 3.0])) + early(Some(x))
}

#[differentiate]
fn of_slices(x: &[f64]) -> f64 {
    let rows = [Some(&x[..1]), None, Some(&x[1..])];
    rows.iter().flatten().map(|r| r.iter().map(|v| v * v).sum::<f64>() * r.len() as f64).sum()
}

#[differentiate]
fn never_an_error(x: f64, y: f64) -> Result<f64, &'static str> {
    let root = |v: f64| if v < 0.0 { Err("negative") } else { Ok(v.sqrt()) };
    root(x).and_then(|r| root(r + y)).map(|r| r * x).or_else(|_| Ok(0.0))
}

#[differentiate]
fn joined(x: &[f64]) -> f64 {
    let rows = vec![x[..2].to_vec(), x[2..].to_vec()];
    let between = [x[0] * x[1], 2.0];
    let (a, b) = (rows.join(&[1.0, 2.0][..]), rows.join(&between[..]));
    let c = rows.join(&x[2]);
    a.iter().zip(&b).enumerate().map(|(i, (a, b))| a * b * i as f64).sum::<f64>() + c.iter().product::<f64>()
}

#[test]
fn values() {
    // Two runs, (1 + 2)² and (0 + 1)².
    assert_eq!(runs_value_and_grad(&[1.0, 2.0, 0.0, 1.0]), (10.0, vec![6.0, 6.0, 2.0, 2.0]));
    // 2 at the second place, then times 1.5: 3² · 2.
    assert_eq!(best_value_and_grad(&[1.0, 2.0, 0.0]), (18.0, vec![0.0, 18.0, 0.0]));
    assert_eq!(crossing_value_and_grad(&[3.0, 1.0, -1.0]), (0.5, vec![0.0, 0.25, 0.25]));
    assert_eq!(never_an_error_value_and_grad(9.0, 1.0).unwrap().0, 18.0);
    assert_eq!(never_an_error_value_and_grad(-9.0, 1.0), Ok((0.0, (0.0, 0.0))));
}

#[test]
fn differences() {
    let at = [0.7, 0.3, 1.9, -0.4, 1.3, 0.6];
    check!(at; |p| runs, runs_value_and_grad; (p));
    check!(at; |p| merged, merged_value_and_grad; (p));
    check!(at; |p| best, best_value_and_grad; (p));
    check!(at; |p| assigned, assigned_value_and_grad; (p));
    check!(at; |p| element, element_value_and_grad; (p));
    check!(at; |p| crossing, crossing_value_and_grad; (p));
    check!(at; |p| last_chunk, last_chunk_value_and_grad; (p));
    check!(at[..5]; |p| last_chunk, last_chunk_value_and_grad; (p));
    check!(at[..3]; |p| weighted_norm, weighted_norm_value_and_grad; (p));
    check!(at[..3]; |p| of_slices, of_slices_value_and_grad; (p));
    check!(at[..4]; |p| joined, joined_value_and_grad; (p));
}
