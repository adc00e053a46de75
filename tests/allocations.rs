//! What generated functions allocate: nothing that the mathematics or the function itself does not need. A gradient that is returned
//! is one allocation for each slice; what loops store is one, which grows where their number of iterations is not known.

use allocation_counter::measure;
use differentiate::differentiate;

/// How often something allocates.
fn allocations<T>(of: impl FnOnce() -> T) -> u64 {
    let mut given = None;
    // What is returned is freed outside.
    let counted = measure(|| given = Some(of()));
    std::hint::black_box(given);
    counted.count_total
}

/// The function, `grad`, `grad_into`, `value_and_grad_into`, `hessian_into`, `hvp` and `jvp`, `pullback` and what it returns.
macro_rules! counts {
    ($($name:ident |$x:ident| $body:block at $at:expr => $expected:expr)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(grad, grad_into, value_and_grad_into, hessian_into, hvp, jvp, pullback)]
            fn f($x: &[f64]) -> f64 $body

            let x: &[f64] = &$at;
            let mut gradient = vec![1.0; x.len()];
            let mut rows = vec![1.0; x.len() * x.len()];
            let (_, pull) = f_pullback(x);
            let counted = [
                allocations(|| f(x)),
                allocations(|| f_grad(x)),
                allocations(|| f_grad_into(x, &mut gradient)),
                allocations(|| f_value_and_grad_into(x, &mut gradient)),
                allocations(|| f_hessian_into(x, &mut rows)),
                allocations(|| f_hvp(x, x)),
                allocations(|| f_jvp(x, x)),
                allocations(|| f_pullback(x)),
                allocations(|| pull(1.0)),
            ];
            assert_eq!(counted, $expected);
            assert_eq!((&gradient, pull(1.0)), (&f_grad(x), gradient.clone()));
            for (i, row) in rows.chunks(x.len()).enumerate() {
                let direction: Vec<f64> = (0..x.len()).map(|k| f64::from(k == i)).collect();
                assert_eq!(row, f_hvp(x, &direction));
            }
        }
    )*};
}

const X: [f64; 6] = [0.3, 0.7, -0.2, 1.1, 0.4, 0.9];

counts! {
    // The direction of each row is one.
    reversed_as_it_runs |x| {
        let mut sum = 0.0;
        for i in 0..x.len() - 1 {
            let a = x[i + 1] - x[i] * x[i];
            sum += 100.0 * a * a + (1.0 - x[i]).powi(2);
        }
        sum
    } at X => [0, 1, 0, 0, 1, 1, 0, 0, 1]

    iterators |x| {
        x.windows(2).map(|x| x[0] * x[1].exp()).sum::<f64>() + x.iter().product::<f64>()
    } at X => [0, 2, 1, 1, 7, 2, 0, 1, 2]

    straight_line |x| { x[0] * x[1].sin() + x[2] * x[2] } at [1.0, 2.0, 3.0] => [0, 1, 0, 0, 1, 1, 0, 0, 1]

    // What each iteration stores, once.
    carried |x| {
        let mut s = x[0];
        for v in &x[1..] {
            s = s * v + v.sin();
        }
        s
    } at X => [0, 2, 1, 1, 7, 2, 0, 1, 2]

    // The function's own `Vec`, and one in its shape for its cotangent or its tangent.
    with_a_list |x| {
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        let centred: Vec<f64> = x.iter().map(|x| x - mean).collect();
        centred.iter().map(|c| c.powi(4)).sum()
    } at X => [1, 3, 2, 2, 19, 4, 2, 1, 3]

    // Two buffers that are exchanged in each of many steps, and two for their cotangents or tangents: a swap is one backwards too.
    exchanged |x| {
        let (mut a, mut b) = (x.to_vec(), x.to_vec());
        for _ in 0..50 {
            for i in 1..a.len() - 1 {
                b[i] = a[i] + 0.1 * (a[i - 1] - 2.0 * a[i] + a[i + 1]);
            }
            std::mem::swap(&mut a, &mut b);
        }
        a.iter().sum()
    } at X => [2, 9, 8, 8, 49, 9, 4, 4, 7]
}

#[differentiate(jacobian_into)]
fn residuals(x: &[f64]) -> Vec<f64> {
    x.windows(2).map(|x| x[0] * x[1].exp()).collect()
}

#[differentiate(jacobian_into)]
fn right_hand_side(y: &[f64], dy: &mut [f64]) {
    dy[0] = -y[0];
    for i in 1..y.len() {
        dy[i] = y[i - 1] - y[i] * y[i];
    }
}

#[differentiate(jacobian, jacobian_into)]
fn two(x: &[f64]) -> [f64; 2] {
    let sum: f64 = x.iter().map(|x| x.sin()).sum();
    [sum, sum * x[0]]
}

#[test]
fn jacobians() {
    let (mut rows, mut dy) = ([0.0; 36], [0.0; 6]);
    // The direction, and of each column the value and its tangent.
    assert_eq!(allocations(|| residuals_jacobian_into(&X, &mut rows[..30])), 1 + 6 * 2);
    // The direction, what the output was before, and its tangent.
    assert_eq!(allocations(|| right_hand_side_jacobian_into(&X, &mut dy, &mut rows)), 3);
    // Each row, which is returned or copied.
    assert_eq!(allocations(|| two_jacobian(&X)), 2);
    assert_eq!(allocations(|| two_jacobian_into(&X, &mut rows[..12])), 2);
}
