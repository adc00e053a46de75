//! Programs of statistics, physics and engineering, a page each.

use crate::check::{arr, mat};
use differentiate::{differentiate, logsumexp, sigmoid};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 67 + 29) % 47) as f64 / 23.5 - 0.96).collect()
}

// ---- ADBench: Gaussian mixture, flat
#[differentiate]
fn log_wishart_prior(p: usize, gamma: f64, m: i32, sum_qs: &[f64], qdiags: &[f64], icf: &[f64]) -> f64 {
    let k = sum_qs.len();
    let n = p as i32 + m + 1;
    let icf_sz = icf.len() / k;
    let c = n as f64 * p as f64 * (gamma.ln() - 0.5 * 2f64.ln());
    let mut out = 0.0;
    for ik in 0..k {
        let frobenius: f64 = qdiags[ik * p..(ik + 1) * p].iter().map(|q| q * q).sum::<f64>()
            + icf[ik * icf_sz + p..(ik + 1) * icf_sz].iter().map(|l| l * l).sum::<f64>();
        out += 0.5 * gamma * gamma * frobenius - m as f64 * sum_qs[ik];
    }
    out - k as f64 * c
}
#[differentiate]
fn qtimesx(p: usize, qdiag: &[f64], ltri: &[f64], x: &[f64], out: &mut [f64]) {
    for i in 0..p {
        out[i] = qdiag[i] * x[i];
    }
    let mut l = 0;
    for i in 0..p {
        for j in i + 1..p {
            out[j] += ltri[l] * x[i];
            l += 1;
        }
    }
}
#[differentiate(value_and_grad, grad, vjp, wrt(alphas, means, icf))]
fn gmm_flat(d: usize, alphas: &[f64], means: &[f64], icf: &[f64], x: &[f64], gamma: f64, m: i32) -> f64 {
    let k = alphas.len();
    let n = x.len() / d;
    let icf_sz = d * (d + 1) / 2;
    let mut qdiags = vec![0.0; d * k];
    let mut sum_qs = vec![0.0; k];
    for ik in 0..k {
        for id in 0..d {
            let q = icf[ik * icf_sz + id];
            sum_qs[ik] += q;
            qdiags[ik * d + id] = q.exp();
        }
    }
    let mut slse = 0.0;
    let mut xcentered = vec![0.0; d];
    let mut qxcentered = vec![0.0; d];
    let mut main_term = vec![0.0; k];
    for ix in 0..n {
        for ik in 0..k {
            for id in 0..d {
                xcentered[id] = x[ix * d + id] - means[ik * d + id];
            }
            qtimesx(
                d,
                &qdiags[ik * d..(ik + 1) * d],
                &icf[ik * icf_sz + d..(ik + 1) * icf_sz],
                &xcentered,
                &mut qxcentered,
            );
            main_term[ik] = alphas[ik] + sum_qs[ik] - 0.5 * qxcentered.iter().map(|v| v * v).sum::<f64>();
        }
        slse += logsumexp(&main_term);
    }
    slse - n as f64 * logsumexp(alphas) + log_wishart_prior(d, gamma, m, &sum_qs, &qdiags, icf)
}
#[test]
fn t_gmm_flat() {
    every!(1e-6, nums(12); |p| gmm_flat, gmm_flat_value_and_grad, gmm_flat_grad, gmm_flat_vjp; (2, &p[..2], &p[2..6], &p[6..], &[0.1, 0.5, -0.3, 0.8, 1.1, -0.6], 1.3, 1));
}

// ---- statistics
#[differentiate]
fn gp_marginal_likelihood(log_params: &[f64; 3], x: &[f64], y: &[f64]) -> f64 {
    let n = x.len();
    let [l, s, noise] = log_params.map(f64::exp);
    let mut chol = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = s * s * (-0.5 * ((x[i] - x[j]) / l).powi(2)).exp();
            if i == j {
                sum += noise * noise + 1e-6;
            }
            for k in 0..j {
                sum -= chol[i][k] * chol[j][k];
            }
            chol[i][j] = if i == j { sum.sqrt() } else { sum / chol[j][j] };
        }
    }
    let mut alpha = vec![0.0; n];
    for i in 0..n {
        let s: f64 = (0..i).map(|k| chol[i][k] * alpha[k]).sum();
        alpha[i] = (y[i] - s) / chol[i][i];
    }
    let quad: f64 = alpha.iter().map(|a| a * a).sum();
    let logdet: f64 = (0..n).map(|i| chol[i][i].ln()).sum();
    -0.5 * quad - logdet - 0.5 * n as f64 * std::f64::consts::TAU.ln()
}
#[test]
fn t_gp_marginal_likelihood() {
    every!(1e-6, [0.1, 0.2, -0.9, 0.0, 0.6, 1.3, 0.4, -0.2, 0.7]; |p| gp_marginal_likelihood, gp_marginal_likelihood_value_and_grad, gp_marginal_likelihood_grad, gp_marginal_likelihood_vjp; (&arr(p), &p[3..6], &p[6..]));
}
#[differentiate]
fn em_step(x: &[f64], mu: [f64; 2], sigma: [f64; 2], w: f64) -> ([f64; 2], [f64; 2], f64) {
    let pdf = |v: f64, m: f64, s: f64| (-0.5 * ((v - m) / s).powi(2)).exp() / s;
    let mut n = [0.0; 2];
    let mut m = [0.0; 2];
    let mut resp = Vec::with_capacity(x.len());
    for &v in x {
        let a = w * pdf(v, mu[0], sigma[0]);
        let b = (1.0 - w) * pdf(v, mu[1], sigma[1]);
        let r = a / (a + b);
        resp.push(r);
        n[0] += r;
        n[1] += 1.0 - r;
        m[0] += r * v;
        m[1] += (1.0 - r) * v;
    }
    let mean = [m[0] / n[0], m[1] / n[1]];
    let mut var = [0.0; 2];
    for (v, r) in x.iter().zip(&resp) {
        var[0] += r * (v - mean[0]).powi(2) / n[0];
        var[1] += (1.0 - r) * (v - mean[1]).powi(2) / n[1];
    }
    (mean, var.map(f64::sqrt), n[0] / x.len() as f64)
}
#[test]
fn t_em_step() {
    vjp!(1e-6, [0.1, 0.5, 1.3, 1.9, -0.2, 0.2, 1.5, 0.6, 0.8, 0.4]; |p| em_step, em_step_vjp; (&p[..5], arr(&p[5..]), arr(&p[7..]), p[9]));
}
#[differentiate]
fn felsenstein(t: &[f64], children: &[Option<(usize, usize)>], tips: &[usize], node: usize) -> [f64; 2] {
    match children[node] {
        None => {
            let mut out = [0.0; 2];
            out[tips[node]] = 1.0;
            out
        }
        Some((l, r)) => {
            let (a, b) = (felsenstein(t, children, tips, l), felsenstein(t, children, tips, r));
            let (ea, eb) = ((-2.0 * t[l]).exp(), (-2.0 * t[r]).exp());
            let along = |p: [f64; 2], e: f64| {
                [0.5 * (p[0] * (1.0 + e) + p[1] * (1.0 - e)), 0.5 * (p[0] * (1.0 - e) + p[1] * (1.0 + e))]
            };
            let (pa, pb) = (along(a, ea), along(b, eb));
            [pa[0] * pb[0], pa[1] * pb[1]]
        }
    }
}
#[test]
fn t_felsenstein() {
    vjp!([0.1, 0.3, 0.2, 0.4, 0.5]; |p| felsenstein, felsenstein_vjp; (p, &[Some((1, 2)), Some((3, 4)), None, None, None], &[0, 0, 1, 0, 1], 0));
}
#[differentiate]
fn inside_algorithm(
    rules: &[(usize, usize, usize)],
    w: &[f64],
    emit: &[Vec<f64>],
    sentence: &[usize],
) -> f64 {
    let (n, s) = (sentence.len(), emit.len());
    let mut chart = vec![vec![vec![0.0; s]; n + 1]; n];
    for i in 0..n {
        for a in 0..s {
            chart[i][i + 1][a] = emit[a][sentence[i]];
        }
    }
    for span in 2..=n {
        for i in 0..=n - span {
            let j = i + span;
            for k in i + 1..j {
                for (&(a, b, c), weight) in rules.iter().zip(w) {
                    chart[i][j][a] += weight * chart[i][k][b] * chart[k][j][c];
                }
            }
        }
    }
    chart[0][n][0].ln()
}
#[test]
fn t_inside_algorithm() {
    every!([0.5, 0.3, 0.2, 0.6, 0.4, 0.3, 0.7]; |p| inside_algorithm, inside_algorithm_value_and_grad, inside_algorithm_grad, inside_algorithm_vjp; (&[(0, 0, 1), (0, 1, 0), (1, 1, 1)], &p[..3], &[p[3..5].to_vec(), p[5..].to_vec()], &[0, 1, 0]));
}
#[differentiate]
fn crf_nll(unary: &[[f64; 3]], pair: &[[f64; 3]; 3], labels: &[usize]) -> f64 {
    let mut score = unary[0][labels[0]];
    for (t, w) in labels.windows(2).enumerate() {
        score += pair[w[0]][w[1]] + unary[t + 1][w[1]];
    }
    let mut alpha = unary[0];
    for u in &unary[1..] {
        let mut next = [0.0; 3];
        for (j, n) in next.iter_mut().enumerate() {
            let terms: [f64; 3] = std::array::from_fn(|i| alpha[i] + pair[i][j]);
            *n = u[j] + logsumexp(&terms);
        }
        alpha = next;
    }
    logsumexp(&alpha) - score
}
#[test]
fn t_crf_nll() {
    every!(nums(21); |p| crf_nll, crf_nll_value_and_grad, crf_nll_grad, crf_nll_vjp; (&mat::<4, 3>(p), &mat(&p[12..]), &[0, 2, 1, 1]));
}
#[differentiate]
fn bradley_terry(skill: &[f64], games: &[(usize, usize)], prior: f64) -> f64 {
    let ll: f64 = games.iter().map(|&(w, l)| sigmoid(skill[w] - skill[l]).ln()).sum();
    -ll + prior * skill.iter().map(|s| s * s).sum::<f64>()
}
#[test]
fn t_bradley_terry() {
    every!(nums(4); |p| bradley_terry, bradley_terry_value_and_grad, bradley_terry_grad, bradley_terry_vjp; (&p[..3], &[(0, 1), (1, 2), (2, 0), (0, 2)], p[3]));
}
#[differentiate]
fn elo(ratings: &[f64], games: &[(usize, usize, f64)], k: f64) -> Vec<f64> {
    let mut r = ratings.to_vec();
    for &(a, b, score) in games {
        let expected = 1.0 / (1.0 + 10f64.powf((r[b] - r[a]) / 4.0));
        let delta = k * (score - expected);
        r[a] += delta;
        r[b] -= delta;
    }
    r
}
#[test]
fn t_elo() {
    vjp!(nums(7); |p| elo, elo_vjp; (&p[..3], &[(0, 1, p[3]), (1, 2, p[4]), (2, 0, p[5])], p[6]));
}
#[differentiate]
fn sinkhorn(a: &[f64], b: &[f64], cost: &[Vec<f64>], eps: f64, iters: usize) -> f64 {
    let k: Vec<Vec<f64>> = cost.iter().map(|row| row.iter().map(|c| (-c / eps).exp()).collect()).collect();
    let mut u = vec![1.0; a.len()];
    let mut v = vec![1.0; b.len()];
    for _ in 0..iters {
        u = a
            .iter()
            .zip(&k)
            .map(|(ai, row)| ai / row.iter().zip(&v).map(|(x, y)| x * y).sum::<f64>())
            .collect();
        v = b
            .iter()
            .enumerate()
            .map(|(j, bj)| bj / k.iter().zip(&u).map(|(row, y)| row[j] * y).sum::<f64>())
            .collect();
    }
    let mut total = 0.0;
    for i in 0..a.len() {
        for j in 0..b.len() {
            total += u[i] * k[i][j] * v[j] * cost[i][j];
        }
    }
    total
}
#[test]
fn t_sinkhorn() {
    every!(1e-6, [0.4, 0.6, 0.3, 0.7, 0.1, 0.9, 0.8, 0.3, 0.5]; |p| sinkhorn, sinkhorn_value_and_grad, sinkhorn_grad, sinkhorn_vjp; (&p[..2], &p[2..4], &[p[4..6].to_vec(), p[6..8].to_vec()], p[8], 4));
}
#[differentiate]
fn coupling_flow(x: [f64; 2], w: &[[f64; 4]]) -> f64 {
    let mut z = x;
    let mut logdet = 0.0;
    for (i, [a, b, c, d]) in w.iter().enumerate() {
        let (keep, change) = if i % 2 == 0 { (0, 1) } else { (1, 0) };
        let s = (a * z[keep] + b).tanh();
        z[change] = z[change] * s.exp() + c * z[keep] + d;
        logdet += s;
    }
    -0.5 * (z[0].powi(2) + z[1].powi(2)) + logdet
}
#[test]
fn t_coupling_flow() {
    every!(nums(14); |p| coupling_flow, coupling_flow_value_and_grad, coupling_flow_grad, coupling_flow_vjp; (arr(p), &mat::<3, 4>(&p[2..])));
}

// ---- physics
#[differentiate]
fn lennard_jones_box(pos: &[[f64; 3]], side: f64, cutoff: f64) -> f64 {
    let mut e = 0.0;
    for (i, a) in pos.iter().enumerate() {
        for b in pos.iter().skip(i + 1) {
            let mut r2 = 0.0;
            for k in 0..3 {
                let mut d = a[k] - b[k];
                d -= side * (d / side).round();
                r2 += d * d;
            }
            if r2 > cutoff * cutoff {
                continue;
            }
            let s6 = r2.recip().powi(3);
            e += 4.0 * (s6 * s6 - s6);
        }
    }
    e
}
#[test]
fn t_lennard_jones_box() {
    every!(1e-5, [0.1, 0.2, 0.3, 1.2, 0.4, 0.1, 2.7, 2.9, 2.8, 3.0, 1.4]; |p| lennard_jones_box, lennard_jones_box_value_and_grad, lennard_jones_box_grad, lennard_jones_box_vjp; (&mat::<3, 3>(p), p[9], p[10]));
}
#[differentiate]
fn hodgkin_huxley(g: [f64; 3], i_ext: f64, steps: usize) -> f64 {
    let (mut v, mut m, mut h, mut n) = (-65.0, 0.05f64, 0.6, 0.32f64);
    let dt = 0.01;
    let mut total = 0.0;
    for _ in 0..steps {
        let am = 0.1 * (v + 40.0) / (1.0 - (-(v + 40.0) / 10.0f64).exp());
        let bm = 4.0 * (-(v + 65.0) / 18.0f64).exp();
        let ah = 0.07 * (-(v + 65.0) / 20.0f64).exp();
        let bh = 1.0 / (1.0 + (-(v + 35.0) / 10.0f64).exp());
        let an = 0.01 * (v + 55.0) / (1.0 - (-(v + 55.0) / 10.0f64).exp());
        let bn = 0.125 * (-(v + 65.0) / 80.0f64).exp();
        let ina = g[0] * m.powi(3) * h * (v - 50.0);
        let ik = g[1] * n.powi(4) * (v + 77.0);
        let il = g[2] * (v + 54.4);
        m += dt * (am * (1.0 - m) - bm * m);
        h += dt * (ah * (1.0 - h) - bh * h);
        n += dt * (an * (1.0 - n) - bn * n);
        v += dt * (i_ext - ina - ik - il);
        total += v;
    }
    total / steps as f64
}
#[test]
fn t_hodgkin_huxley() {
    every!(1e-6, [120.0, 36.0, 0.3, 10.0]; |p| hodgkin_huxley, hodgkin_huxley_value_and_grad, hodgkin_huxley_grad, hodgkin_huxley_vjp; (arr(p), p[3], 12));
}
#[differentiate]
fn sir_implicit(beta: f64, gamma: f64, days: usize) -> f64 {
    let mut state = [0.99, 0.01, 0.0];
    let dt = 0.5;
    let mut peak = 0.0;
    for _ in 0..days {
        let prev = state;
        let mut next = prev;
        for _newton in 0..6 {
            let infection = beta * next[0] * next[1];
            let f =
                [next[0] - prev[0] + dt * infection, next[1] - prev[1] - dt * (infection - gamma * next[1])];
            let j = [
                [1.0 + dt * beta * next[1], dt * beta * next[0]],
                [-dt * beta * next[1], 1.0 - dt * (beta * next[0] - gamma)],
            ];
            let det = j[0][0] * j[1][1] - j[0][1] * j[1][0];
            next[0] -= (j[1][1] * f[0] - j[0][1] * f[1]) / det;
            next[1] -= (j[0][0] * f[1] - j[1][0] * f[0]) / det;
        }
        next[2] = 1.0 - next[0] - next[1];
        state = next;
        if state[1] > peak {
            peak = state[1];
        }
    }
    peak + state[2]
}
#[test]
fn t_sir_implicit() {
    every!(1e-6, [1.2, 0.3]; |p| sir_implicit, sir_implicit_value_and_grad, sir_implicit_grad, sir_implicit_vjp; (p[0], p[1], 8));
}
#[differentiate]
fn shooting(a: f64, b: f64, k: f64) -> f64 {
    let integrate = |slope: f64| {
        let (mut y, mut v) = (a, slope);
        let h = 0.1;
        for i in 0..10 {
            let t = i as f64 * h;
            let acc = -k * y + t;
            v += h * acc;
            y += h * v;
        }
        y
    };
    let (mut s0, mut s1) = (0.0, 1.0);
    let mut f0 = integrate(s0) - b;
    for _ in 0..2 {
        let f1 = integrate(s1) - b;
        if (f1 - f0).abs() < 1e-12 {
            break;
        }
        let s2 = s1 - f1 * (s1 - s0) / (f1 - f0);
        s0 = s1;
        f0 = f1;
        s1 = s2;
    }
    s1
}
#[test]
fn t_shooting() {
    every!(1e-6, [0.3, 0.8, 1.7]; |p| shooting, shooting_value_and_grad, shooting_grad, shooting_vjp; (p[0], p[1], p[2]));
}
#[differentiate]
fn thin_film(n: &[f64], d: &[f64], lambda: f64) -> f64 {
    type Complex = (f64, f64);
    let mut m = [[(1.0, 0.0), (0.0, 0.0)], [(0.0, 0.0), (1.0, 0.0)]];
    let mul = |a: (f64, f64), b: (f64, f64)| (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0);
    for (nj, dj) in n.iter().zip(d) {
        let delta = std::f64::consts::TAU * nj * dj / lambda;
        let layer =
            [[(delta.cos(), 0.0), (0.0, delta.sin() / nj)], [(0.0, nj * delta.sin()), (delta.cos(), 0.0)]];
        let mut next = [[(0.0, 0.0); 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                for k in 0..2 {
                    let t = mul(m[i][k], layer[k][j]);
                    next[i][j].0 += t.0;
                    next[i][j].1 += t.1;
                }
            }
        }
        m = next;
    }
    let ns = 1.5;
    let b = (m[0][0].0 + ns * m[0][1].0, m[0][0].1 + ns * m[0][1].1);
    let c = (m[1][0].0 + ns * m[1][1].0, m[1][0].1 + ns * m[1][1].1);
    let (num, den) = ((b.0 - c.0, b.1 - c.1), (b.0 + c.0, b.1 + c.1));
    (num.0 * num.0 + num.1 * num.1) / (den.0 * den.0 + den.1 * den.1)
}
#[test]
fn t_thin_film() {
    every!(1e-6, [1.38, 2.1, 0.25, 0.13, 0.55]; |p| thin_film, thin_film_value_and_grad, thin_film_grad, thin_film_vjp; (&p[..2], &p[2..4], p[4]));
}
#[differentiate]
fn snell_lens(heights: &[f64], radius: f64, n: f64) -> f64 {
    let mut spot = 0.0;
    for &h in heights {
        let theta = (h / radius).asin();
        let refracted = (theta.sin() / n).asin();
        let sag = radius - (radius * radius - h * h).sqrt();
        let slope = (theta - refracted).tan();
        let focus = sag + h / slope;
        let paraxial = n * radius / (n - 1.0);
        spot += (focus - paraxial).powi(2);
    }
    (spot / heights.len() as f64).sqrt()
}
#[test]
fn t_snell_lens() {
    every!(1e-5, [0.1, 0.3, 0.5, 2.0, 1.5]; |p| snell_lens, snell_lens_value_and_grad, snell_lens_grad, snell_lens_vjp; (&p[..3], p[3], p[4]));
}

// ---- engineering
#[differentiate]
fn truss_compliance(nodes: &[[f64; 2]], bars: &[(usize, usize)], area: &[f64], load: &[f64]) -> f64 {
    let dof = 2 * nodes.len();
    let mut k = vec![0.0; dof * dof];
    for (&(i, j), a) in bars.iter().zip(area) {
        let dx = nodes[j][0] - nodes[i][0];
        let dy = nodes[j][1] - nodes[i][1];
        let l = dx.hypot(dy);
        let (c, s) = (dx / l, dy / l);
        let ke = [[c * c, c * s], [c * s, s * s]];
        let ids = [2 * i, 2 * i + 1, 2 * j, 2 * j + 1];
        for p in 0..4 {
            for q in 0..4 {
                let sign = if (p < 2) == (q < 2) { 1.0 } else { -1.0 };
                k[ids[p] * dof + ids[q]] += sign * a / l * ke[p % 2][q % 2];
            }
        }
    }
    // the first two nodes are fixed
    let free: Vec<usize> = (4..dof).collect();
    let n = free.len();
    let mut a = vec![vec![0.0; n]; n];
    let mut u = vec![0.0; n];
    for (r, &i) in free.iter().enumerate() {
        for (c, &j) in free.iter().enumerate() {
            a[r][c] = k[i * dof + j];
        }
        u[r] = load[i];
    }
    for i in 0..n {
        for r in i + 1..n {
            let f = a[r][i] / a[i][i];
            for c in i..n {
                a[r][c] -= f * a[i][c];
            }
            u[r] -= f * u[i];
        }
    }
    for i in (0..n).rev() {
        for c in i + 1..n {
            u[i] -= a[i][c] * u[c];
        }
        u[i] /= a[i][i];
    }
    free.iter().zip(&u).map(|(&i, ui)| load[i] * ui).sum()
}
#[test]
fn t_truss_compliance() {
    every!(1e-5, [0.0, 0.0, 0.0, 1.0, 1.0, 0.4, 0.5, 0.8, 0.6, 0.0, 0.0, 0.0, 0.0, 0.3, -1.0]; |p| truss_compliance, truss_compliance_value_and_grad, truss_compliance_grad, truss_compliance_vjp; (&mat::<3, 2>(p), &[(0, 2), (1, 2), (0, 1)], &p[6..9], &p[9..]));
}
#[differentiate]
fn fem_1d(kappa: &[f64], f: f64) -> Vec<f64> {
    let n = kappa.len();
    let h = 1.0 / n as f64;
    let (mut diag, mut off) = (vec![0.0; n + 1], vec![0.0; n]);
    let mut rhs = vec![0.0; n + 1];
    for (e, k) in kappa.iter().enumerate() {
        diag[e] += k / h;
        diag[e + 1] += k / h;
        off[e] -= k / h;
        for (node, weight) in [(e, 0.5), (e + 1, 0.5)] {
            rhs[node] += f * h * weight;
        }
    }
    (diag[0], diag[n], off[0], off[n - 1], rhs[0], rhs[n]) = (1.0, 1.0, 0.0, 0.0, 0.0, 0.0);
    for i in 1..=n {
        let w = off[i - 1] / diag[i - 1];
        diag[i] -= w * off[i - 1];
        rhs[i] -= w * rhs[i - 1];
    }
    rhs[n] /= diag[n];
    for i in (0..n).rev() {
        rhs[i] = (rhs[i] - off[i] * rhs[i + 1]) / diag[i];
    }
    rhs
}
#[test]
fn t_fem_1d() {
    vjp!([1.0, 2.0, 0.7, 1.4, 0.9]; |p| fem_1d, fem_1d_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn nodal_analysis(g: &[f64], branches: &[(usize, usize)], current: f64) -> f64 {
    let n = branches.iter().map(|&(a, b)| a.max(b)).max().unwrap();
    let mut y = vec![vec![0.0; n]; n];
    for (&(a, b), &gk) in branches.iter().zip(g) {
        if a > 0 {
            y[a - 1][a - 1] += gk;
        }
        if b > 0 {
            y[b - 1][b - 1] += gk;
        }
        if a > 0 && b > 0 {
            y[a - 1][b - 1] -= gk;
            y[b - 1][a - 1] -= gk;
        }
    }
    let mut v = vec![0.0; n];
    for _sweep in 0..6 {
        for i in 0..n {
            let injected = if i == 0 { current } else { 0.0 };
            let sum: f64 = (0..n).filter(|&j| j != i).map(|j| y[i][j] * v[j]).sum();
            v[i] = (injected - sum) / y[i][i];
        }
    }
    v[0]
}
#[test]
fn t_nodal_analysis() {
    every!(1e-6, [1.0, 0.5, 0.7, 1.3, 0.9]; |p| nodal_analysis, nodal_analysis_value_and_grad, nodal_analysis_grad, nodal_analysis_vjp; (&p[..4], &[(0, 1), (1, 2), (2, 0), (1, 0)], p[4]));
}
#[differentiate]
fn libor_swaption(l0: &[f64], vol: &[f64], z: &[f64], strike: f64) -> f64 {
    // Giles and Glasserman
    const DELTA: f64 = 0.25;
    let mut l = l0.to_vec();
    let n = l.len();
    let maturity = z.len();
    for (step, zn) in z.iter().enumerate() {
        let sqez = DELTA.sqrt() * zn;
        let mut v = 0.0;
        for i in step + 1..n {
            let lam = vol[i - step - 1];
            let con1 = DELTA * lam;
            v += con1 * l[i] / (1.0 + DELTA * l[i]);
            let vrat = (con1 * v + lam * (sqez - 0.5 * con1)).exp();
            l[i] *= vrat;
        }
    }
    let mut b = 1.0;
    let mut s = 0.0;
    for i in maturity..n {
        b /= 1.0 + DELTA * l[i];
        s += DELTA * b;
    }
    let swap = b + strike * s - 1.0;
    let mut value = if swap < 0.0 { -100.0 * swap } else { 0.0 };
    for i in (0..maturity).rev() {
        value /= 1.0 + DELTA * l[i];
    }
    value
}
#[test]
fn t_libor_swaption() {
    every!(1e-6, [0.05, 0.051, 0.052, 0.053, 0.054, 0.2, 0.21, 0.22, 0.23, 0.3, -0.2, 0.045]; |p| libor_swaption, libor_swaption_value_and_grad, libor_swaption_grad, libor_swaption_vjp; (&p[..5], &p[5..9], &p[9..11], p[11]));
}
#[differentiate]
fn sabr(f: f64, k: f64, t: f64, [alpha, beta, rho, nu]: [f64; 4]) -> f64 {
    let fk = (f * k).powf((1.0 - beta) / 2.0);
    let log = (f / k).ln();
    let z = nu / alpha * fk * log;
    let x = (((1.0 - 2.0 * rho * z + z * z).sqrt() + z - rho) / (1.0 - rho)).ln();
    let ratio = if z.abs() < 1e-8 { 1.0 } else { z / x };
    let b2 = (1.0 - beta).powi(2);
    let den = fk * (1.0 + b2 / 24.0 * log.powi(2) + b2 * b2 / 1920.0 * log.powi(4));
    let corr = b2 / 24.0 * alpha.powi(2) / fk.powi(2)
        + 0.25 * rho * beta * nu * alpha / fk
        + (2.0 - 3.0 * rho * rho) / 24.0 * nu * nu;
    alpha / den * ratio * (1.0 + corr * t)
}
#[test]
fn t_sabr() {
    every!(1e-6, [0.03, 0.035, 1.5, 0.02, 0.5, -0.3, 0.4]; |p| sabr, sabr_value_and_grad, sabr_grad, sabr_vjp; (p[0] + 0.01, p[1], p[2], arr(&p[3..])));
}
#[differentiate(value_and_grad, wrt(s0, sigma))]
fn longstaff_schwartz(s0: f64, sigma: f64, z: &[[f64; 3]]) -> f64 {
    let dt = 0.25;
    let paths: Vec<[f64; 4]> = z
        .iter()
        .map(|row| {
            let mut p = [s0; 4];
            for t in 0..3 {
                p[t + 1] = p[t] * (-0.5 * sigma * sigma * dt + sigma * dt.sqrt() * row[t]).exp();
            }
            p
        })
        .collect();
    let payoff = |s: f64| (1.1 - s).max(0.0);
    let mut cash: Vec<f64> = paths.iter().map(|p| payoff(p[3])).collect();
    for t in [2usize, 1] {
        let (mut sx, mut sxx, mut sy, mut sxy, mut n) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (p, c) in paths.iter().zip(&cash) {
            if payoff(p[t]) > 0.0 {
                sx += p[t];
                sxx += p[t] * p[t];
                sy += c;
                sxy += p[t] * c;
                n += 1.0;
            }
        }
        let slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
        let icept = (sy - slope * sx) / n;
        for (p, c) in paths.iter().zip(cash.iter_mut()) {
            let now = payoff(p[t]);
            if now > 0.0 && now > icept + slope * p[t] {
                *c = now;
            }
        }
    }
    cash.iter().sum::<f64>() / cash.len() as f64
}
#[test]
fn t_longstaff_schwartz() {
    check!(1e-6, [1.0, 0.3]; |p| longstaff_schwartz, longstaff_schwartz_value_and_grad; (p[0], p[1], &[[0.3, -0.5, 0.2], [-0.9, 0.1, 0.8], [0.5, 0.7, -1.1], [-0.2, -0.4, 0.6], [1.1, -1.2, -0.3]]));
}
