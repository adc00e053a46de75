//! Buffers that are declared outside of a loop and that each iteration writes anew, or seems to.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

const X: [f64; 4] = [0.7, -1.2, 0.4, 1.1];

fn agrees(
    name: &str,
    f: fn(&[f64]) -> f64,
    both: fn(&[f64]) -> (f64, Vec<f64>),
    grad: fn(&[f64]) -> Vec<f64>,
) {
    let expected = gradient(|x| f(&x), X);
    let (value, gradient) = both(&X);
    assert_eq!(value.to_bits(), f(&X).to_bits(), "{name}");
    assert_close(gradient.try_into().unwrap(), expected);
    assert_close(grad(&X).try_into().unwrap(), expected);
}

macro_rules! agrees {
    ($($test:ident: $f:ident, $both:ident, $grad:ident;)*) => {$(
        #[test]
        fn $test() {
            agrees(stringify!($f), $f, $both, $grad);
        }
    )*};
}

agrees! {
    each_iteration_fills_it: fills, fills_value_and_grad, fills_grad;
    a_sum_is_collected_in_each_element: collects, collects_value_and_grad, collects_grad;
    one_element_is_left_from_before: leaves_one, leaves_one_value_and_grad, leaves_one_grad;
    it_is_filled_on_one_branch_only: fills_sometimes, fills_sometimes_value_and_grad, fills_sometimes_grad;
    it_is_read_before_it_is_filled: reads_first, reads_first_value_and_grad, reads_first_grad;
    it_is_read_after_the_loop: reads_after, reads_after_value_and_grad, reads_after_grad;
    it_begins_with_what_varies: begins, begins_value_and_grad, begins_grad;
    the_next_pass_reads_what_the_last_left: passes, passes_value_and_grad, passes_grad;
    a_callee_fills_it: callee_fills, callee_fills_value_and_grad, callee_fills_grad;
    a_callee_adds_to_it: callee_adds, callee_adds_value_and_grad, callee_adds_grad;
    a_callee_fills_a_part_of_it: callee_fills_part, callee_fills_part_value_and_grad, callee_fills_part_grad;
    one_callee_fills_and_one_adds: both_callees, both_callees_value_and_grad, both_callees_grad;
    two_loops_share_it: shared, shared_value_and_grad, shared_grad;
    a_matrix_is_filled_row_by_row: rows, rows_value_and_grad, rows_grad;
    a_loop_around_it_is_recorded: around, around_value_and_grad, around_grad;
    its_length_depends_on_the_iteration_around: lengthens, lengthens_value_and_grad, lengthens_grad;
    lists_of_two_lengths_were_swapped: swapped, swapped_value_and_grad, swapped_grad;
    a_longer_list_was_assigned: assigned, assigned_value_and_grad, assigned_grad;
    others_look_at_it_after_the_loop: looked_at_after, looked_at_after_value_and_grad, looked_at_after_grad;
    an_assertion_looks_at_it_after_the_loop: asserted_after, asserted_after_value_and_grad, asserted_after_grad;
    it_is_as_long_as_a_generic_says: of_four, of_four_value_and_grad, of_four_grad;
    it_is_filled_on_each_branch_that_goes_on: fills_or_panics, fills_or_panics_value_and_grad, fills_or_panics_grad;
    a_list_of_lists_is_filled: list_of_rows, list_of_rows_value_and_grad, list_of_rows_grad;
    integers_are_filled: places, places_value_and_grad, places_grad;
    it_grows_in_each_iteration: grows, grows_value_and_grad, grows_grad;
    it_is_longer_than_what_is_filled: leaves_last, leaves_last_value_and_grad, leaves_last_grad;
    some_elements_are_left: fills_positive, fills_positive_value_and_grad, fills_positive_grad;
    the_loop_only_decides: decides, decides_value_and_grad, decides_grad;
    a_function_with_scratch_is_called_in_a_loop: called, called_value_and_grad, called_grad;
}

#[differentiate]
fn fills(x: &[f64]) -> f64 {
    let mut h = vec![0.0; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..h.len() {
            h[j] = (x[j] * x[i]).tanh();
        }
        let mut t = 0.0;
        for j in 0..h.len() {
            t += h[j] * h[j] * x[j];
        }
        sum += t * t;
    }
    sum
}

#[differentiate]
fn collects(x: &[f64]) -> f64 {
    let n = x.len();
    let mut h = [0.0; 3];
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..3 {
            h[j] = x[i];
            for k in 0..n {
                h[j] += x[k] * (x[i] + j as f64).sin();
            }
        }
        sum += h[0] * h[1] * h[2];
    }
    sum
}

/// The first element is what the iteration before left there.
#[differentiate]
fn leaves_one(x: &[f64]) -> f64 {
    let mut h = vec![0.3; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 1..h.len() {
            h[j] = x[j] * x[i];
        }
        sum += h[0] * x[i] + h[1] * h[2];
        h[0] = x[i] * x[i];
    }
    sum
}

#[differentiate]
fn fills_sometimes(x: &[f64]) -> f64 {
    let mut h = [0.3; 2];
    let mut sum = 0.0;
    for i in 0..x.len() {
        if x[i] > 0.0 {
            h = [x[i] * x[i], x[i].sin()];
        }
        sum += h[0] * h[1] * x[i];
    }
    sum
}

#[differentiate]
fn reads_first(x: &[f64]) -> f64 {
    let mut h = [0.3; 4];
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += h[i] * h[0];
        for j in 0..4 {
            h[j] = x[j] * x[i];
        }
    }
    sum
}

#[differentiate]
fn reads_after(x: &[f64]) -> f64 {
    let mut h = [0.3; 4];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..4 {
            h[j] = x[j] * x[i];
        }
        sum += h[1] * h[2];
    }
    sum + h[0] * h[3]
}

/// What it begins with reaches the sum where no iteration runs.
#[differentiate]
fn begins(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut sum = 0.0;
    for i in 1..x.len() {
        sum += h[i - 1] * x[i];
        for j in 0..h.len() {
            h[j] = x[j].sin() * x[i];
        }
    }
    sum
}

#[differentiate]
fn passes(x: &[f64]) -> f64 {
    let mut h = [0.0; 2];
    let mut sum = 0.0;
    for _ in 0..3 {
        sum += h[0] * h[1];
        for i in 0..x.len() {
            for j in 0..2 {
                h[j] = x[i] * x[j] + x[i].sin();
            }
            sum += h[0] * h[1];
        }
    }
    sum
}

#[differentiate]
fn fill(x: &[f64], by: f64, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = (x[i] * by).sin();
    }
}

#[differentiate]
fn add(x: &[f64], by: f64, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] += x[i] * by;
    }
}

#[differentiate]
fn fill_all_but_one(x: &[f64], by: f64, out: &mut [f64]) {
    for i in 1..out.len() {
        out[i] = x[i] * by;
    }
}

#[differentiate]
fn product(h: &[f64]) -> f64 {
    h.iter().product()
}

#[differentiate]
fn callee_fills(x: &[f64]) -> f64 {
    let mut h = vec![0.0; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        fill(x, x[i], &mut h);
        sum += product(&h) * x[i];
    }
    sum
}

#[differentiate]
fn callee_adds(x: &[f64]) -> f64 {
    let mut h = vec![0.5; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        add(x, x[i], &mut h);
        sum += product(&h) * x[i];
    }
    sum
}

#[differentiate]
fn callee_fills_part(x: &[f64]) -> f64 {
    let mut h = vec![0.5; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        fill_all_but_one(x, x[i], &mut h);
        sum += product(&h) * x[i];
        h[0] = x[i];
    }
    sum
}

#[differentiate]
fn both_callees(x: &[f64]) -> f64 {
    let mut h = vec![0.5; x.len()];
    let mut g = vec![0.5; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        fill(x, x[i], &mut h);
        add(&h, x[i], &mut g);
        sum += product(&g) * h[1];
    }
    sum
}

#[differentiate]
fn shared(x: &[f64]) -> f64 {
    let mut h = vec![0.0; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        fill(x, x[i], &mut h);
        sum += product(&h);
    }
    for i in 0..x.len() {
        for j in 0..h.len() {
            h[j] = x[i] - x[j] * x[j];
        }
        sum -= h[0] * h[2];
    }
    sum
}

#[differentiate]
fn rows(x: &[f64]) -> f64 {
    let mut a = [[0.0; 2]; 3];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for r in 0..3 {
            for c in 0..2 {
                a[r][c] = x[r] * x[c + 1] * x[i];
            }
        }
        sum += a[0][0] * a[1][1] - a[2][0].sin() * a[0][1];
    }
    sum
}

#[differentiate]
fn around(x: &[f64]) -> f64 {
    let mut h = vec![0.0; x.len()];
    let mut y = 0.4;
    for _ in 0..3 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            for j in 0..h.len() {
                h[j] = (x[j] * x[i] * y).sin();
            }
            sum += h[0] * h[3] + h[i];
        }
        y = (y * sum).cos();
    }
    y
}

#[differentiate]
fn called(x: &[f64]) -> f64 {
    let mut sum = 1.0;
    for i in 0..x.len() {
        sum = sum * x[i].cos() + fills(&x[..i + 1]) * callee_fills(&x[i..]);
    }
    sum
}

#[differentiate]
fn lengthens(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let count = i + 1;
        let mut h = vec![0.0; count];
        let mut inner = 0.0;
        for k in 0..x.len() {
            for j in 0..count {
                h[j] = x[j] * x[k];
            }
            let mut t = 0.0;
            for j in 0..count {
                t += h[j] * h[j] * x[i].sin();
            }
            inner += t * t;
        }
        sum += inner * x[i];
    }
    sum
}

/// The loop writes as many elements as it was declared with, not as many as it has.
#[differentiate]
fn swapped(x: &[f64]) -> f64 {
    let mut a = vec![0.5; 2];
    let mut b = vec![0.5; 3];
    std::mem::swap(&mut a, &mut b);
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..2 {
            a[j] = x[j] * x[i];
        }
        sum += a[0] * a[1] * a[2] + b[0];
        a[2] = x[i];
    }
    sum
}

#[differentiate]
fn assigned(x: &[f64]) -> f64 {
    let mut a = vec![0.5; 2];
    if x[0] > 0.0 {
        a = vec![0.25; 3];
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..2 {
            a[j] = x[j] * x[i];
        }
        sum += a[0] * a[1] * a[2];
        a[2] = x[i];
    }
    sum
}

fn total(h: &[f64]) -> f64 {
    h.iter().sum()
}

/// Only the first run of the loop leaves what is looked at.
#[differentiate]
fn looked_at_after(x: &[f64]) -> f64 {
    let mut h = [0.0; 2];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..2 {
            h[j] = (i + j) as f64;
        }
        sum += x[i] * x[i] * h[0];
    }
    let after = total(&h);
    sum + after
}

#[differentiate]
fn asserted_after(x: &[f64]) -> f64 {
    let mut h = [0.0; 2];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..2 {
            h[j] = (i + j) as f64;
        }
        sum += x[i] * x[i] * h[0];
    }
    assert!(h[1] > 0.5);
    sum
}

#[differentiate]
fn fills_or_panics(x: &[f64]) -> f64 {
    let mut h = vec![0.0; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        if x[i] > 100.0 {
            panic!("too large");
        } else {
            for j in 0..h.len() {
                h[j] = x[j] * x[i].sin();
            }
        }
        sum += h[0] * h[1];
    }
    sum
}

#[differentiate]
fn list_of_rows(x: &[f64]) -> f64 {
    let (n, m) = (x.len(), 2);
    let mut a = vec![vec![0.0; m]; n];
    let mut sum = 0.0;
    for i in 0..n {
        for r in 0..n {
            for c in 0..m {
                a[r][c] = x[r] * x[i] + c as f64;
            }
        }
        sum += a[0][0] * a[n - 1][1].sin();
    }
    sum
}

#[differentiate]
fn places(x: &[f64]) -> f64 {
    let mut at = [0; 2];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..2 {
            at[j] = (i + j) % x.len();
        }
        sum += x[at[0]] * x[at[1]];
    }
    sum
}

#[differentiate]
fn grows(x: &[f64]) -> f64 {
    let mut h = vec![0.5; 1];
    let mut sum = 0.0;
    for i in 0..x.len() {
        h.push(x[i] * x[0]);
        sum += x[i] * x[i] * h.len() as f64;
    }
    sum
}

/// The loop runs over the length of another.
#[differentiate]
fn leaves_last(x: &[f64]) -> f64 {
    let mut h = vec![0.3; x.len() + 1];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..x.len() {
            h[j] = x[j] * x[i];
        }
        sum += h[0] * h[x.len()];
        h[x.len()] = x[i] * x[i];
    }
    sum
}

#[differentiate(value_and_grad)]
fn of_generic_length<const N: usize>(x: &[f64; N]) -> f64 {
    let mut h = [0.0; N];
    let mut sum = 0.0;
    for i in 0..N {
        for j in 0..N {
            h[j] = x[j] * x[i].sin();
        }
        sum += h[0] * h[1] * x[i];
    }
    sum
}

#[differentiate]
fn of_four(x: &[f64]) -> f64 {
    of_generic_length(&[x[0], x[1], x[2], x[3]])
}

/// Nothing that varies leaves the loop, so no callee need be trusted.
#[differentiate]
fn decides(x: &[f64]) -> f64 {
    let mut h = vec![0.0; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        fill(x, x[i], &mut h);
        sum += product(&h);
    }
    if sum > 0.0 { x[0] * x[0] } else { x[0].sin() }
}

#[differentiate]
fn fills_positive(x: &[f64]) -> f64 {
    let mut h = vec![0.3; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..h.len() {
            if x[j] > 0.0 {
                h[j] = x[j] * x[i];
            }
        }
        sum += h[0] * h[1] * x[i];
    }
    sum
}

/// What a loop leaves is read by a call that does not overwrite it: the loop is no loop over scratch.
mod filled_then_lent {
    use super::*;

    #[differentiate]
    fn multiply(a: &mut [f64]) {
        a[0] *= a[1];
    }

    #[differentiate]
    fn doubled(a: &mut f64) {
        *a *= 2.0;
    }

    #[differentiate]
    fn by_index(x: [f64; 2]) -> f64 {
        let mut a = [0.0; 2];
        for i in 0..2 {
            a[i] = 2.0 * x[i];
        }
        multiply(&mut a);
        a[0]
    }

    #[differentiate]
    fn copied(x: [f64; 2]) -> f64 {
        let mut a = vec![0.0; 2];
        a.copy_from_slice(&x);
        multiply(&mut a);
        a[0]
    }

    #[differentiate]
    fn a_number(x: f64) -> f64 {
        let mut a = 0.0;
        for _ in 0..2 {
            a = x;
        }
        doubled(&mut a);
        a
    }

    #[test]
    fn by_hand() {
        assert_eq!(by_index_grad([3.0, 5.0]), [20.0, 12.0]);
        assert_eq!(copied_grad([3.0, 5.0]), [5.0, 3.0]);
        assert_eq!(a_number_grad(7.0), 2.0);
    }
}
