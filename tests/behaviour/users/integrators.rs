//! Integrators, simulations and stencils as people write them.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 37 + 11) % 23) as f64 / 11.5 - 0.97).collect()
}

// ---- RK4, four styles
#[differentiate]
fn lv(y: [f64; 2], a: f64, b: f64, c: f64, d: f64) -> [f64; 2] {
    [a * y[0] - b * y[0] * y[1], -c * y[1] + d * y[0] * y[1]]
}

#[differentiate]
fn axpy2(y: [f64; 2], h: f64, k: [f64; 2]) -> [f64; 2] {
    [y[0] + h * k[0], y[1] + h * k[1]]
}

#[differentiate]
fn rk4_functional(y0: [f64; 2], a: f64, b: f64, c: f64, d: f64, n: usize) -> f64 {
    let h = 0.1;
    let y = (0..n).fold(y0, |y, _| {
        let k1 = lv(y, a, b, c, d);
        let k2 = lv(axpy2(y, h / 2.0, k1), a, b, c, d);
        let k3 = lv(axpy2(y, h / 2.0, k2), a, b, c, d);
        let k4 = lv(axpy2(y, h, k3), a, b, c, d);
        [
            y[0] + h / 6.0 * (k1[0] + 2.0 * k2[0] + 2.0 * k3[0] + k4[0]),
            y[1] + h / 6.0 * (k1[1] + 2.0 * k2[1] + 2.0 * k3[1] + k4[1]),
        ]
    });
    y[0] - y[1]
}

#[test]
fn lotka_volterra_fold() {
    check!([1.0, 0.5, 1.1, 0.4, 0.4, 0.1]; |p| rk4_functional, rk4_functional_value_and_grad; (arr(p), p[2], p[3], p[4], p[5], 10));
}

#[differentiate]
fn deriv(t: f64, y: &[f64], p: &[f64], dydt: &mut [f64]) {
    dydt[0] = y[1];
    dydt[1] = p[0] * (1.0 - y[0] * y[0]) * y[1] - y[0] + p[1] * (p[2] * t).cos();
}

#[differentiate]
fn rk4_step(
    t: f64,
    h: f64,
    y: &mut [f64],
    p: &[f64],
    k1: &mut [f64],
    k2: &mut [f64],
    k3: &mut [f64],
    k4: &mut [f64],
    tmp: &mut [f64],
) {
    let n = y.len();
    deriv(t, y, p, k1);
    for i in 0..n {
        tmp[i] = y[i] + 0.5 * h * k1[i];
    }
    deriv(t + 0.5 * h, tmp, p, k2);
    for i in 0..n {
        tmp[i] = y[i] + 0.5 * h * k2[i];
    }
    deriv(t + 0.5 * h, tmp, p, k3);
    for i in 0..n {
        tmp[i] = y[i] + h * k3[i];
    }
    deriv(t + h, tmp, p, k4);
    for i in 0..n {
        y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    }
}

#[differentiate]
fn van_der_pol(y0: &[f64], p: &[f64], t_end: f64, steps: usize) -> f64 {
    let n = y0.len();
    let mut y = y0.to_vec();
    let (mut k1, mut k2, mut k3, mut k4) = (vec![0.0; n], vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    let mut tmp = vec![0.0; n];
    let h = t_end / steps as f64;
    let mut t = 0.0;
    for _ in 0..steps {
        rk4_step(t, h, &mut y, p, &mut k1, &mut k2, &mut k3, &mut k4, &mut tmp);
        t += h;
    }
    y[0] * y[0] + y[1]
}

#[test]
fn rk4_c_style() {
    check!([1.0, 0.5, 1.1, 0.4, 0.9, 1.3]; |p| van_der_pol, van_der_pol_value_and_grad; (&p[..2], &p[2..5], p[5], 12));
}

#[differentiate]
fn rk4_closure(theta: f64, omega: f64, g: f64, l: f64) -> f64 {
    let f = |th: f64, om: f64| (om, -g / l * th.sin());
    let dt = 0.05;
    let (mut th, mut om) = (theta, omega);
    for _ in 0..20 {
        let (a1, b1) = f(th, om);
        let (a2, b2) = f(th + dt / 2.0 * a1, om + dt / 2.0 * b1);
        let (a3, b3) = f(th + dt / 2.0 * a2, om + dt / 2.0 * b2);
        let (a4, b4) = f(th + dt * a3, om + dt * b3);
        th += dt / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4);
        om += dt / 6.0 * (b1 + 2.0 * b2 + 2.0 * b3 + b4);
    }
    0.5 * om * om - g / l * th.cos()
}

#[test]
fn pendulum_rk4() {
    check!([0.5, 0.1, 9.81, 1.3]; |p| rk4_closure, rk4_closure_value_and_grad; (p[0], p[1], p[2], p[3]));
}

#[differentiate]
fn lorenz<T: Float>(s: [T; 3], sigma: T, rho: T, beta: T) -> [T; 3] {
    let [x, y, z] = s;
    [sigma * (y - x), x * (rho - z) - y, x * y - beta * z]
}

#[differentiate]
fn lorenz_heun<T: Float>(mut s: [T; 3], params: &[T; 3], dt: T, n: usize) -> T {
    let half = T::from_f64(0.5);
    for _ in 0..n {
        let k1 = lorenz(s, params[0], params[1], params[2]);
        let mut mid = s;
        for i in 0..3 {
            mid[i] += dt * k1[i];
        }
        let k2 = lorenz(mid, params[0], params[1], params[2]);
        for i in 0..3 {
            s[i] += half * dt * (k1[i] + k2[i]);
        }
    }
    s[0] * s[1] + s[2]
}

#[test]
fn lorenz_generic() {
    check!([1.0, 0.5, 1.1, 10.0, 28.0, 2.6, 0.01]; |p| lorenz_heun, lorenz_heun_value_and_grad; (arr(p), &arr(&p[3..]), p[6], 10));
}

#[differentiate(value_and_grad, wrt(y0, k))]
fn rk45_adaptive(y0: f64, k: f64, tol: f64) -> f64 {
    let mut t = 0.0;
    let mut y = y0;
    let mut h = 0.2;
    let mut rejected = 0;
    while t < 1.0 {
        if t + h > 1.0 {
            h = 1.0 - t;
        }
        let k1 = -k * y;
        let k2 = -k * (y + h * k1);
        let euler = y + h * k1;
        let heun = y + 0.5 * h * (k1 + k2);
        let err = (heun - euler).abs();
        if err > tol {
            h *= 0.5;
            rejected += 1;
            if rejected > 50 {
                break;
            }
            continue;
        }
        t += h;
        y = heun;
        h *= 1.2;
    }
    y
}

#[test]
fn adaptive_steps() {
    check!([1.0, 2.5]; |p| rk45_adaptive, rk45_adaptive_value_and_grad; (p[0], p[1], 0.01));
}

// ---- springs, n-body, PID, cart
#[differentiate]
fn spring_chain(x0: &[f64], k: f64, m: f64, damping: f64, steps: usize) -> f64 {
    let n = x0.len();
    let mut x = x0.to_vec();
    let mut v = vec![0.0; n];
    let dt = 0.01;
    for _ in 0..steps {
        let mut f = vec![0.0; n];
        for i in 0..n {
            if i > 0 {
                f[i] += k * (x[i - 1] - x[i]);
            }
            if i + 1 < n {
                f[i] += k * (x[i + 1] - x[i]);
            }
            f[i] -= damping * v[i];
        }
        for ((x, v), f) in x.iter_mut().zip(v.iter_mut()).zip(f.iter()) {
            *v += dt * f / m;
            *x += dt * *v;
        }
    }
    x.iter().zip(v.iter()).map(|(x, v)| 0.5 * k * x * x + 0.5 * m * v * v).sum()
}

#[test]
fn chain_of_springs() {
    check!([1.0, 0.5, -0.3, 2.0, 1.5, 0.1]; |p| spring_chain, spring_chain_value_and_grad; (&p[..3], p[3], p[4], p[5], 15));
}

#[differentiate]
fn nbody_energy(pos: &[[f64; 3]], vel: &[[f64; 3]], mass: &[f64]) -> f64 {
    let mut e = 0.0;
    for i in 0..pos.len() {
        let v = vel[i];
        e += 0.5 * mass[i] * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
        for j in i + 1..pos.len() {
            let mut d2 = 0.0;
            for k in 0..3 {
                let d = pos[i][k] - pos[j][k];
                d2 += d * d;
            }
            e -= mass[i] * mass[j] / d2.sqrt();
        }
    }
    e
}

#[differentiate]
fn nbody_advance(pos: &mut [[f64; 3]], vel: &mut [[f64; 3]], mass: &[f64], dt: f64) {
    let n = pos.len();
    for i in 0..n {
        for j in (i + 1)..n {
            let dx = pos[i][0] - pos[j][0];
            let dy = pos[i][1] - pos[j][1];
            let dz = pos[i][2] - pos[j][2];
            let d2 = dx * dx + dy * dy + dz * dz;
            let mag = dt / (d2 * d2.sqrt());
            let (mi, mj) = (mass[i], mass[j]);
            vel[i][0] -= dx * mj * mag;
            vel[i][1] -= dy * mj * mag;
            vel[i][2] -= dz * mj * mag;
            vel[j][0] += dx * mi * mag;
            vel[j][1] += dy * mi * mag;
            vel[j][2] += dz * mi * mag;
        }
    }
    for (p, v) in pos.iter_mut().zip(vel.iter()) {
        for k in 0..3 {
            p[k] += dt * v[k];
        }
    }
}

#[differentiate]
fn nbody(pos0: &[[f64; 3]; 3], vel0: &[[f64; 3]; 3], mass: &[f64; 3], steps: usize) -> f64 {
    let mut pos = *pos0;
    let mut vel = vel0.clone();
    for _ in 0..steps {
        nbody_advance(&mut pos, &mut vel, mass, 0.01);
    }
    nbody_energy(&pos, &vel, mass) + pos[0][0] * pos[1][1]
}

#[test]
fn bodies() {
    let mut at = nums(21);
    at[18..].copy_from_slice(&[1.0, 2.0, 0.5]);
    check!(at; |p| nbody, nbody_value_and_grad; (&mat(p), &mat(&p[9..]), &arr(&p[18..]), 5));
}

#[differentiate]
fn nbody_tuples(bodies: &[(f64, f64, f64, f64, f64)], dt: f64) -> f64 {
    let mut b: Vec<(f64, f64, f64, f64, f64)> = bodies.to_vec();
    for _ in 0..3 {
        for i in 0..b.len() {
            let (mut ax, mut ay) = (0.0, 0.0);
            for j in 0..b.len() {
                if i == j {
                    continue;
                }
                let dx = b[j].0 - b[i].0;
                let dy = b[j].1 - b[i].1;
                let r = dx.hypot(dy) + 0.1;
                ax += b[j].4 * dx / r.powi(3);
                ay += b[j].4 * dy / r.powi(3);
            }
            b[i].2 += dt * ax;
            b[i].3 += dt * ay;
        }
        for q in b.iter_mut() {
            q.0 += dt * q.2;
            q.1 += dt * q.3;
        }
    }
    b.iter().map(|q| q.0 * q.1).sum()
}

#[test]
fn bodies_in_tuples() {
    let mut at = nums(16);
    at[15] = 0.1;
    check!(at; |p| nbody_tuples, nbody_tuples_value_and_grad; (&[(p[0], p[1], p[2], p[3], p[4]), (p[5], p[6], p[7], p[8], p[9]), (p[10], p[11], p[12], p[13], p[14])], p[15]));
}

#[differentiate]
fn pid_control(kp: f64, ki: f64, kd: f64, setpoint: f64, plant: (f64, f64)) -> f64 {
    let (gain, tau) = plant;
    let dt = 0.1;
    let mut y = 0.0;
    let mut integral = 0.0;
    let mut prev = None;
    let mut cost = 0.0;
    for step in 0..20 {
        let e = setpoint - y;
        integral += e * dt;
        let d = match prev {
            Some(p) => (e - p) / dt,
            None => 0.0,
        };
        prev = Some(e);
        let u = (kp * e + ki * integral + kd * d).clamp(-5.0, 5.0);
        y += dt * (gain * u - y) / tau;
        cost += e * e * dt * (step as f64 + 1.0).ln();
    }
    cost
}

#[test]
fn pid_with_option() {
    check!([1.2, 0.3, 0.05, 1.0, 0.9, 0.7]; |p| pid_control, pid_control_value_and_grad; (p[0], p[1], p[2], p[3], (p[4], p[5])));
}

#[differentiate]
fn pid_state(gains: [f64; 3], setpoint: f64) -> f64 {
    const DT: f64 = 0.1;
    let [kp, ki, kd] = gains;
    let mut state = (0.0, 0.0, 0.0); // y, integral, last error
    let mut cost = 0.0;
    for step in 0..20 {
        let error = setpoint - state.0;
        state.1 += error * DT;
        let u = kp * error + ki * state.1 + if step > 0 { kd * (error - state.2) / DT } else { 0.0 };
        state.2 = error;
        state.0 += DT * (u - state.0);
        cost += error.powi(2);
    }
    cost
}

#[test]
fn pid_with_a_tuple_of_state() {
    check!([1.2, 0.3, 0.05, 1.0]; |p| pid_state, pid_state_value_and_grad; (arr(p), p[3]));
}

// ---- stencils
#[differentiate]
fn heat2d(u0: &[f64], nx: usize, ny: usize, alpha: f64, steps: usize) -> f64 {
    let mut u = u0.to_vec();
    let mut un = vec![0.0; nx * ny];
    for _ in 0..steps {
        for i in 0..nx {
            for j in 0..ny {
                let c = u[i * ny + j];
                let up = if i == 0 { c } else { u[(i - 1) * ny + j] };
                let down = if i == nx - 1 { c } else { u[(i + 1) * ny + j] };
                let left = if j > 0 { u[i * ny + j - 1] } else { 0.0 };
                let right = if j + 1 < ny { u[i * ny + j + 1] } else { 0.0 };
                un[i * ny + j] = c + alpha * (up + down + left + right - 4.0 * c);
            }
        }
        std::mem::swap(&mut u, &mut un);
    }
    u.iter().enumerate().map(|(i, v)| v * v * (i % 3) as f64).sum()
}

#[test]
fn heat_with_borders() {
    let mut at = nums(12);
    at.push(0.1);
    check!(at; |p| heat2d, heat2d_value_and_grad; (&p[..12], 3, 4, p[12], 3));
}

#[differentiate]
fn heat_arrays(mut u: [[f64; 5]; 4], k: f64) -> f64 {
    for _step in 0..3 {
        let old = u;
        for (i, row) in u.iter_mut().enumerate().skip(1).take(2) {
            for (j, cell) in row.iter_mut().enumerate().skip(1).take(3) {
                *cell +=
                    k * (old[i - 1][j] + old[i + 1][j] + old[i][j - 1] + old[i][j + 1] - 4.0 * old[i][j]);
            }
        }
        // Neumann borders
        for j in 0..5 {
            u[0][j] = u[1][j];
            u[3][j] = u[2][j];
        }
        for row in u.iter_mut() {
            row[0] = row[1];
            row[4] = row[3];
        }
    }
    let mut t = 0.0;
    for row in u.iter() {
        for v in row.iter() {
            t += v.powi(3);
        }
    }
    t
}

#[test]
fn heat_on_arrays() {
    let mut at = nums(20);
    at.push(0.1);
    check!(at; |p| heat_arrays, heat_arrays_value_and_grad; (mat(p), p[20]));
}

#[differentiate]
fn gray_scott(u: &mut Vec<f64>, v: &mut Vec<f64>, n: usize, f: f64, k: f64, du: f64, dv: f64) {
    let lap = |a: &[f64], i: usize, j: usize| {
        let im = (i + n - 1) % n;
        let ip = (i + 1) % n;
        let jm = (j + n - 1) % n;
        let jp = (j + 1) % n;
        a[im * n + j] + a[ip * n + j] + a[i * n + jm] + a[i * n + jp] - 4.0 * a[i * n + j]
    };
    let mut nu = u.clone();
    let mut nv = v.clone();
    for i in 0..n {
        for j in 0..n {
            let id = i * n + j;
            let uvv = u[id] * v[id] * v[id];
            nu[id] += du * lap(&u, i, j) - uvv + f * (1.0 - u[id]);
            nv[id] += dv * lap(&v, i, j) + uvv - (f + k) * v[id];
        }
    }
    *u = nu;
    *v = nv;
}

#[differentiate]
fn gray_scott_loss(u0: &[f64], v0: &[f64], f: f64, k: f64) -> f64 {
    let (mut u, mut v) = (u0.to_vec(), v0.to_vec());
    for _ in 0..3 {
        gray_scott(&mut u, &mut v, 3, f, k, 0.16, 0.08);
    }
    u.iter().zip(v.iter()).map(|(a, b)| a * b).sum()
}

#[test]
fn reaction_diffusion() {
    let mut at = nums(20);
    (at[18], at[19]) = (0.06, 0.062);
    check!(at; |p| gray_scott_loss, gray_scott_loss_value_and_grad; (&p[..9], &p[9..18], p[18], p[19]));
}

#[differentiate]
fn gray_scott_slices(u: &[f64], v: &[f64], n: usize, f: f64, k: f64, out_u: &mut [f64], out_v: &mut [f64]) {
    for i in 0..n {
        let (im, ip) = (if i == 0 { n - 1 } else { i - 1 }, if i == n - 1 { 0 } else { i + 1 });
        for j in 0..n {
            let (jm, jp) = ((j + n - 1) % n, (j + 1) % n);
            let c = i * n + j;
            let lu = u[im * n + j] + u[ip * n + j] + u[i * n + jm] + u[i * n + jp] - 4.0 * u[c];
            let lv = v[im * n + j] + v[ip * n + j] + v[i * n + jm] + v[i * n + jp] - 4.0 * v[c];
            let r = u[c] * v[c] * v[c];
            out_u[c] = u[c] + 0.16 * lu - r + f * (1.0 - u[c]);
            out_v[c] = v[c] + 0.08 * lv + r - (f + k) * v[c];
        }
    }
}

#[differentiate]
fn gray_scott_ping_pong(u0: &[f64], v0: &[f64], f: f64, k: f64, steps: usize) -> f64 {
    let n = 3;
    let mut u = u0.to_vec();
    let mut v = v0.to_vec();
    let mut nu = vec![0.0; n * n];
    let mut nv = vec![0.0; n * n];
    for s in 0..steps {
        if s % 2 == 0 {
            gray_scott_slices(&u, &v, n, f, k, &mut nu, &mut nv);
        } else {
            gray_scott_slices(&nu, &nv, n, f, k, &mut u, &mut v);
        }
    }
    let (ru, rv) = if steps % 2 == 0 { (&u, &v) } else { (&nu, &nv) };
    ru.iter().zip(rv).map(|(a, b)| a * b).sum()
}

#[test]
fn reaction_diffusion_ping_pong() {
    let mut at = nums(20);
    (at[18], at[19]) = (0.06, 0.062);
    for steps in 0..4 {
        check!(at; |p| gray_scott_ping_pong, gray_scott_ping_pong_value_and_grad; (&p[..9], &p[9..18], p[18], p[19], steps));
    }
}

#[differentiate]
fn burgers(u: &[f64], nu: f64, dx: f64, dt: f64, nt: usize) -> f64 {
    let nx = u.len();
    let mut u = Vec::from(u);
    for _ in 0..nt {
        let un = u.clone();
        for i in 1..nx - 1 {
            u[i] = un[i] - un[i] * dt / dx * (un[i] - un[i - 1])
                + nu * dt / dx.powi(2) * (un[i + 1] - 2.0 * un[i] + un[i - 1]);
        }
        u[0] = un[0] - un[0] * dt / dx * (un[0] - un[nx - 2])
            + nu * dt / dx.powi(2) * (un[1] - 2.0 * un[0] + un[nx - 2]);
        u[nx - 1] = u[0];
    }
    u.iter().map(|x| x * x).sum::<f64>()
}

#[test]
fn burgers_periodic() {
    let mut at = nums(9);
    (at[6], at[7], at[8]) = (0.07, 0.5, 0.02);
    check!(at; |p| burgers, burgers_value_and_grad; (&p[..6], p[6], p[7], p[8], 4));
}

#[differentiate]
fn upwind(mut u: Vec<f64>, c: f64) -> f64 {
    for _ in 0..4 {
        let mut last = u[u.len() - 1];
        for x in u.iter_mut() {
            let here = *x;
            *x -= c * (here - last);
            last = here;
        }
    }
    u.into_iter().fold(0.0, |a, x| a * 0.5 + x)
}

#[test]
fn advection() {
    check!([1.0, 0.5, -0.3, 2.0, 0.3]; |p| upwind, upwind_value_and_grad; (p[..4].to_vec(), p[4]));
}

#[differentiate]
fn wave1d(u0: &[f64; 6], c: f64, steps: usize) -> f64 {
    let mut prev = *u0;
    let mut cur = *u0;
    let mut next = [0.0; 6];
    for _ in 0..steps {
        for w in 1..5 {
            next[w] = 2.0 * cur[w] - prev[w] + c * c * (cur[w + 1] - 2.0 * cur[w] + cur[w - 1]);
        }
        prev = cur;
        cur = next;
    }
    cur.iter().zip(prev.iter()).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
}

#[test]
fn wave() {
    check!([1.0, 0.5, -0.3, 2.0, 0.3, 0.1, 0.7]; |p| wave1d, wave1d_value_and_grad; (&arr(p), p[6], 5));
}

#[differentiate]
fn laplace_sor(b: &[f64], omega: f64, iters: usize) -> f64 {
    const N: usize = 4;
    let mut g = [[0.0; N]; N];
    for j in 0..N {
        g[0][j] = b[j];
        g[N - 1][j] = b[N + j];
    }
    let mut k = 0;
    loop {
        for i in 1..N - 1 {
            for j in 1..N - 1 {
                let gs = 0.25 * (g[i - 1][j] + g[i + 1][j] + g[i][j - 1] + g[i][j + 1]);
                g[i][j] = (1.0 - omega) * g[i][j] + omega * gs;
            }
        }
        k += 1;
        if k >= iters {
            break;
        }
    }
    g[1][1] * g[2][2] - g[1][2]
}

#[test]
fn laplace() {
    let mut at = nums(9);
    at[8] = 1.2;
    check!(at; |p| laplace_sor, laplace_sor_value_and_grad; (&p[..8], p[8], 4));
}

// ---- Kalman
#[differentiate]
fn kalman_1d(zs: &[f64], q: f64, r: f64) -> f64 {
    let (mut x, mut p) = (0.0, 1.0);
    let mut nll = 0.0;
    for z in zs.iter() {
        p += q;
        let s = p + r;
        let k = p / s;
        let y = z - x;
        nll += 0.5 * (y * y / s + s.ln());
        x += k * y;
        p *= 1.0 - k;
    }
    nll + x
}

#[differentiate]
fn kalman_2d(zs: &[f64], dt: f64, q: f64, r: f64) -> f64 {
    let mut x = [0.0, 0.0];
    let mut p = [[1.0, 0.0], [0.0, 1.0]];
    let f = [[1.0, dt], [0.0, 1.0]];
    let mut ll = 0.0;
    for &z in zs {
        let mut xp = [0.0; 2];
        let mut fp = [[0.0; 2]; 2];
        let mut pp = [[0.0; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                xp[i] += f[i][j] * x[j];
                for k in 0..2 {
                    fp[i][j] += f[i][k] * p[k][j];
                }
            }
        }
        for i in 0..2 {
            for j in 0..2 {
                for k in 0..2 {
                    pp[i][j] += fp[i][k] * f[j][k];
                }
            }
            pp[i][i] += q;
        }
        let s = pp[0][0] + r;
        let gain = [pp[0][0] / s, pp[1][0] / s];
        let innov = z - xp[0];
        x = [xp[0] + gain[0] * innov, xp[1] + gain[1] * innov];
        p = [
            [(1.0 - gain[0]) * pp[0][0], (1.0 - gain[0]) * pp[0][1]],
            [pp[1][0] - gain[1] * pp[0][0], pp[1][1] - gain[1] * pp[0][1]],
        ];
        ll -= 0.5 * (innov.powi(2) / s + s.ln());
    }
    ll
}

#[test]
fn kalman_filters() {
    check!([1.0, 0.5, -0.3, 2.0, 0.3, 0.4]; |p| kalman_1d, kalman_1d_value_and_grad; (&p[..4], p[4], p[5]));
    check!([1.0, 0.5, -0.3, 2.0, 0.3, 0.4, 0.6]; |p| kalman_2d, kalman_2d_value_and_grad; (&p[..4], p[4], p[5], p[6]));
}

// ---- trajectories kept in lists
#[differentiate]
fn trajectory(x0: f64, v0: f64, k: f64, n: usize) -> f64 {
    let mut xs = Vec::with_capacity(n + 1);
    let mut vs = Vec::with_capacity(n + 1);
    xs.push(x0);
    vs.push(v0);
    for i in 0..n {
        let v = vs[i] - 0.1 * k * xs[i];
        xs.push(xs[i] + 0.1 * v);
        vs.push(v);
    }
    xs.windows(3).map(|w| (w[0] - 2.0 * w[1] + w[2]).powi(2)).sum::<f64>() + *vs.last().unwrap()
}

#[test]
fn stored_trajectory() {
    check!([1.0, 0.5, 2.3]; |p| trajectory, trajectory_value_and_grad; (p[0], p[1], p[2], 7));
}

#[differentiate]
fn bouncing_ball(h: f64, e: f64, g: f64) -> f64 {
    let (mut y, mut v, dt) = (h, 0.0, 0.01);
    let mut bounces = 0;
    let mut t = 0.0;
    'sim: loop {
        v -= g * dt;
        y += v * dt;
        t += dt;
        if y < 0.0 {
            y = -e * y;
            v = -e * v;
            bounces += 1;
            if bounces == 2 {
                break 'sim;
            }
        }
        if t > 5.0 {
            return y;
        }
    }
    0.5 * v * v + g * y
}

#[test]
fn bouncing() {
    check!(1e-5, [1.003, 0.8, 9.8]; |p| bouncing_ball, bouncing_ball_value_and_grad; (p[0], p[1], p[2]));
}
