//! Demonstrations of other tools, translated as their users would: Enzyme, Tapenade, clad, JAX, PyTorch, ForwardDiff, the benchmarks game.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate, sigmoid, stop_gradient};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 37 + 11) % 23) as f64 / 11.5 - 0.97).collect()
}

// ---- Enzyme
#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}
#[differentiate]
fn enzyme_relu(x: f64) -> f64 {
    let val;
    if x > 0.0 {
        val = x * x;
    } else {
        val = 0.0;
    }
    val
}
#[differentiate]
fn enzyme_dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b.iter()).map(|(x, y)| x * y).sum()
}
#[differentiate]
fn enzyme_taylor_log(x: f64, n: u64) -> f64 {
    let mut sum = 0.0;
    for i in 1..=n {
        sum += x.powi(i as i32) / i as f64;
    }
    sum
}
#[differentiate]
fn enzyme_logsumexp(x: &[f64]) -> f64 {
    let mut a = x[0];
    for i in 1..x.len() {
        if a < x[i] {
            a = x[i];
        }
    }
    let mut sema = 0.0;
    for i in 0..x.len() {
        sema += (x[i] - a).exp();
    }
    sema.ln() + a
}
#[differentiate]
fn enzyme_matvec(m: &[Vec<f64>], x: &[f64]) -> f64 {
    m.iter().map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum::<f64>()).map(|y| y * y).sum()
}
#[differentiate]
fn enzyme_rb(d: &[f64; 2]) -> f64 {
    let (a, b) = (d[0], d[1]);
    (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2)
}
#[differentiate]
fn enzyme_ode_euler(x: f64, start: f64, end: f64, steps: usize) -> f64 {
    let mut u = x;
    let dt = (end - start) / steps as f64;
    let mut t = start;
    for _ in 0..steps {
        u += -1.2 * u * dt;
        t += dt;
    }
    u * t
}
#[differentiate]
fn enzyme_brusselator(p: &[f64; 3], x: &[f64], dx: &mut [f64], t: f64) {
    const N: usize = 3;
    let alpha = p[2] * (N as f64 - 1.0).powi(2);
    for i in 0..N {
        for j in 0..N {
            let xx = i as f64 / 2.0;
            let yy = j as f64 / 2.0;
            let ip1 = if i == N - 1 { i } else { i + 1 };
            let im1 = if i == 0 { i } else { i - 1 };
            let jp1 = (j + 1).min(N - 1);
            let jm1 = j.saturating_sub(1);
            let u = |i: usize, j: usize| x[N * i + j];
            let v = |i: usize, j: usize| x[N * N + N * i + j];
            let f = if (xx - 0.3).powi(2) + (yy - 0.6).powi(2) <= 0.01 && t >= 1.1 { 5.0 } else { 0.0 };
            dx[N * i + j] = alpha * (u(im1, j) + u(ip1, j) + u(i, jp1) + u(i, jm1) - 4.0 * u(i, j))
                + p[1]
                + u(i, j).powi(2) * v(i, j)
                - (p[0] + 1.0) * u(i, j)
                + f;
            dx[N * N + N * i + j] = alpha * (v(im1, j) + v(ip1, j) + v(i, jp1) + v(i, jm1) - 4.0 * v(i, j))
                + p[0] * u(i, j)
                - u(i, j).powi(2) * v(i, j);
        }
    }
}
#[differentiate]
fn brusselator_steps(p: &[f64; 3], x0: &[f64]) -> f64 {
    let mut x = x0.to_vec();
    let mut dx = vec![0.0; x.len()];
    for step in 0..3 {
        enzyme_brusselator(p, &x, &mut dx, step as f64);
        for i in 0..x.len() {
            x[i] += 0.01 * dx[i];
        }
    }
    x.iter().map(|v| v * v).sum()
}
#[differentiate]
fn brusselator_zip(p: &[f64; 3], x0: &[f64]) -> f64 {
    let mut x = x0.to_vec();
    let mut dx = vec![0.0; x.len()];
    for _ in 0..3 {
        enzyme_brusselator(p, &x[..], &mut dx[..], 0.0);
        for (x, d) in x.iter_mut().zip(dx.iter()) {
            *x += 0.01 * d;
        }
    }
    x[0] * x[9]
}

#[test]
fn enzyme() {
    check!([1.7]; |p| square, square_value_and_grad; (p[0]));
    check!([1.7]; |p| enzyme_relu, enzyme_relu_value_and_grad; (p[0]));
    check!([0.7]; |p| enzyme_taylor_log, enzyme_taylor_log_value_and_grad; (p[0], 20));
    check!(nums(5); |p| enzyme_logsumexp, enzyme_logsumexp_value_and_grad; (p));
    check!(nums(6); |p| enzyme_matvec, enzyme_matvec_value_and_grad; (&[p[..2].to_vec(), p[2..4].to_vec()], &p[4..]));
    check!(1e-6, [0.7, -0.3]; |p| enzyme_rb, enzyme_rb_value_and_grad; (&arr(p)));
    check!([0.7, 0.0, 1.1]; |p| enzyme_ode_euler, enzyme_ode_euler_value_and_grad; (p[0], p[1], p[2], 9));
    let mut at = nums(21);
    (at[0], at[1], at[2]) = (3.4, 1.0, 0.1);
    check!(at; |p| brusselator_steps, brusselator_steps_value_and_grad; (&arr(p), &p[3..]));
    check!(at; |p| brusselator_zip, brusselator_zip_value_and_grad; (&arr(p), &p[3..]));
    let (v, (a, b)) = enzyme_dot_value_and_grad(&[1.0, 2.0], &[3.0, 4.0]);
    assert_eq!((v, a, b), (11.0, vec![3.0, 4.0], vec![1.0, 2.0]));
}

// ---- Tapenade
#[differentiate]
fn tapenade_sub1(x: &mut f64, y: &mut f64, z: f64, o1: &mut f64) -> f64 {
    *x = *y * *x;
    *o1 = *x * *x + z.ln();
    *y = *y + *x * z.sqrt();
    *o1 * 2.0
}
#[differentiate]
fn tapenade_root(x0: f64, y0: f64, z: f64) -> f64 {
    let (mut x, mut y, mut o1) = (x0, y0, 0.0);
    let r = tapenade_sub1(&mut x, &mut y, z, &mut o1);
    r + o1 * y - x
}
#[differentiate]
fn tapenade_flow(x: &[f64], n: usize) -> f64 {
    // Control flow as in the tutorial: a loop with an exit and a test in it.
    let mut t = x[0];
    let mut i = 0;
    loop {
        if t > 3.0 {
            break;
        }
        if i >= n {
            break;
        }
        if x[i] > 0.0 {
            t = t + x[i] * t;
        } else {
            t = t - x[i] * 0.5;
            i += 1;
            continue;
        }
        i += 1;
    }
    t * t
}
#[differentiate]
fn tapenade_stencil(u: &mut [f64], c: f64) {
    let n = u.len();
    let mut left = u[0];
    for i in 1..n - 1 {
        let save = u[i];
        u[i] = u[i] + c * (left - 2.0 * u[i] + u[i + 1]);
        left = save;
    }
}
#[differentiate]
fn tapenade_top(u0: &[f64], c: f64, nt: usize) -> f64 {
    let mut u = u0.to_vec();
    for _it in 0..nt {
        tapenade_stencil(&mut u, c);
    }
    let mut j = 0.0;
    for v in u.iter() {
        j += 0.5 * v * v;
    }
    j
}
#[test]
fn tapenade() {
    check!([0.7, 1.3, 2.1]; |p| tapenade_root, tapenade_root_value_and_grad; (p[0], p[1], p[2]));
    check!([0.7, -0.3, 2.1, 0.4]; |p| tapenade_flow, tapenade_flow_value_and_grad; (p, 4));
}
#[test]
fn tapenade_in_place() {
    check!([0.7, -0.3, 2.1, 0.4, 1.0, 0.2]; |p| tapenade_top, tapenade_top_value_and_grad; (&p[..5], p[5], 3));
}

// ---- clad
#[differentiate]
fn clad_fn(x: f64, y: f64) -> f64 {
    x * x * y + y * y
}
#[differentiate]
fn clad_gauss(x: &[f64], p: &[f64], sigma: f64, dim: i32) -> f64 {
    let mut t = 0.0;
    for i in 0..dim as usize {
        t += (x[i] - p[i]) * (x[i] - p[i]);
    }
    t = -t / (2.0 * sigma * sigma);
    (2.0 * std::f64::consts::PI).powf(-f64::from(dim) / 2.0) * sigma.powf(-0.5) * t.exp()
}
#[differentiate]
fn clad_sum(p: &[f64], dim: i32) -> f64 {
    let mut r = 0.0;
    for i in 0..dim {
        r += p[i as usize];
    }
    r
}
#[differentiate]
fn clad_nested(i: f64, j: f64) -> f64 {
    let mut a = [[0.0; 2]; 2];
    a[0][0] = i;
    a[0][1] = j;
    a[1][0] = a[0][0] * a[0][1];
    a[1][1] = a[1][0] + i;
    let mut sum = 0.0;
    for k in 0..2 {
        for l in 0..2 {
            sum += a[k][l];
        }
    }
    sum
}
#[differentiate]
fn clad_chain(x: f64, y: f64) -> f64 {
    let mut t = 1.0;
    let mut u = x;
    u = {
        t = u * y;
        t
    };
    t += {
        u *= 2.0;
        u
    };
    t * u
}
#[differentiate]
fn clad_while(x: f64) -> f64 {
    let mut res = x;
    let mut counter = 3;
    while counter != 0 {
        for _ in 0..counter {
            res += x;
        }
        counter -= 1;
    }
    do_twice(res, 2)
}
#[differentiate]
fn do_twice(x: f64, k: u8) -> f64 {
    if k == 0 {
        return x;
    }
    do_twice(x * x, k - 1)
}
#[test]
fn clad() {
    check!([0.7, 1.3]; |p| clad_fn, clad_fn_value_and_grad; (p[0], p[1]));
    check!([0.7, 1.3, 0.4, 0.6, 0.9]; |p| clad_gauss, clad_gauss_value_and_grad; (&p[..2], &p[2..4], p[4], 2));
    check!([0.7, 1.3]; |p| clad_sum, clad_sum_value_and_grad; (p, 2));
    check!([0.7, 1.3]; |p| clad_nested, clad_nested_value_and_grad; (p[0], p[1]));
    check!([0.7, 1.3]; |p| clad_chain, clad_chain_value_and_grad; (p[0], p[1]));
    check!([0.3]; |p| clad_while, clad_while_value_and_grad; (p[0]));
}

// ---- JAX
#[differentiate]
fn jax_selu(x: f64) -> f64 {
    let (alpha, lambda) = (1.67, 1.05);
    lambda * if x > 0.0 { x } else { alpha * x.exp() - alpha }
}
#[differentiate]
fn jax_sum_logistic(x: &[f64]) -> f64 {
    x.iter().map(|x| 1.0 / (1.0 + (-x).exp())).sum()
}
#[differentiate(value_and_grad, wrt(w, b))]
fn jax_loss(w: &[f64; 3], b: f64, inputs: &[[f64; 3]; 4], targets: &[bool; 4]) -> f64 {
    let mut ll = 0.0;
    for (input, &target) in inputs.iter().zip(targets.iter()) {
        let z: f64 = input.iter().zip(w.iter()).map(|(a, b)| a * b).sum();
        let pred = 0.5 * ((0.5 * (z + b)).tanh() + 1.0);
        let label_prob = if target { pred } else { 1.0 - pred };
        ll += label_prob.ln();
    }
    -ll
}
#[differentiate(value_and_grad, wrt(theta))]
fn jax_td_loss(theta: &[f64; 3], s0: [f64; 3], r: f64, s1: [f64; 3]) -> f64 {
    let v = |s: [f64; 3]| s[0] * theta[0] + s[1] * theta[1] + s[2] * theta[2];
    let target = r + stop_gradient(v(s1));
    (target - v(s0)).powi(2)
}
#[differentiate]
fn jax_scan(xs: &[f64], decay: f64) -> f64 {
    let mut carry = 0.0;
    let ys: Vec<f64> = xs
        .iter()
        .map(|x| {
            carry = decay * carry + x;
            carry * carry
        })
        .collect();
    ys.iter().sum()
}
#[differentiate]
fn jax_fori(x: f64) -> f64 {
    (0..10).fold(x, |c, i| c * (i as f64 * 0.1).cos() + 0.1)
}
#[differentiate]
fn jax_predict(params: &[(Vec<f64>, Vec<f64>)], x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for (w, b) in params {
        let mut out = b.clone();
        for (o, row) in out.iter_mut().zip(w.chunks(a.len())) {
            for (wi, ai) in row.iter().zip(a.iter()) {
                *o += wi * ai;
            }
            *o = o.tanh();
        }
        a = out;
    }
    a.iter().sum()
}
#[test]
fn jax() {
    check!([0.7]; |p| jax_selu, jax_selu_value_and_grad; (p[0]));
    check!([-0.7]; |p| jax_selu, jax_selu_value_and_grad; (p[0]));
    check!([0.0, 1.0, 2.0]; |p| jax_sum_logistic, jax_sum_logistic_value_and_grad; (p));
    let inputs = [[0.52, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]];
    check!([0.3, -0.2, 0.5, 0.1]; |p| jax_loss, jax_loss_value_and_grad; (&arr(p), p[3], &inputs, &[true, true, false, true]));
    let (_, g) = jax_td_loss_value_and_grad(&[0.1, -0.1, 0.0], [1.0, 2.0, -1.0], 1.0, [2.0, 1.0, 0.0]);
    assert!((g[0] + 2.4).abs() < 1e-12 && (g[1] + 4.8).abs() < 1e-12 && (g[2] - 2.4).abs() < 1e-12, "{g:?}");
    check!([0.3]; |p| jax_fori, jax_fori_value_and_grad; (p[0]));
}
#[test]
fn jax_carry_in_a_map() {
    check!([0.3, 0.4, -0.7, 0.9]; |p| jax_scan, jax_scan_value_and_grad; (&p[..3], p[3]));
}
#[test]
fn jax_layers() {
    check!(nums(11); |p| jax_predict, jax_predict_value_and_grad; (&[(p[..4].to_vec(), p[4..6].to_vec()), (p[6..8].to_vec(), p[8..9].to_vec())], &p[9..]));
}

// ---- PyTorch
#[differentiate(value_and_grad, wrt(a, b, c, d))]
fn torch_polynomial(a: f64, b: f64, c: f64, d: f64, xs: &[f64]) -> f64 {
    let mut loss = 0.0;
    for x in xs {
        let y_pred = a + b * x + c * x.powi(2) + d * x.powi(3);
        loss += (y_pred - x.sin()).powi(2);
    }
    loss
}
#[differentiate]
fn torch_legendre(a: f64, b: f64, c: f64, d: f64, x: f64) -> f64 {
    let p3 = |x: f64| 0.5 * (5.0 * x.powi(3) - 3.0 * x);
    a + b * p3(c + d * x)
}
#[differentiate]
fn torch_dynamic(x: f64, a: f64, e: f64, reps: usize) -> f64 {
    let mut y = a + x;
    for exp in 4..4 + reps {
        y = y + e * x.powi(exp as i32);
    }
    y
}
#[differentiate]
fn torch_bce_with_logits(z: &[f64], y: &[f64]) -> f64 {
    z.iter().zip(y).map(|(z, y)| z.max(0.0) - z * y + (-z.abs()).exp().ln_1p()).sum::<f64>() / z.len() as f64
}
#[differentiate]
fn torch_mlp<const H: usize>(w1: &[[f64; 2]; H], w2: &[f64; H], x: [f64; 2]) -> f64 {
    let h: [f64; H] = {
        let mut h = [0.0; H];
        for (h, w) in h.iter_mut().zip(w1.iter()) {
            *h = (w[0] * x[0] + w[1] * x[1]).max(0.0);
        }
        h
    };
    sigmoid(h.iter().zip(w2.iter()).map(|(a, b)| a * b).sum::<f64>())
}
#[test]
fn torch() {
    let xs: Vec<f64> = (0..9).map(|i| i as f64 * 0.3 - 1.2).collect();
    check!([0.1, 0.8, 0.0, -0.1]; |p| torch_polynomial, torch_polynomial_value_and_grad; (p[0], p[1], p[2], p[3], &xs));
    check!([0.1, 0.8, 0.2, -0.1, 0.6]; |p| torch_legendre, torch_legendre_value_and_grad; (p[0], p[1], p[2], p[3], p[4]));
    check!([0.7, 0.8, 0.2]; |p| torch_dynamic, torch_dynamic_value_and_grad; (p[0], p[1], p[2], 2));
    check!(nums(6); |p| torch_bce_with_logits, torch_bce_with_logits_value_and_grad; (&p[..3], &p[3..]));
    check!(nums(11); |p| torch_mlp, torch_mlp_value_and_grad; (&mat::<3, 2>(p), &arr(&p[6..]), arr(&p[9..])));
}

// ---- ForwardDiff, DiffRules
#[differentiate]
fn forwarddiff_f(x: &[f64]) -> f64 {
    x.iter().map(|v| v.sin()).sum::<f64>()
        + x.iter().map(|v| v.tan()).product::<f64>() * x.iter().map(|v| v.sqrt()).sum::<f64>()
}
#[differentiate]
fn rosenbrock_1(x: &[f64]) -> f64 {
    let mut a = 1.0;
    let b = 100.0;
    let mut result = 0.0;
    for i in 0..x.len() - 1 {
        a = 1.0;
        result += (a - x[i]).powi(2) + b * (x[i + 1] - x[i].powi(2)).powi(2);
    }
    result
}
#[differentiate]
fn rosenbrock_4(x: &[f64]) -> f64 {
    let t1: Vec<f64> = (0..x.len() - 1).map(|i| (1.0 - x[i]).powi(2)).collect();
    let t2: Vec<f64> = (0..x.len() - 1).map(|i| 100.0 * (x[i + 1] - x[i].powi(2)).powi(2)).collect();
    t1.iter().sum::<f64>() + t2.iter().sum::<f64>()
}
#[differentiate]
fn self_weighted_logit(x: &[f64]) -> f64 {
    let d: f64 = x.iter().zip(x.iter()).map(|(a, b)| a * b).sum();
    1.0 / (1.0 + (-d).exp())
}
#[differentiate]
fn ackley_fd(x: &[f64]) -> f64 {
    let (a, b, c) = (20.0, -0.2, 2.0 * std::f64::consts::PI);
    let len_recip = 1.0 / x.len() as f64;
    let mut sum_sqrs = 0.0;
    let mut sum_cos = sum_sqrs;
    for i in x {
        sum_cos += (c * i).cos();
        sum_sqrs += i * i;
    }
    -a * (b * (len_recip * sum_sqrs).sqrt()).exp() - (len_recip * sum_cos).exp() + a + std::f64::consts::E
}
#[differentiate]
fn many_rules(x: f64, y: f64) -> f64 {
    x.sinh() * y.cosh() + x.asin() * y.atan() - x.exp_m1() / y.ln_1p()
        + x.hypot(y) * y.atan2(x)
        + x.asinh() * y.powf(x)
        + x.exp2() * y.log2()
        + y.log10()
        + y.log(2.0 + x)
        + x.mul_add(y, x)
        + x.rem_euclid(0.3)
        + y.acosh()
        + x.atanh()
        + x.cbrt()
        + x.recip()
        + y.to_degrees() * 1e-2
}
#[test]
fn forwarddiff() {
    let x = [0.7, 1.2, 0.4, 1.1];
    check!(1e-6, x; |p| forwarddiff_f, forwarddiff_f_value_and_grad; (p));
    check!(1e-6, x; |p| rosenbrock_1, rosenbrock_1_value_and_grad; (p));
    check!(1e-6, x; |p| rosenbrock_4, rosenbrock_4_value_and_grad; (p));
    check!(x; |p| self_weighted_logit, self_weighted_logit_value_and_grad; (p));
    check!(x; |p| ackley_fd, ackley_fd_value_and_grad; (p));
    check!(1e-6, [0.35, 1.7]; |p| many_rules, many_rules_value_and_grad; (p[0], p[1]));
}

// ---- benchmarks game
#[differentiate]
fn spectral_a(i: usize, j: usize, scale: f64) -> f64 {
    scale / ((i + j) * (i + j + 1) / 2 + i + 1) as f64
}
#[differentiate]
fn mult_av(v: &[f64], out: &mut [f64], scale: f64) {
    for (i, slot) in out.iter_mut().enumerate() {
        let mut sum = 0.0;
        for (j, x) in v.iter().enumerate() {
            sum += spectral_a(i, j, scale) * x;
        }
        *slot = sum;
    }
}
#[differentiate]
fn mult_atv(v: &[f64], out: &mut [f64], scale: f64) {
    for i in 0..out.len() {
        out[i] = v.iter().enumerate().map(|(j, x)| spectral_a(j, i, scale) * x).sum::<f64>();
    }
}
#[differentiate]
fn mult_at_av(v: &[f64], out: &mut [f64], tmp: &mut [f64], scale: f64) {
    mult_av(v, tmp, scale);
    mult_atv(&*tmp, out, scale);
}
#[differentiate]
fn spectral_norm(u0: &[f64], scale: f64) -> f64 {
    let n = u0.len();
    let mut u = u0.to_vec();
    let mut v = vec![0.0; n];
    let mut tmp = vec![0.0; n];
    for _ in 0..3 {
        mult_at_av(&u, &mut v, &mut tmp, scale);
        mult_at_av(&v, &mut u, &mut tmp, scale);
    }
    let vbv: f64 = u.iter().zip(v.iter()).map(|(a, b)| a * b).sum();
    let vv: f64 = v.iter().map(|x| x * x).sum();
    (vbv / vv).sqrt()
}
#[test]
fn benchmarks_game() {
    check!([1.0, 1.1, 0.9, 0.8, 1.3]; |p| spectral_norm, spectral_norm_value_and_grad; (&p[..4], p[4]));
}

// ---- accumulate_grad and vjp by hand
#[differentiate(accumulate_grad, value_and_grad)]
fn quadratic(w: &[f64], b: &f64, m: &[[f64; 2]; 2], t: (f64, f64)) -> f64 {
    let mut s = *b;
    for (i, wi) in w.iter().enumerate() {
        s += wi * wi * m[i % 2][0] + t.0 * t.1;
    }
    s * m[0][1]
}
#[differentiate(accumulate_grad, value_and_grad)]
fn twice_quadratic(w: &[f64], b: f64) -> f64 {
    let m = [[b, 2.0], [0.5, b]];
    quadratic(w, &b, &m, (b, 0.3)) + quadratic(&w[1..], &1.0, &m, (0.1, w[0]))
}
#[test]
fn accumulation() {
    let at = nums(10);
    check!(at; |p| quadratic, quadratic_value_and_grad; (&p[..3], &p[3], &mat(&p[4..]), (p[8], p[9])));
    check!(at[..4].to_vec(); |p| twice_quadratic, twice_quadratic_value_and_grad; (&p[..3], p[3]));
    let (v, (gw, gb)) = twice_quadratic_value_and_grad(&at[..3], at[3]);
    let (mut dw, mut db) = (vec![1.0; 3], 2.0);
    assert_eq!(twice_quadratic_accumulate_grad(&at[..3], at[3], &mut dw, &mut db), v);
    for i in 0..3 {
        assert!((dw[i] - 1.0 - gw[i]).abs() < 1e-12);
    }
    assert!((db - 2.0 - gb).abs() < 1e-12);
    let (mut dw, mut db, mut dm, mut dt) = (vec![0.0; 3], 0.0, [[0.0; 2]; 2], (0.0, 0.0));
    quadratic_accumulate_grad(
        &at[..3],
        &at[3],
        &mat(&at[4..]),
        (at[8], at[9]),
        &mut dw,
        &mut db,
        &mut dm,
        &mut dt,
    );
    assert_eq!(
        quadratic_value_and_grad(&at[..3], &at[3], &mat(&at[4..]), (at[8], at[9])).1,
        (dw, db, dm, dt)
    );
}

#[differentiate]
fn generic_newton<T: Float>(a: T, n: usize) -> T {
    let mut x = a;
    let half = T::from_f64(0.5);
    let mut i = 0;
    while i < n {
        x = half * (x + a / x);
        i += 1;
    }
    if x > T::ONE { x.ln() } else { x }
}
#[test]
fn generics() {
    check!([2.3]; |p| generic_newton, generic_newton_value_and_grad; (p[0], 6));
    let (v, g) = generic_newton_value_and_grad(2.3_f32, 6);
    assert!((v - 2.3_f32.sqrt().ln()).abs() < 1e-6 && (g - 0.5 / 2.3).abs() < 1e-5);
}
