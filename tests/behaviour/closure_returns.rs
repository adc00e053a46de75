//! `return` in closures: it leaves the closure, wherever that is inlined.

use crate::check::nums;
use differentiate::differentiate;

/// `every!` of a function of a slice alone, at a few points.
macro_rules! of_slice {
    ($($test:ident: $f:ident $both:ident $grad:ident $vjp:ident;)*) => {$(
        #[test]
        fn $test() {
            for at in [nums(5), vec![1.3, 0.4, 2.2], vec![-0.7, -1.6, 3.1, 0.2]] {
                every!(at; |p| $f, $both, $grad, $vjp; (p));
            }
        }
    )*};
}

#[differentiate]
fn penalty(x: &[f64]) -> f64 {
    x.iter()
        .map(|v| {
            if *v < 0.0 {
                return 0.5 * v * v;
            }
            if *v > 1.0 {
                return (v - 1.0).powi(2);
            }
            v.sin()
        })
        .sum()
}

#[differentiate]
fn folded(x: &[f64]) -> f64 {
    x.iter().fold(1.0, |a, v| {
        if *v < 0.0 {
            return a;
        }
        a * (1.0 + v * v)
    })
}

#[differentiate]
fn filtered(x: &[f64]) -> f64 {
    x.iter()
        .filter(|v| {
            if **v < -1.0 {
                return false;
            }
            **v < 2.0
        })
        .map(|v| v * v)
        .sum()
}

#[differentiate]
fn roots(x: &[f64]) -> f64 {
    x.iter()
        .filter_map(|v| {
            if *v < 0.0 {
                return None;
            }
            Some(v.sqrt())
        })
        .sum()
}

#[differentiate]
fn for_each(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    x.iter().for_each(|v| {
        if *v < 0.0 {
            return;
        }
        sum += v * v;
    });
    sum
}

#[differentiate]
fn second_differences(x: &[f64]) -> f64 {
    let at = |i: usize| {
        if i == 0 || i + 1 == x.len() {
            return 0.0;
        }
        (x[i + 1] - 2.0 * x[i] + x[i - 1]).powi(2)
    };
    (0..x.len()).map(at).sum()
}

#[differentiate]
fn function_returns_too(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        let capped = |w: f64| {
            if w > 2.0 {
                return 2.0 * w;
            }
            w * w
        };
        if *v > 3.0 {
            return sum * v;
        }
        sum += capped(*v);
    }
    sum
}

#[differentiate]
fn nested(x: &[f64]) -> f64 {
    let outer = |v: f64| {
        let inner = |w: f64| {
            if w > 1.0 {
                return w;
            }
            w * w
        };
        if v < 0.0 {
            return -inner(v);
        }
        inner(inner(v)) + v
    };
    x.iter().map(|v| outer(*v)).product()
}

#[differentiate]
fn out_of_loops(x: &[f64]) -> f64 {
    let first = |least: f64| {
        for (i, v) in x.iter().enumerate() {
            let mut w = *v;
            while w < 10.0 {
                if w > least {
                    return w * (i + 1) as f64;
                }
                w = w * 2.0 + 1.5;
            }
        }
        x[0]
    };
    first(1.0) * first(4.0)
}

#[differentiate]
fn counted_calls(x: &[f64]) -> f64 {
    let mut seen = 0.0;
    let mut next = |v: f64| {
        seen += v;
        if v > 1.0 {
            return v;
        }
        seen += 1.0;
        v * v
    };
    let a = next(x[0]);
    let b = next(a + x[1]);
    a * b + seen
}

#[differentiate]
fn from_a_match(x: &[f64]) -> f64 {
    let kinds = [0, 1, 2, 3, 1];
    x.iter()
        .zip(kinds)
        .map(|(v, kind)| {
            let w = match kind {
                0 => return 1.0 + v,
                1 => v * v,
                _ => *v,
            };
            w.sin()
        })
        .sum()
}

#[differentiate]
fn pairs(x: &[f64]) -> f64 {
    let split = |v: f64| {
        if v < 0.0 {
            return (0.0, v);
        }
        (v, v * v)
    };
    let ((a, b), (c, d)) = (split(x[0]), split(x[1]));
    a * b + c * d
}

#[differentiate]
fn rows(x: &[f64]) -> f64 {
    x.iter()
        .flat_map(|v| {
            if *v < 0.0 {
                return [0.0, v * 2.0];
            }
            [*v, v * v]
        })
        .enumerate()
        .map(|(i, v)| v * i as f64)
        .sum()
}

#[differentiate]
fn reduced(x: &[f64]) -> f64 {
    let last = x.iter().copied().reduce(|a, b| {
        if a > b {
            return a;
        }
        b * 1.5
    });
    last.unwrap_or(0.0)
}

#[differentiate]
fn option_mapped(x: &[f64]) -> f64 {
    let first = x.first().map(|v| {
        if *v < 0.0 {
            return -2.0 * v;
        }
        v * v
    });
    first.unwrap_or(1.0)
}

of_slice! {
    a_penalty: penalty penalty_value_and_grad penalty_grad penalty_vjp;
    a_fold: folded folded_value_and_grad folded_grad folded_vjp;
    a_filter: filtered filtered_value_and_grad filtered_grad filtered_vjp;
    a_filter_map: roots roots_value_and_grad roots_grad roots_vjp;
    a_for_each: for_each for_each_value_and_grad for_each_grad for_each_vjp;
    a_stencil: second_differences second_differences_value_and_grad second_differences_grad second_differences_vjp;
    a_function_that_returns_too: function_returns_too function_returns_too_value_and_grad function_returns_too_grad function_returns_too_vjp;
    closures_in_closures: nested nested_value_and_grad nested_grad nested_vjp;
    loops_in_a_closure: out_of_loops out_of_loops_value_and_grad out_of_loops_grad out_of_loops_vjp;
    a_closure_with_state: counted_calls counted_calls_value_and_grad counted_calls_grad counted_calls_vjp;
    a_match: from_a_match from_a_match_value_and_grad from_a_match_grad from_a_match_vjp;
    a_tuple: pairs pairs_value_and_grad pairs_grad pairs_vjp;
    a_flat_map: rows rows_value_and_grad rows_grad rows_vjp;
    a_reduce: reduced reduced_value_and_grad reduced_grad reduced_vjp;
    a_mapped_option: option_mapped option_mapped_value_and_grad option_mapped_grad option_mapped_vjp;
}

#[differentiate]
fn rk4(y0: f64, rate: f64) -> f64 {
    let slope = |t: f64, y: f64| {
        if t > 0.25 {
            return -rate * y;
        }
        y * (1.0 - y)
    };
    let (mut y, mut t, h) = (y0, 0.0, 0.1);
    for _ in 0..6 {
        let k1 = slope(t, y);
        let k2 = slope(t + h / 2.0, y + h / 2.0 * k1);
        let k3 = slope(t + h / 2.0, y + h / 2.0 * k2);
        let k4 = slope(t + h, y + h * k3);
        y += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
        t += h;
    }
    y
}

#[test]
fn an_integrator_with_a_switched_right_hand_side() {
    every!([0.3, 1.7]; |p| rk4, rk4_value_and_grad, rk4_grad, rk4_vjp; (p[0], p[1]));
}

#[differentiate]
fn known(x: f64) -> f64 {
    let root = |v: f64| {
        if v < 0.0 {
            return 0.0;
        }
        v.sqrt()
    };
    root(x) + root(-x) + 3.0 * root(4.0 * x)
}

#[test]
fn values_by_hand() {
    // 7 √x, whose derivative is 3.5 / √x; at a negative number √-x.
    assert_eq!(known_value_and_grad(4.0), (14.0, 1.75));
    assert_eq!(known_value_and_grad(-4.0), (2.0, -0.25));
}

#[differentiate]
fn pushed(x: f64) -> f64 {
    let mut list = vec![x];
    list.push(if x > 5.0 { return 0.5 * x } else { x * x });
    let mut top = x;
    for v in &list {
        top = v.max(top);
    }
    list[1] + top
}

#[test]
fn a_jump_among_the_arguments_of_a_method() {
    for at in [0.4, 2.0, 6.0] {
        every!([at]; |p| pushed, pushed_value_and_grad, pushed_grad, pushed_vjp; (p[0]));
    }
}
