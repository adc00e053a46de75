//! Jumps out of the middle of an expression: what would come after them in the same statement is not done.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn h(a: f64) -> f64 {
    a * a
}
#[differentiate]
fn g(a: &mut f64) -> f64 {
    *a *= 1.5;
    *a
}
#[differentiate]
fn g2(a: &mut f64, k: f64) -> f64 {
    *a *= k;
    *a
}
#[differentiate]
fn assigned_or_left(x: &[f64]) -> f64 {
    let x = x[0];
    let mut k = x;
    loop {
        k = if k < 5.0 { k + 1.0 } else { break };
    }
    x * k
}
#[differentiate]
fn matched_or_left(x: &[f64]) -> f64 {
    let mut k = 1.0;
    for i in 0..5 {
        k = match x.get(i) {
            Some(v) => k * v,
            None => break,
        };
    }
    k
}
#[differentiate]
fn block_left(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..4 {
        s = {
            if i == 2 {
                break;
            }
            s * x[i]
        };
    }
    s
}
#[differentiate]
fn let_else_left(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..4 {
        s = {
            let Some(v) = x.get(i) else { break };
            s * v
        };
    }
    s
}
#[differentiate]
fn element(x: &[f64]) -> f64 {
    let mut k = [1.0; 2];
    for i in 0..5 {
        k[1] = if i < 3 { x[i] * k[0] } else { break };
        k[0] += k[1];
    }
    k[0] * k[1]
}
#[differentiate]
fn element_updated(x: &[f64]) -> f64 {
    let mut k = vec![1.0; 2];
    for i in 0..5 {
        k[i % 2] *= if i < 3 { x[i] * k[0] } else { break };
    }
    k[0] * k[1]
}
#[differentiate]
fn part_of_a_tuple(x: &[f64]) -> f64 {
    let mut t = (1.0, 2.0);
    for i in 0..5 {
        t.0 = if i < 3 { x[i] * t.1 } else { break };
        t.1 += t.0;
    }
    t.0 * t.1
}
#[differentiate]
fn tuple_assigned(x: &[f64]) -> f64 {
    let (mut a, mut b) = (1.0, 2.0);
    for i in 0..5 {
        (a, b) = if i < 3 { (x[i] * b, a) } else { break };
    }
    a * b
}
#[differentiate]
fn pushed(x: &[f64]) -> f64 {
    let mut v = vec![1.0];
    for i in 0..5 {
        v.push(if i < 3 { x[i] } else { break });
    }
    v.iter().product::<f64>() * v.len() as f64
}
#[differentiate]
fn second_operand(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..5 {
        s = s * 0.5
            + if i == 1 {
                continue;
            } else if i < 3 {
                x[i] * s
            } else {
                break;
            };
    }
    s
}
#[differentiate]
fn labelled(x: &[f64]) -> f64 {
    let mut s = 1.0;
    'o: for i in 0..3 {
        for j in 0..3 {
            s = if i * j == 2 {
                continue 'o;
            } else if i * j == 4 {
                break 'o;
            } else {
                s * x[j] + x[i]
            };
        }
        s *= 2.0;
    }
    s
}
#[differentiate]
fn break_with_value(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let r = loop {
        s = if s < 4.0 { s + x[0].abs() } else { break s * 2.0 };
    };
    r * s
}
#[differentiate]
fn through_iter_mut(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in v.iter_mut() {
        *e = if *e < -0.5 {
            continue;
        } else if *e > 0.8 {
            break;
        } else {
            *e * 3.0
        };
    }
    v.iter().sum()
}
#[differentiate]
fn list_assigned(x: &[f64]) -> f64 {
    let mut v = vec![1.0; 2];
    for i in 0..5 {
        v = if i < 2 { v.iter().map(|e| e * x[i]).collect() } else { break };
    }
    v[0] * v[1]
}
#[differentiate]
fn counter(x: &[f64]) -> f64 {
    let mut i = 0;
    let mut s = 0.0;
    while i < 10 {
        i = if i == 6 { break } else { i + 2 };
        s += x[i % 3] * i as f64;
    }
    s * i as f64
}
#[differentiate]
fn argument(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..5 {
        s = h(if i == 1 {
            continue;
        } else if i < 3 {
            x[i] * s
        } else {
            break;
        });
    }
    s
}
#[differentiate]
fn calls_around(x: &[f64]) -> f64 {
    let mut s = x[0];
    let mut t = 1.0;
    for i in 0..5 {
        let v = [g(&mut s), if i == 3 { break } else { x[1] }, g(&mut s)];
        t += v[0] * v[1] + v[2];
    }
    t * s
}
#[differentiate]
fn argument_beside_a_lent_one(x: &[f64]) -> f64 {
    let mut s = x[0];
    for i in 0..5 {
        g2(&mut s, if i == 3 { break } else { x[1] });
    }
    s
}
#[differentiate]
fn result_of_such_a_call(x: &[f64]) -> f64 {
    let mut s = x[0];
    for i in 0..5 {
        let r = g2(&mut s, if i == 1 { continue } else { x[1] });
        s += r;
    }
    s
}
#[differentiate]
fn scrutinee(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..6 {
        match if i == 4 { break } else { i % 3 } {
            0 => s += x[0],
            1 => s *= x[1],
            _ => s -= x[2],
        }
    }
    s
}
#[differentiate]
fn condition(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..6 {
        if (if i == 4 { break } else { x[i % 3] }) > 0.0 {
            s += x[i % 3];
        } else {
            s *= 0.5;
        }
    }
    s
}
#[differentiate]
fn index(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..6 {
        v[if i == 4 { break } else { i % 3 }] *= 1.5;
    }
    v.iter().product()
}
#[differentiate]
fn argument_of_a_method(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..6 {
        if i == 4 {
            break;
        }
        let j = i % 3;
        v.swap(j, if j == 2 { continue } else { 2 });
        v[j] += 1.0;
    }
    v[0] * v[1] + v[2]
}
#[differentiate]
fn right_of_and(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..6 {
        let ok = i < 4 && {
            if x[i % 3] > 1.0 {
                continue;
            }
            s += 0.5;
            true
        };
        if ok {
            s *= x[i % 3];
        }
    }
    s
}
#[differentiate]
fn returned_from_an_arm(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..6 {
        match i {
            3 => s = s * 2.0 + if x[0] > 0.5 { return s * x[1] } else { x[2] },
            _ => s += x[i % 3],
        }
    }
    s
}
#[differentiate]
fn returned_in_an_operand(x: &[f64]) -> f64 {
    let y = x[0] + if x[1] > 0.5 { return x[2] * x[0] } else { x[1] * x[2] };
    y * y
}
#[differentiate]
fn loop_as_an_operand(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..4 {
        s += x[i % 3]
            * loop {
                s += 0.25;
                if s > 1.0 {
                    break s;
                }
                if s < -5.0 {
                    return s;
                }
            };
    }
    s
}

mod against_central_differences {
    by_differences! {
        [[0.7, 0.4, 1.2], [1.3, -0.2, 0.3], [0.27, 0.61, -0.7]];
        assigned_or_left assigned_or_left_value_and_grad,
        matched_or_left matched_or_left_value_and_grad,
        block_left block_left_value_and_grad,
        let_else_left let_else_left_value_and_grad,
        element element_value_and_grad,
        element_updated element_updated_value_and_grad,
        part_of_a_tuple part_of_a_tuple_value_and_grad,
        tuple_assigned tuple_assigned_value_and_grad,
        pushed pushed_value_and_grad,
        second_operand second_operand_value_and_grad,
        labelled labelled_value_and_grad,
        break_with_value break_with_value_value_and_grad,
        through_iter_mut through_iter_mut_value_and_grad,
        list_assigned list_assigned_value_and_grad,
        counter counter_value_and_grad,
        argument argument_value_and_grad,
        calls_around calls_around_value_and_grad,
        argument_beside_a_lent_one argument_beside_a_lent_one_value_and_grad,
        result_of_such_a_call result_of_such_a_call_value_and_grad,
        scrutinee scrutinee_value_and_grad,
        condition condition_value_and_grad,
        index index_value_and_grad,
        argument_of_a_method argument_of_a_method_value_and_grad,
        right_of_and right_of_and_value_and_grad,
        returned_from_an_arm returned_from_an_arm_value_and_grad,
        returned_in_an_operand returned_in_an_operand_value_and_grad,
        loop_as_an_operand loop_as_an_operand_value_and_grad,
    }
}

#[test]
fn by_hand() {
    // k becomes x + 5 for 0 < x < 1, and the assignment that breaks is not made: x · (x + 5)
    assert_eq!(assigned_or_left_grad(&[0.25, 0.0]), [5.5, 0.0]);
    // x₀ · x₁, and then there is none.
    assert_eq!(matched_or_left_grad(&[3.0, 2.0]), [2.0, 3.0]);
    // 1 · x₀ · x₁ · x₂ · (1 + 3 elements pushed)
    assert_eq!(pushed_grad(&[2.0, 3.0, 5.0]), [60.0, 40.0, 24.0]);
}

/// At another point, `grad` and `vjp` too.
mod every_companion {
    use crate::check::nums;

    #[test]
    fn let_else_left() {
        every!(nums(3); |p| super::let_else_left, super::let_else_left_value_and_grad, super::let_else_left_grad, super::let_else_left_vjp; (p));
    }
    #[test]
    fn block_left() {
        every!(nums(3); |p| super::block_left, super::block_left_value_and_grad, super::block_left_grad, super::block_left_vjp; (p));
    }
    #[test]
    fn counter() {
        every!(nums(3); |p| super::counter, super::counter_value_and_grad, super::counter_grad, super::counter_vjp; (p));
    }
    #[test]
    fn list_assigned() {
        every!(nums(8); |p| super::list_assigned, super::list_assigned_value_and_grad, super::list_assigned_grad, super::list_assigned_vjp; (p));
    }
    #[test]
    fn through_iter_mut() {
        every!(nums(8); |p| super::through_iter_mut, super::through_iter_mut_value_and_grad, super::through_iter_mut_grad, super::through_iter_mut_vjp; (p));
    }
    #[test]
    fn labelled() {
        every!(nums(3); |p| super::labelled, super::labelled_value_and_grad, super::labelled_grad, super::labelled_vjp; (p));
    }
    #[test]
    fn second_operand() {
        every!(nums(3); |p| super::second_operand, super::second_operand_value_and_grad, super::second_operand_grad, super::second_operand_vjp; (p));
    }
    #[test]
    fn argument() {
        every!(nums(3); |p| super::argument, super::argument_value_and_grad, super::argument_grad, super::argument_vjp; (p));
    }
    #[test]
    fn pushed() {
        every!(nums(3); |p| super::pushed, super::pushed_value_and_grad, super::pushed_grad, super::pushed_vjp; (p));
    }
    #[test]
    fn tuple_assigned() {
        every!(nums(3); |p| super::tuple_assigned, super::tuple_assigned_value_and_grad, super::tuple_assigned_grad, super::tuple_assigned_vjp; (p));
    }
    #[test]
    fn part_of_a_tuple() {
        every!(nums(3); |p| super::part_of_a_tuple, super::part_of_a_tuple_value_and_grad, super::part_of_a_tuple_grad, super::part_of_a_tuple_vjp; (p));
    }
    #[test]
    fn element_updated() {
        every!(nums(3); |p| super::element_updated, super::element_updated_value_and_grad, super::element_updated_grad, super::element_updated_vjp; (p));
    }
    #[test]
    fn element() {
        every!(nums(3); |p| super::element, super::element_value_and_grad, super::element_grad, super::element_vjp; (p));
    }
    #[test]
    fn argument_of_a_method() {
        every!(nums(3); |p| super::argument_of_a_method, super::argument_of_a_method_value_and_grad, super::argument_of_a_method_grad, super::argument_of_a_method_vjp; (p));
    }
    #[test]
    fn index() {
        every!(nums(3); |p| super::index, super::index_value_and_grad, super::index_grad, super::index_vjp; (p));
    }
    #[test]
    fn condition() {
        every!(nums(3); |p| super::condition, super::condition_value_and_grad, super::condition_grad, super::condition_vjp; (p));
    }
    #[test]
    fn scrutinee() {
        every!(nums(3); |p| super::scrutinee, super::scrutinee_value_and_grad, super::scrutinee_grad, super::scrutinee_vjp; (p));
    }
    #[test]
    fn argument_beside_a_lent_one() {
        every!(nums(3); |p| super::argument_beside_a_lent_one, super::argument_beside_a_lent_one_value_and_grad, super::argument_beside_a_lent_one_grad, super::argument_beside_a_lent_one_vjp; (p));
    }
    #[test]
    fn calls_around() {
        every!(nums(3); |p| super::calls_around, super::calls_around_value_and_grad, super::calls_around_grad, super::calls_around_vjp; (p));
    }
}
