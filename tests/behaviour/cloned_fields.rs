//! Methods of `Vec` on a local that begins as the clone of a field, whose type only rustc sees.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::{Differentiable, differentiate};

#[derive(Clone, Debug, Differentiable)]
struct Model {
    v: Vec<f64>,
    rows: Vec<Vec<f64>>,
    scale: f64,
}

macro_rules! cases {
    ($($function:ident $grad:ident |$model:ident, $v:ident| { $($code:tt)* })*) => {
        $(
            #[differentiate(wrt($model))]
            fn $function($model: &Model) -> f64 {
                let mut $v = $model.v.clone();
                $($code)*
                $v[0] * $v[1] * $v[1] * $model.scale
            }
        )*
        #[test]
        fn values_and_gradients() {
            $(
                let model = |at: [f64; 7]| Model {
                    v: at[..5].to_vec(),
                    rows: vec![vec![2.0, at[5]], vec![at[0]]],
                    scale: at[6],
                };
                let at = [3.0, 4.0, 5.0, 5.0, 7.0, 1.5, 0.5];
                let ours = $grad(&model(at));
                let mut ours: Vec<f64> = [&ours.v[..], &[ours.rows[0][1], ours.scale], &ours.rows[1]].concat();
                ours[0] += ours.pop().unwrap();
                let theirs = gradient(|at| $function(&model(at)), at);
                assert_close(ours.try_into().unwrap(), theirs);
            )*
        }
    };
}

cases! {
    inserted inserted_grad |m, v| { v.insert(0, 2.0); v.insert(1, m.scale); }
    removed removed_grad |m, v| { let a = v.remove(0); v[0] *= a; }
    removed_unused removed_unused_grad |m, v| { v.remove(1); }
    appended appended_grad |m, v| {
        let mut other = m.v.clone();
        other.append(&mut v);
        v.push(other[5]);
        v.push(other[1] * other[0]);
    }
    split split_grad |m, v| { let tail = v.split_off(2); v[0] *= tail[0] * tail[2]; }
    retained retained_grad |m, v| { v.retain(|x| *x > 3.5); }
    retained_and_changed retained_and_changed_grad |m, v| { v.retain_mut(|x| { *x *= 2.0; *x > 7.0 }); }
    drained drained_grad |m, v| { let sum: f64 = v.drain(..2).sum(); v[0] *= sum; }
    drained_in_a_loop drained_in_a_loop_grad |m, v| {
        let mut sum = 0.0;
        for x in v.drain(2..) { sum += x * x; }
        v[0] *= sum;
    }
    last_changed last_changed_grad |m, v| {
        if let Some(x) = v.last_mut() { *x *= 2.0; }
        if let Some(x) = v.first_mut() { *x *= 3.0; }
        v[0] *= v[4];
    }
    taken taken_grad |m, v| {
        let all = std::mem::take(&mut v);
        v.push(all[0] * 2.0);
        v.push(all[1]);
    }
    in_a_loop in_a_loop_grad |m, v| {
        for k in 0..3 { let x = v.remove(k); v.insert(0, x * m.scale); }
    }
    in_a_branch in_a_branch_grad |m, v| {
        if m.scale > 0.0 { v.insert(1, m.scale * m.scale); } else { v.remove(0); }
    }
    of_rows of_rows_grad |m, v| {
        let mut rows = m.rows.clone();
        let last = rows.remove(1);
        rows.insert(0, vec![last[0], m.scale]);
        v[0] *= rows[0][0] * rows[0][1] * rows[1][1];
    }
    of_a_copied_row of_a_copied_row_grad |m, v| {
        let mut row = m.rows[0].clone();
        row.insert(1, v[2]);
        v[1] *= row[1] * row[2];
    }
}

#[differentiate(wrt(m))]
fn without_equal_neighbours(m: &Model) -> f64 {
    let mut v = m.v.clone();
    v.dedup();
    v.iter().map(|x| x * x).sum::<f64>()
}

#[test]
fn deduplicated() {
    let m = Model { v: vec![1.0, 2.0, 2.0, 3.0], rows: vec![], scale: 1.0 };
    assert_eq!(without_equal_neighbours_grad(&m).v, [2.0, 4.0, 0.0, 6.0]);
}
