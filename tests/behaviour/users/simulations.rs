//! Finance, control and mechanics as simulations.

use crate::check::{arr, mat};
use differentiate::differentiate;

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 31 + 5) % 17) as f64 / 8.5 - 0.97).collect()
}

// ---- finance
fn normal(seed: &mut u64) -> f64 {
    let mut s = 0.0;
    for _ in 0..12 {
        *seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        s += (*seed >> 11) as f64 / (1u64 << 53) as f64;
    }
    s - 6.0
}
#[differentiate(value_and_grad, grad, vjp, wrt(s0, v0, kappa, theta, xi, rho))]
fn heston_euler(
    s0: f64,
    v0: f64,
    kappa: f64,
    theta: f64,
    xi: f64,
    rho: f64,
    z: &[(f64, f64)],
    dt: f64,
) -> f64 {
    let mut s = s0;
    let mut v = v0;
    for &(z1, z2) in z {
        let vp = v.max(0.0);
        let zv = rho * z1 + (1.0 - rho * rho).sqrt() * z2;
        s *= ((0.02 - 0.5 * vp) * dt + (vp * dt).sqrt() * z1).exp();
        v += kappa * (theta - vp) * dt + xi * (vp * dt).sqrt() * zv;
    }
    (s - 100.0).max(0.0)
}
fn draws(n: usize) -> Vec<(f64, f64)> {
    let mut seed = 42;
    (0..n).map(|_| (normal(&mut seed), normal(&mut seed))).collect()
}
#[test]
fn t_heston_euler() {
    every!(1e-6, [110.0, 0.04, 1.5, 0.05, 0.3, -0.7]; |p| heston_euler, heston_euler_value_and_grad, heston_euler_grad, heston_euler_vjp; (p[0], p[1], p[2], p[3], p[4], p[5], &draws(12), 0.05));
}
#[differentiate(value_and_grad, grad, vjp, wrt(spot, sigma))]
fn asian_option_mc(spot: f64, sigma: f64, rate: f64, paths: usize, steps: usize) -> f64 {
    let dt = 1.0 / steps as f64;
    let mut state: u64 = 12345;
    let mut payoff = 0.0;
    for _path in 0..paths {
        let mut s = spot;
        let mut mean = 0.0;
        for _ in 0..steps {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let u = (state >> 11) as f64 / (1u64 << 53) as f64;
            let z = (u - 0.5) * 12f64.sqrt();
            s *= ((rate - 0.5 * sigma * sigma) * dt + sigma * dt.sqrt() * z).exp();
            mean += s / steps as f64;
        }
        payoff += (mean - 95.0).max(0.0);
    }
    (-rate).exp() * payoff / paths as f64
}
//FOUND W1 = 1e-6, [100.0, 0.2]; asian_option_mc; p[0], p[1], 0.03, 6, 5
#[differentiate]
fn crr_american_put(s: f64, k: f64, r: f64, sigma: f64, t: f64, n: usize) -> f64 {
    let dt = t / n as f64;
    let u = (sigma * dt.sqrt()).exp();
    let d = 1.0 / u;
    let disc = (-r * dt).exp();
    let p = ((r * dt).exp() - d) / (u - d);
    let mut v: Vec<f64> = (0..=n).map(|i| (k - s * u.powi(2 * i as i32 - n as i32)).max(0.0)).collect();
    for step in (0..n).rev() {
        for i in 0..=step {
            let cont = disc * (p * v[i + 1] + (1.0 - p) * v[i]);
            let exercise = k - s * u.powi(2 * i as i32 - step as i32);
            v[i] = if exercise > cont { exercise } else { cont };
        }
    }
    v[0]
}
#[test]
fn t_crr_american_put() {
    every!(1e-3, [95.0, 100.3, 0.05, 0.25, 1.0]; |p| crr_american_put, crr_american_put_value_and_grad, crr_american_put_grad, crr_american_put_vjp; (p[0], p[1], p[2], p[3], p[4], 8));
}
#[differentiate]
fn trinomial(s: f64, sigma: f64, n: usize) -> f64 {
    let dt = 0.5 / n as f64;
    let dx = sigma * (3.0 * dt).sqrt();
    let (pu, pm, pd) = (1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0);
    let mut values = vec![0.0; 2 * n + 1];
    for (j, v) in values.iter_mut().enumerate() {
        let e = j as f64 - n as f64;
        *v = (s * (e * dx).exp() - 1.0).max(0.0);
    }
    for level in (0..n).rev() {
        let width = 2 * level + 1;
        for j in 0..width {
            values[j] = pd * values[j] + pm * values[j + 1] + pu * values[j + 2];
        }
    }
    values[0]
}
#[test]
fn t_trinomial() {
    every!(1e-6, [1.13, 0.3]; |p| trinomial, trinomial_value_and_grad, trinomial_grad, trinomial_vjp; (p[0], p[1], 5));
}
#[differentiate]
fn bond_bootstrap(par_rates: &[f64]) -> Vec<f64> {
    let mut dfs: Vec<f64> = Vec::with_capacity(par_rates.len());
    for &c in par_rates {
        let annuity: f64 = dfs.iter().sum();
        dfs.push((1.0 - c * annuity) / (1.0 + c));
    }
    dfs
}
#[test]
fn t_bond_bootstrap() {
    vjp!([0.02, 0.025, 0.03, 0.028]; |p| bond_bootstrap, bond_bootstrap_vjp; (p));
}
#[differentiate]
fn xirr_like(cash: &[f64], times: &[f64]) -> f64 {
    let mut r = 0.1;
    for _ in 0..60 {
        let (mut npv, mut d) = (0.0, 0.0);
        for (c, t) in cash.iter().zip(times) {
            let df = (1.0f64 + r).powf(-t);
            npv += c * df;
            d -= t * c * df / (1.0 + r);
        }
        let step = npv / d;
        r -= step;
        if step.abs() < 1e-13 {
            break;
        }
    }
    r
}
#[test]
fn t_xirr_like() {
    every!(1e-5, [-100.0, 30.0, 45.0, 50.0, 0.0, 0.5, 1.1, 2.3]; |p| xirr_like, xirr_like_value_and_grad, xirr_like_grad, xirr_like_vjp; (&p[..4], &p[4..]));
}
#[differentiate]
fn garch(omega: f64, alpha: f64, beta: f64, returns: &[f64]) -> f64 {
    let mut h = omega / (1.0 - alpha - beta);
    let mut ll = 0.0;
    for r in returns {
        ll -= 0.5 * (h.ln() + r * r / h);
        h = omega + alpha * r * r + beta * h;
    }
    ll
}
#[test]
fn t_garch() {
    every!([0.1, 0.2, 0.6, 0.3, -0.8, 0.5, 1.2]; |p| garch, garch_value_and_grad, garch_grad, garch_vjp; (p[0], p[1], p[2], &p[3..]));
}
#[differentiate]
fn nelson_siegel(beta: [f64; 3], tau: f64, quotes: &[(f64, f64)]) -> f64 {
    let curve = |t: f64| {
        let x = t / tau;
        let load = (1.0 - (-x).exp()) / x;
        beta[0] + beta[1] * load + beta[2] * (load - (-x).exp())
    };
    quotes.iter().map(|&(t, y)| (curve(t) - y).powi(2)).sum::<f64>().sqrt()
}
#[test]
fn t_nelson_siegel() {
    every!(1e-6, [0.04, -0.02, 0.01, 1.7, 0.5, 0.03, 2.0, 0.034, 7.0, 0.037]; |p| nelson_siegel, nelson_siegel_value_and_grad, nelson_siegel_grad, nelson_siegel_vjp; (arr(p), p[3], &[(p[4], p[5]), (p[6], p[7]), (p[8], p[9])]));
}
#[differentiate]
fn cdf_hart(x: f64) -> f64 {
    let z = x.abs();
    let mut c = 0.0;
    if z <= 37.0 {
        let e = (-z * z / 2.0).exp();
        if z < 5.0 {
            let n = [
                0.0352624965998911,
                0.700383064443688,
                6.37396220353165,
                33.912866078383,
                112.079291497871,
                221.213596169931,
                220.206867912376,
            ];
            let d = [
                0.0883883476483184,
                1.75566716318264,
                16.064177579207,
                86.7807322029461,
                296.564248779674,
                637.333633378831,
                793.826512519948,
                440.413735824752,
            ];
            let num = n.into_iter().reduce(|acc, k| acc * z + k).unwrap();
            let den = d.into_iter().reduce(|acc, k| acc * z + k).unwrap();
            c = e * num / den;
        } else {
            let f = z + 1.0 / (z + 2.0 / (z + 3.0 / (z + 4.0 / (z + 0.65))));
            c = e / (f * 2.506628274631);
        }
    }
    if x > 0.0 { 1.0 - c } else { c }
}
#[test]
fn t_cdf_hart() {
    every!([0.7]; |p| cdf_hart, cdf_hart_value_and_grad, cdf_hart_grad, cdf_hart_vjp; (p[0]));
}
#[test]
fn t_cdf_hart2() {
    every!([-1.7]; |p| cdf_hart, cdf_hart_value_and_grad, cdf_hart_grad, cdf_hart_vjp; (p[0]));
}
#[differentiate]
fn bs_greeks_call(s: f64, k: f64, t: f64, r: f64, v: f64) -> (f64, f64) {
    let st = v * t.sqrt();
    let d1 = ((s / k).ln() + (r + v * v / 2.0) * t) / st;
    let (n1, n2) = (cdf_hart(d1), cdf_hart(d1 - st));
    (s * n1 - k * (-r * t).exp() * n2, n1)
}
#[test]
fn t_bs_greeks_call() {
    vjp!(1e-6, [1.05, 1.0, 0.7, 0.02, 0.3]; |p| bs_greeks_call, bs_greeks_call_vjp; (p[0], p[1], p[2], p[3], p[4]));
}

// ---- control
#[differentiate]
fn pid_thermostat(gains: &[f64; 3], setpoint: f64, steps: u32) -> f64 {
    let &[kp, ki, kd] = gains;
    let dt = 0.1;
    let (mut temp, mut integral, mut last_error) = (0.2, 0.0, setpoint - 0.2);
    let mut cost = 0.0;
    for k in 0..steps {
        let error = setpoint - temp;
        integral = (integral + error * dt).clamp(-2.0, 2.0);
        let derivative = if k > 0 { (error - last_error) / dt } else { 0.0 };
        let u = (kp * error + ki * integral + kd * derivative).clamp(0.0, 5.0);
        temp += dt * (u - 0.5 * temp);
        last_error = error;
        cost += error.powi(2) * dt + 1e-3 * u * u;
    }
    cost
}
#[test]
fn t_pid_thermostat() {
    every!([1.2, 0.4, 0.05, 1.0]; |p| pid_thermostat, pid_thermostat_value_and_grad, pid_thermostat_grad, pid_thermostat_vjp; (&arr(p), p[3], 15));
}
#[differentiate]
fn cart_pole_derivs(s: &[f64; 4], force: f64) -> [f64; 4] {
    const G: f64 = 9.8;
    const M_CART: f64 = 1.0;
    const M_POLE: f64 = 0.1;
    const TOTAL: f64 = M_CART + M_POLE;
    const L: f64 = 0.5;
    let [_, v, th, w] = *s;
    let (sin, cos) = th.sin_cos();
    let tmp = (force + M_POLE * L * w.powi(2) * sin) / TOTAL;
    let alpha = (G * sin - cos * tmp) / (L * (4.0 / 3.0 - M_POLE * cos.powi(2) / TOTAL));
    [v, tmp - M_POLE * L * alpha * cos / TOTAL, w, alpha]
}
#[test]
fn t_cart_pole_derivs() {
    vjp!(nums(5); |p| cart_pole_derivs, cart_pole_derivs_vjp; (&arr(p), p[4]));
}
#[differentiate]
fn cart_pole_policy(policy: &[f64], mut s: [f64; 4], steps: usize) -> f64 {
    let mut ret = 0.0;
    let mut t = 0;
    while t < steps && s[2].abs() < 1.2 {
        let u = policy.iter().zip(s.iter()).map(|(k, x)| k * x).sum::<f64>().tanh() * 10.0;
        let d = cart_pole_derivs(&s, u);
        for i in 0..4 {
            s[i] += 0.02 * d[i];
        }
        ret += s[2].cos() - 0.01 * s[0] * s[0];
        t += 1;
    }
    ret
}
#[test]
fn t_cart_pole_policy() {
    every!(1e-6, [0.3, 0.5, 2.0, 0.7, 0.1, 0.0, 0.2, -0.1]; |p| cart_pole_policy, cart_pole_policy_value_and_grad, cart_pole_policy_grad, cart_pole_policy_vjp; (&p[..4], arr(&p[4..]), 12));
}
#[differentiate]
fn lqr_riccati(a: [[f64; 2]; 2], b: [f64; 2], q: [f64; 2], r: f64, horizon: usize) -> f64 {
    let mut p = [[q[0], 0.0], [0.0, q[1]]];
    for _ in 0..horizon {
        let mut pa = [[0.0; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                pa[i][j] = p[i][0] * a[0][j] + p[i][1] * a[1][j];
            }
        }
        let bpa = [b[0] * pa[0][0] + b[1] * pa[1][0], b[0] * pa[0][1] + b[1] * pa[1][1]];
        let pb = [p[0][0] * b[0] + p[0][1] * b[1], p[1][0] * b[0] + p[1][1] * b[1]];
        let s = r + b[0] * pb[0] + b[1] * pb[1];
        let mut next = [[0.0; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                next[i][j] = a[0][i] * pa[0][j] + a[1][i] * pa[1][j] - bpa[i] * bpa[j] / s;
            }
            next[i][i] += q[i];
        }
        p = next;
    }
    p[0][0] + p[1][1]
}
#[test]
fn t_lqr_riccati() {
    every!([1.0, 0.1, -0.2, 0.95, 0.0, 0.1, 1.0, 0.5, 0.3]; |p| lqr_riccati, lqr_riccati_value_and_grad, lqr_riccati_grad, lqr_riccati_vjp; (mat(p), arr(&p[4..]), arr(&p[6..]), p[8], 7));
}
#[differentiate]
fn ekf_bearing(x0: [f64; 2], q: f64, r: f64, zs: &[f64]) -> f64 {
    let mut x = x0;
    let mut cov = [[1.0, 0.0], [0.0, 1.0]];
    let mut nll = 0.0;
    for (k, z) in zs.iter().enumerate() {
        // predict
        x[0] += 0.1 * x[1];
        cov = [
            [cov[0][0] + 0.1 * (cov[0][1] + cov[1][0]) + 0.01 * cov[1][1] + q, cov[0][1] + 0.1 * cov[1][1]],
            [cov[1][0] + 0.1 * cov[1][1], cov[1][1] + q],
        ];
        // update on atan2(x, 1 + k)
        let d = 1.0 + k as f64;
        let h = x[0].atan2(d);
        let hx = d / (d * d + x[0] * x[0]);
        let s = hx * cov[0][0] * hx + r;
        let gain = [cov[0][0] * hx / s, cov[1][0] * hx / s];
        let nu = z - h;
        nll += 0.5 * (nu * nu / s + s.ln());
        x = [x[0] + gain[0] * nu, x[1] + gain[1] * nu];
        let row = cov[0];
        for i in 0..2 {
            for j in 0..2 {
                cov[i][j] -= gain[i] * hx * row[j];
            }
        }
    }
    nll
}
#[test]
fn t_ekf_bearing() {
    every!([0.5, 0.7, 0.05, 0.2, 0.6, 0.4, 0.35, 0.2]; |p| ekf_bearing, ekf_bearing_value_and_grad, ekf_bearing_grad, ekf_bearing_vjp; (arr(p), p[2], p[3], &p[4..]));
}

// ---- mechanics
#[differentiate]
fn nbody_sym(masses: &[f64], pos: &[f64], vel: &[f64], steps: usize) -> f64 {
    let n = masses.len();
    let mut q = pos.to_vec();
    let mut v = vel.to_vec();
    let h = 0.05;
    let accelerations = |q: &[f64]| -> Vec<f64> {
        let mut a = vec![0.0; 2 * n];
        for i in 0..n {
            for j in 0..n {
                if i == j {
                    continue;
                }
                let dx = q[2 * j] - q[2 * i];
                let dy = q[2 * j + 1] - q[2 * i + 1];
                let r3 = (dx * dx + dy * dy + 0.01).powf(1.5);
                a[2 * i] += masses[j] * dx / r3;
                a[2 * i + 1] += masses[j] * dy / r3;
            }
        }
        a
    };
    for _ in 0..steps {
        let a = accelerations(&q);
        for i in 0..2 * n {
            v[i] += 0.5 * h * a[i];
            q[i] += h * v[i];
        }
        let a = accelerations(&q);
        for i in 0..2 * n {
            v[i] += 0.5 * h * a[i];
        }
    }
    q.iter().zip(&v).map(|(q, v)| q * v).sum()
}
#[test]
fn t_nbody_sym() {
    every!(1e-6, [1.0, 0.5, 0.7, 0.0, 0.1, 1.0, -0.2, -0.3, 1.1, 0.1, 0.2, -0.4, 0.3, 0.5, -0.2]; |p| nbody_sym, nbody_sym_value_and_grad, nbody_sym_grad, nbody_sym_vjp; (&p[..3], &p[3..9], &p[9..], 4));
}
#[differentiate]
fn double_pendulum(s: [f64; 4], m: [f64; 2], l: [f64; 2]) -> [f64; 4] {
    let (t1, w1, t2, w2) = (s[0], s[1], s[2], s[3]);
    let g = 9.81;
    let d = t2 - t1;
    let den = (m[0] + m[1]) * l[0] - m[1] * l[0] * d.cos() * d.cos();
    let a1 = (m[1] * l[0] * w1 * w1 * d.sin() * d.cos()
        + m[1] * g * t2.sin() * d.cos()
        + m[1] * l[1] * w2 * w2 * d.sin()
        - (m[0] + m[1]) * g * t1.sin())
        / den;
    let den2 = l[1] / l[0] * den;
    let a2 = (-m[1] * l[1] * w2 * w2 * d.sin() * d.cos()
        + (m[0] + m[1]) * (g * t1.sin() * d.cos() - l[0] * w1 * w1 * d.sin() - g * t2.sin()))
        / den2;
    [w1, a1, w2, a2]
}
#[test]
fn t_double_pendulum() {
    vjp!(nums(8).iter().map(|v| v.abs() + 0.2).collect::<Vec<_>>(); |p| double_pendulum, double_pendulum_vjp; (arr(p), arr(&p[4..]), arr(&p[6..])));
}
#[differentiate]
fn rk4_pendulum(s: [f64; 4], m: [f64; 2], l: [f64; 2], h: f64, n: usize) -> f64 {
    let axpy = |a: f64, x: [f64; 4], y: [f64; 4]| -> [f64; 4] {
        let z: [f64; 4] = std::array::from_fn(|i| a * x[i] + y[i]);
        z
    };
    let mut s = s;
    for _ in 0..n {
        let k1 = double_pendulum(s, m, l);
        let k2 = double_pendulum(axpy(h / 2.0, k1, s), m, l);
        let k3 = double_pendulum(axpy(h / 2.0, k2, s), m, l);
        let k4 = double_pendulum(axpy(h, k3, s), m, l);
        for i in 0..4 {
            s[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    s[0] * s[3] + s[2]
}
#[test]
fn t_rk4_pendulum() {
    every!(1e-6, [0.5, 0.1, -0.3, 0.2, 1.0, 0.7, 0.9, 1.1, 0.05]; |p| rk4_pendulum, rk4_pendulum_value_and_grad, rk4_pendulum_grad, rk4_pendulum_vjp; (arr(p), arr(&p[4..]), arr(&p[6..]), p[8], 4));
}
#[differentiate]
fn projectile(v0: f64, angle: f64, drag: f64) -> f64 {
    let dt = 0.01;
    let (mut x, mut y) = (0.0, 0.0);
    let (mut vx, mut vy) = (v0 * angle.cos(), v0 * angle.sin());
    loop {
        let (px, py) = (x, y);
        let speed = vx.hypot(vy);
        vx -= drag * speed * vx * dt;
        vy -= (9.81 + drag * speed * vy) * dt;
        x += vx * dt;
        y += vy * dt;
        if y < 0.0 {
            let f = py / (py - y);
            break px + f * (x - px);
        }
    }
}
#[test]
fn t_projectile() {
    every!(1e-5, [7.0, 0.71, 0.05]; |p| projectile, projectile_value_and_grad, projectile_grad, projectile_vjp; (p[0], p[1], p[2]));
}
#[differentiate]
fn mass_spring_chain(k: &[f64], m: f64, steps: usize) -> f64 {
    let n = k.len() - 1;
    let mut x = vec![0.0f64; n];
    let mut v = vec![0.0f64; n];
    v[0] = 1.0;
    for _ in 0..steps {
        let mut f = vec![0.0f64; n];
        for i in 0..n {
            let left = if i > 0 { x[i - 1] } else { 0.0 };
            let right = x.get(i + 1).copied().unwrap_or(0.0);
            f[i] = k[i] * (left - x[i]) + k[i + 1] * (right - x[i]);
        }
        for ((x, v), f) in x.iter_mut().zip(v.iter_mut()).zip(f) {
            *v += 0.1 * f / m;
            *x += 0.1 * *v;
        }
    }
    let kinetic: f64 = v.iter().map(|v| 0.5 * m * v * v).sum();
    kinetic + x[n - 1].powi(2)
}
#[test]
fn t_mass_spring_chain() {
    every!([1.0, 2.0, 1.5, 0.7, 1.3]; |p| mass_spring_chain, mass_spring_chain_value_and_grad, mass_spring_chain_grad, mass_spring_chain_vjp; (&p[..4], p[4], 6));
}
