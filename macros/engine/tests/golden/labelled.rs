// `break`, `continue`: flags, and which arm was taken.
// Generated; see macros/engine/src/tests/golden.rs.

fn labelled(x: f64, n: i32) -> f64 {
    let mut y = x;
    let mut count = 0;
    'outer: for i in 0..n {
        for j in 0..n {
            count += 1;
            if j > i {
                y += x;
                continue 'outer;
            }
            if count > 7 {
                y *= x;
                break 'outer;
            }
            y = y * x + 1.0;
        }
        y -= 0.5 * x;
    }
    y + count as f64 * x
}
///The gradient of [`labelled`] with respect to `x`.
///
///The gradient has the shape of the parameter.
///Costs about 32 operations where the function costs 14 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores 5 values for each iteration of its loops.
///Panics where the function itself panics, but leaves out what only its value needs.
#[must_use]
#[allow(
    unused,
    unused_comparisons,
    invalid_nan_comparisons,
    deprecated,
    arithmetic_overflow,
    unconditional_panic
)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn labelled_grad(x: f64, n: i32) -> f64 {
    use ::core::iter::Iterator as _;
    let mut kept_2 = ::differentiate::__private::Vec::new();
    let mut kept_y = ::differentiate::__private::Vec::new();
    let mut kept = ::differentiate::__private::Vec::new();
    let mut y: f64 = x;
    let mut count = 0;
    let mut reached = 0;
    for i in 0..n {
        let mut y_2 = y;
        let mut count_2 = count;
        let mut chosen = false;
        let mut chosen_2 = false;
        let mut reached_2 = 0;
        for j in 0..n {
            let count_3 = count_2 + 1;
            let decision = j > i;
            let (y_4, chosen_3) = if decision {
                let y_3 = y_2 + x;
                (y_3, true)
            } else {
                (y_2, chosen_2)
            };
            let (y_9, chosen_6, chosen_7) = if decision {
                (y_4, chosen, decision)
            } else {
                let decision_2 = count_3 > 7;
                let (y_6, chosen_4, chosen_5) = if decision_2 {
                    let y_5 = y_4 * x;
                    (y_5, true, true)
                } else {
                    (y_4, chosen, decision)
                };
                let y_8 = if decision_2 {
                    y_6
                } else {
                    let y_7 = y_6 * x + 1.0;
                    y_7
                };
                kept.push((decision_2, y_6));
                (y_8, chosen_4, chosen_5)
            };
            kept_y.push(y_4);
            y_2 = y_9;
            count_2 = count_3;
            chosen = chosen_6;
            chosen_2 = chosen_3;
            reached_2 = j + 1;
            if chosen_7 {
                break;
            }
        }
        let decision_3 = chosen || chosen_2;
        let y_11 = if decision_3 {
            y_2
        } else {
            let y_10 = y_2 - 0.5 * x;
            y_10
        };
        kept_2.push((decision_3, reached_2));
        y = y_11;
        count = count_2;
        reached = i + 1;
        if chosen {
            break;
        }
    }
    let mut d_y = 1.0;
    let mut d_x = 0.0;
    for i in (0..reached).rev() {
        let (chosen_8, chosen_9) = kept_2.pop().unwrap();
        let (d_y_2, d_x_2) = if chosen_8 { (d_y, 0.0) } else { (d_y, -(d_y * 0.5)) };
        let mut d_y_3 = d_y_2;
        let mut d_x_3 = 0.0;
        for j in (0..chosen_9).rev() {
            let y_12 = kept_y.pop().unwrap();
            let decision_4 = j > i;
            let (d_y_6, d_x_6) = if decision_4 {
                (d_y_3, 0.0)
            } else {
                let (chosen_10, y_13) = kept.pop().unwrap();
                let (d_y_4, d_x_4) = if chosen_10 {
                    (d_y_3, 0.0)
                } else {
                    (d_y_3 * x, d_y_3 * y_13)
                };
                let (d_x_5, d_y_5) = if chosen_10 {
                    (d_y_4 * y_12, d_y_4 * x)
                } else {
                    (0.0, d_y_4)
                };
                (d_y_5, d_x_4 + d_x_5)
            };
            let (d_x_7, d_y_7) = if decision_4 { (d_y_6, d_y_6) } else { (0.0, d_y_6) };
            d_y_3 = d_y_7;
            d_x_3 += d_x_6 + d_x_7;
        }
        d_y = d_y_3;
        d_x += d_x_2 + d_x_3;
    }
    count as f64 + d_x + d_y
}
