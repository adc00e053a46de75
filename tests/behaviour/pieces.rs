//! Slices cut into pieces, and elements taken out of `Vec`s and put into them.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn rising_runs(x: &[f64]) -> f64 {
    let mut best = 0.0;
    for run in x.chunk_by(|a, b| a <= b) {
        let gain = run[run.len() - 1] * run[0];
        if gain > best {
            best = gain;
        }
    }
    best
}
#[test]
fn t_rising_runs() {
    // The runs are [1, 3] and [2, 4, 5].
    assert_eq!(rising_runs_value_and_grad(&[1.0, 3.0, 2.0, 4.0, 5.0]), (10.0, vec![0.0, 0.0, 5.0, 0.0, 2.0]));
    assert_eq!(rising_runs_value_and_grad(&[]), (0.0, vec![]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| rising_runs, rising_runs_value_and_grad, rising_runs_grad, rising_runs_vjp; (p));
    every!([0.5, 0.6, 0.7, -0.2]; |p| rising_runs, rising_runs_value_and_grad, rising_runs_grad, rising_runs_vjp; (p));
}

#[differentiate]
fn between_gaps(x: &[f64]) -> f64 {
    x.split(|v| *v < 0.0).filter(|part| !part.is_empty()).map(|part| part.iter().product::<f64>()).sum()
}
#[test]
fn t_between_gaps() {
    assert_eq!(between_gaps_grad(&[2.0, 3.0, -1.0, -1.0, 5.0]), [3.0, 2.0, 0.0, 0.0, 1.0]);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| between_gaps, between_gaps_value_and_grad, between_gaps_grad, between_gaps_vjp; (p));
    every!([-0.5, 0.5, 0.7, -0.2]; |p| between_gaps, between_gaps_value_and_grad, between_gaps_grad, between_gaps_vjp; (p));
}

#[differentiate]
fn pieces_from_both_ends(x: &[f64], n: usize) -> f64 {
    let front: f64 = x.splitn(n, |v| *v < 0.0).map(|part| part.len() as f64 * part.iter().sum::<f64>()).sum();
    let back: f64 = x.rsplitn(n, |v| *v < 0.0).map(|part| part.iter().sum::<f64>().powi(2)).sum();
    let weighted: f64 =
        x.split_inclusive(|v| *v < 0.0).rev().enumerate().map(|(i, part)| i as f64 * part[0]).sum();
    let mut carried = front + back + weighted;
    for part in x.rsplit(|v| *v < 0.0) {
        carried = 0.5 * carried + part.first().map_or(1.0, |v| v * v);
    }
    carried
}
#[test]
fn t_pieces_from_both_ends() {
    // [2, -1, 3]: 2 + (-1) is left out of either side, so 1·2 + 1·3 + 3² + 2² + 1·2 = 20, then 10 + 9 and 9.5 + 4.
    assert_eq!(pieces_from_both_ends(&[2.0, -1.0, 3.0], 2), 13.5);
    assert_eq!(
        pieces_from_both_ends_grad(&[2.0, -1.0, 3.0], 2),
        [0.25 * (1.0 + 4.0 + 1.0) + 4.0, 0.0, 0.25 * (1.0 + 6.0) + 3.0]
    );
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| pieces_from_both_ends, pieces_from_both_ends_value_and_grad, pieces_from_both_ends_grad, pieces_from_both_ends_vjp; (p, 0));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| pieces_from_both_ends, pieces_from_both_ends_value_and_grad, pieces_from_both_ends_grad, pieces_from_both_ends_vjp; (p, 1));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| pieces_from_both_ends, pieces_from_both_ends_value_and_grad, pieces_from_both_ends_grad, pieces_from_both_ends_vjp; (p, 2));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| pieces_from_both_ends, pieces_from_both_ends_value_and_grad, pieces_from_both_ends_grad, pieces_from_both_ends_vjp; (p, 9));
}

#[differentiate]
fn taken_out(x: &[f64], from: usize, to: usize) -> f64 {
    let mut left = x.to_vec();
    let taken: f64 = left.drain(from..to).rev().enumerate().map(|(i, v)| v * v * (i + 1) as f64).sum();
    left.push(taken * left[0]);
    left.iter().product()
}
#[test]
fn t_taken_out() {
    // [2, 5] are left of [2, 3, 4, 5]; 4² + 2·3² = 34; 2 · 5 · (34 · 2).
    let (value, slope) = taken_out_value_and_grad(&[2.0, 3.0, 4.0, 5.0], 1, 3);
    assert_eq!((value, slope), (680.0, vec![680.0, 20.0 * 12.0, 20.0 * 8.0, 136.0]));
    // Nothing, and all: then the rest is indexed out of bounds.
    assert_eq!(taken_out_grad(&[2.0, 3.0], 1, 1), [0.0, 0.0]);
    assert!(std::panic::catch_unwind(|| taken_out_value_and_grad(&[2.0, 3.0], 0, 2)).is_err());
    assert!(std::panic::catch_unwind(|| taken_out_grad(&[2.0, 3.0], 2, 1)).is_err());
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| taken_out, taken_out_value_and_grad, taken_out_grad, taken_out_vjp; (p, 1, 3));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| taken_out, taken_out_value_and_grad, taken_out_grad, taken_out_vjp; (p, 2, 5));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| taken_out, taken_out_value_and_grad, taken_out_grad, taken_out_vjp; (p, 0, 1));
}

/// The elements are moved while they are run over by value, and the loop ends early.
#[differentiate]
fn drained_in_a_loop(x: &[f64]) -> f64 {
    let mut left = x.to_vec();
    let mut total = 0.0;
    for (i, v) in left.drain(1..).enumerate() {
        if i == 2 {
            break;
        }
        total += v * v;
    }
    total * left[0] + left.len() as f64
}
#[test]
fn t_drained_in_a_loop() {
    assert_eq!(drained_in_a_loop_value_and_grad(&[2.0, 3.0, 1.0, 7.0]), (21.0, vec![10.0, 12.0, 4.0, 0.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| drained_in_a_loop, drained_in_a_loop_value_and_grad, drained_in_a_loop_grad, drained_in_a_loop_vjp; (p));
}

#[differentiate]
fn replaced(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let old: Vec<f64> = v.splice(1..3, [v[0] * v[1], 2.0, v[2]]).collect();
    v.splice(..0, x.iter().rev().map(|a| 0.5 * a));
    v.splice(2..=2, []);
    v.iter().enumerate().map(|(i, a)| a * a * i as f64).sum::<f64>() * old[0] * old[1]
}
#[test]
fn t_replaced() {
    // [2, 3, 1] becomes [2, 6, 2, 1], then [½, 1½, 1, 2, 6, 2, 1] and without the third [½, 1½, 2, 6, 2, 1].
    assert_eq!(replaced(&[2.0, 3.0, 1.0]), (2.25 + 8.0 + 108.0 + 16.0 + 5.0) * 3.0);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| replaced, replaced_value_and_grad, replaced_grad, replaced_vjp; (p));
    every!([1.3, -0.7, 2.1]; |p| replaced, replaced_value_and_grad, replaced_grad, replaced_vjp; (p));
}

/// What is found to be the same is added to what is kept.
#[differentiate]
fn merged(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut asked = 0;
    v.dedup_by(|later, kept| {
        asked += 1;
        let same = (*later - *kept).abs() < 0.5;
        if same {
            *kept += *later;
        }
        same
    });
    v.iter().product::<f64>() * asked as f64
}
#[test]
fn t_merged() {
    // 1 and 1.25 are 2.25, from which 2.5 is not far: 4.75; then 9.
    assert_eq!(
        merged_value_and_grad(&[1.0, 1.25, 2.5, 9.0]),
        (4.75 * 9.0 * 3.0, vec![27.0, 27.0, 27.0, 14.25])
    );
    assert_eq!(merged(&[]), 0.0);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| merged, merged_value_and_grad, merged_grad, merged_vjp; (p));
    every!([0.5, 0.6, 0.7, -0.2, -0.1]; |p| merged, merged_value_and_grad, merged_grad, merged_vjp; (p));
}

#[differentiate]
fn one_of_each_floor(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.dedup_by_key(|a| a.floor());
    v.iter().product()
}
#[test]
fn t_one_of_each_floor() {
    assert_eq!(one_of_each_floor_grad(&[1.5, 1.25, 2.5, 2.75, 1.0]), [2.5, 0.0, 1.5, 0.0, 3.75]);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| one_of_each_floor, one_of_each_floor_value_and_grad, one_of_each_floor_grad, one_of_each_floor_vjp; (p));
}

/// The predicate changes the elements that it keeps.
#[differentiate]
fn doubled_and_kept(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut before = 0.0;
    v.retain_mut(|a| {
        let rises = *a > before;
        before = *a;
        *a *= 2.0;
        rises
    });
    v.iter().product::<f64>() * before
}
#[test]
fn t_doubled_and_kept() {
    assert_eq!(doubled_and_kept_value_and_grad(&[1.0, 3.0, 2.0]), (24.0, vec![24.0, 8.0, 12.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| doubled_and_kept, doubled_and_kept_value_and_grad, doubled_and_kept_grad, doubled_and_kept_vjp; (p));
}

#[differentiate]
fn popped_while_positive(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut total = 0.0;
    while let Some(a) = v.pop_if(|a| *a > 0.0) {
        total = 0.5 * total + a * a;
    }
    v.pop_if(|a| *a > 0.0);
    total * v.iter().product::<f64>()
}
#[test]
fn t_popped_while_positive() {
    // 3², then ½ · 9 + 2², then -1.
    assert_eq!(popped_while_positive_value_and_grad(&[-1.0, 2.0, 3.0]), (-8.5, vec![8.5, -4.0, -3.0]));
    assert!(popped_while_positive_grad(&[]).is_empty());
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| popped_while_positive, popped_while_positive_value_and_grad, popped_while_positive_grad, popped_while_positive_vjp; (p));
}

#[differentiate]
fn joined(x: &[f64]) -> f64 {
    let parts = vec![x[..1].to_vec(), x[1..].to_vec(), Vec::new()];
    parts.join(&x[0]).iter().enumerate().map(|(i, a)| a * (i + 1) as f64).sum::<f64>() * x[0]
}
#[test]
fn t_joined() {
    // [2, 2, 3, 2]: 2 + 4 + 9 + 8, by 2.
    assert_eq!(joined_value_and_grad(&[2.0, 3.0]), (46.0, vec![23.0 + 2.0 * 7.0, 6.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| joined, joined_value_and_grad, joined_grad, joined_vjp; (p));
}

#[differentiate]
fn whole_chunks_and_rest(x: &[f64]) -> f64 {
    let rest = x.chunks_exact(2).remainder();
    let behind: f64 = x.rchunks_exact(2).enumerate().map(|(i, c)| c[0] * c[1] * (i + 1) as f64).sum();
    behind * rest.iter().sum::<f64>()
}
#[test]
fn t_whole_chunks_and_rest() {
    // From behind [3, 4] and [1, 2] of [9, 1, 2, 3, 4]; 4 is the rest from the front.
    assert_eq!(whole_chunks_and_rest(&[9.0, 1.0, 2.0, 3.0, 4.0]), 64.0);
    assert_eq!(whole_chunks_and_rest_grad(&[9.0, 1.0, 2.0, 3.0, 4.0]), [0.0, 16.0, 8.0, 16.0, 12.0 + 16.0]);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| whole_chunks_and_rest, whole_chunks_and_rest_value_and_grad, whole_chunks_and_rest_grad, whole_chunks_and_rest_vjp; (p));
}

#[differentiate]
fn searched(x: &[f64], y: f64) -> f64 {
    let at = match x.binary_search_by(|v| v.total_cmp(&y)) {
        Ok(at) => return x[at] * y,
        Err(at) => at.clamp(1, x.len() - 1),
    };
    let t = (y - x[at - 1]) / (x[at] - x[at - 1]);
    (1.0 - t) * x[at - 1].sin() + t * x[at].sin() + x.partition_point(|v| *v < y) as f64
}
#[test]
fn t_searched() {
    assert_eq!(searched_value_and_grad(&[1.0, 2.0, 4.0], 2.0), (4.0, (vec![0.0, 2.0, 0.0], 2.0)));
    every!([0.1, 0.5, 0.9, 1.4, 0.7]; |p| searched, searched_value_and_grad, searched_grad, searched_vjp; (&p[..4], p[4]));
    every!([0.1, 0.5, 0.9, 1.4, 2.7]; |p| searched, searched_value_and_grad, searched_grad, searched_vjp; (&p[..4], p[4]));
}

#[differentiate]
fn median_and_sides(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let middle = v.len() / 2;
    let (less, median, more) = v.select_nth_unstable_by(middle, f64::total_cmp);
    *median * (more.iter().sum::<f64>() - less.iter().sum::<f64>())
}
#[test]
fn t_median_and_sides() {
    assert_eq!(median_and_sides_value_and_grad(&[3.0, 1.0, 2.0]), (4.0, vec![2.0, -2.0, 2.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| median_and_sides, median_and_sides_value_and_grad, median_and_sides_grad, median_and_sides_vjp; (p));
}
