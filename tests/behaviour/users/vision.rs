//! Vision and geometry: cameras, rotations, chains of joints, rays.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 59 + 19) % 41) as f64 / 20.5 - 0.94).collect()
}

// ---- ADBench: bundle adjustment, with slices, offsets and out parameters
const N_CAM: usize = 11;
const ROT: usize = 0;
const CENTER: usize = 3;
const FOCAL: usize = 6;
const X0: usize = 7;
const RAD: usize = 9;
#[differentiate]
fn cross_into(a: &[f64], b: &[f64], out: &mut [f64; 3]) {
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}
#[differentiate]
fn rodrigues_into(rot: &[f64], pt: &[f64], out: &mut [f64]) {
    let sqtheta = rot.iter().map(|r| r * r).sum::<f64>();
    if sqtheta != 0.0 {
        let theta = sqtheta.sqrt();
        let (s, c) = theta.sin_cos();
        let inv = 1.0 / theta;
        let mut w = [0.0; 3];
        for i in 0..3 {
            w[i] = rot[i] * inv;
        }
        let mut w_cross = [0.0; 3];
        cross_into(&w, pt, &mut w_cross);
        let tmp = w.iter().zip(pt.iter()).map(|(a, b)| a * b).sum::<f64>() * (1.0 - c);
        for i in 0..3 {
            out[i] = pt[i] * c + w_cross[i] * s + w[i] * tmp;
        }
    } else {
        let mut rc = [0.0; 3];
        cross_into(rot, pt, &mut rc);
        for i in 0..3 {
            out[i] = pt[i] + rc[i];
        }
    }
}
#[differentiate]
fn radial_into(rad: &[f64], proj: &mut [f64; 2]) {
    let rsq = proj[0] * proj[0] + proj[1] * proj[1];
    let l = 1.0 + rad[0] * rsq + rad[1] * rsq * rsq;
    proj[0] *= l;
    proj[1] *= l;
}
#[differentiate]
fn project_into(cam: &[f64], x: &[f64], proj: &mut [f64; 2]) {
    let c = &cam[CENTER..CENTER + 3];
    let mut xo = [0.0; 3];
    for i in 0..3 {
        xo[i] = x[i] - c[i];
    }
    let mut xcam = [0.0; 3];
    rodrigues_into(&cam[ROT..ROT + 3], &xo, &mut xcam);
    proj[0] = xcam[0] / xcam[2];
    proj[1] = xcam[1] / xcam[2];
    radial_into(&cam[RAD..RAD + 2], proj);
    for i in 0..2 {
        proj[i] = proj[i] * cam[FOCAL] + cam[X0 + i];
    }
}
#[differentiate]
fn ba_objective(
    cams: &[f64],
    pts: &[f64],
    w: &[f64],
    obs: &[[usize; 2]],
    feats: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    let mut reproj = vec![0.0; 2 * obs.len()];
    for (i, &[ci, pi]) in obs.iter().enumerate() {
        let mut proj = [0.0; 2];
        project_into(&cams[ci * N_CAM..(ci + 1) * N_CAM], &pts[pi * 3..pi * 3 + 3], &mut proj);
        reproj[2 * i] = w[i] * (proj[0] - feats[2 * i]);
        reproj[2 * i + 1] = w[i] * (proj[1] - feats[2 * i + 1]);
    }
    let werr = w.iter().map(|w| 1.0 - w * w).collect();
    (reproj, werr)
}
#[test]
fn t_ba_objective() {
    vjp!(1e-6, nums(37).iter().map(|v| v * 0.3 + 0.9).collect::<Vec<_>>(); |p| ba_objective, ba_objective_vjp; (&p[..22], &p[22..28], &p[28..31], &[[0, 0], [1, 0], [1, 1]], &p[31..]));
}
#[cfg(any())] // FOUND R7
#[differentiate]
fn reproj_tuple(cam: (&[f64; 3], &[f64; 3]), x: &[f64; 3], focal: f64) -> [f64; 2] {
    let (r, t) = cam;
    let a = [
        x[0] + r[1] * x[2] - r[2] * x[1],
        x[1] + r[2] * x[0] - r[0] * x[2],
        x[2] + r[0] * x[1] - r[1] * x[0],
    ];
    let p: [f64; 3] = std::array::from_fn(|i| a[i] + t[i]);
    [-focal * p[0] / p[2], -focal * p[1] / p[2]]
}
#[cfg(any())] // FOUND R7
#[test]
fn t_reproj_tuple() {
    vjp!(1e-6, nums(10); |p| reproj_tuple, reproj_tuple_vjp; ((&arr(p), &arr(&p[3..])), &arr(&p[6..]), p[9]));
}

// ---- ADBench: hand tracking
#[differentiate]
fn euler_to_mat(xzy: &[f64]) -> [[f64; 3]; 3] {
    let (tx, ty, tz) = (xzy[0], xzy[2], xzy[1]);
    let mut rx = [[0.0; 3]; 3];
    let mut ry = [[0.0; 3]; 3];
    let mut rz = [[0.0; 3]; 3];
    for k in 0..3 {
        rx[k][k] = 1.0;
        ry[k][k] = 1.0;
        rz[k][k] = 1.0;
    }
    rx[1][1] = tx.cos();
    rx[2][1] = tx.sin();
    rx[1][2] = -rx[2][1];
    rx[2][2] = rx[1][1];
    ry[0][0] = ty.cos();
    ry[0][2] = ty.sin();
    ry[2][0] = -ry[0][2];
    ry[2][2] = ry[0][0];
    rz[0][0] = tz.cos();
    rz[1][0] = tz.sin();
    rz[0][1] = -rz[1][0];
    rz[1][1] = rz[0][0];
    let mut t = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            t[i][j] = (0..3).map(|k| rz[i][k] * ry[k][j]).sum();
        }
    }
    let mut r = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                r[i][j] += t[i][k] * rx[k][j];
            }
        }
    }
    r
}
#[test]
fn t_euler_to_mat() {
    vjp!(nums(3); |p| euler_to_mat, euler_to_mat_vjp; (p));
}
#[differentiate]
fn mat4_mul_ref(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let mut c = [[0.0; 4]; 4];
    for (ci, ai) in c.iter_mut().zip(a) {
        for (j, cij) in ci.iter_mut().enumerate() {
            *cij = ai.iter().zip(b.iter()).map(|(aik, bk)| aik * bk[j]).sum();
        }
    }
    c
}
#[test]
fn t_mat4_mul_ref() {
    vjp!(nums(32); |p| mat4_mul_ref, mat4_mul_ref_vjp; (&mat(p), &mat(&p[16..])));
}
#[differentiate]
fn hand_pose(theta: &[f64], bones: &[f64], parents: &[i32]) -> f64 {
    let n = parents.len();
    let mut absolutes: Vec<[[f64; 4]; 4]> = Vec::new();
    for i in 0..n {
        let r = euler_to_mat(&theta[3 * i..3 * i + 3]);
        let mut rel = [[0.0; 4]; 4];
        for (row, rr) in rel.iter_mut().zip(r.iter()) {
            row[..3].copy_from_slice(rr);
        }
        rel[0][3] = bones[i];
        rel[3][3] = 1.0;
        if parents[i] == -1 {
            absolutes.push(rel);
        } else {
            let parent = parents[i] as usize;
            let m = mat4_mul_ref(&absolutes[parent], &rel);
            absolutes.push(m);
        }
    }
    let tip = &absolutes[n - 1];
    tip[0][3] * tip[0][3] + (tip[1][3] - 0.5).powi(2) + tip[2][3].sin()
}
#[test]
fn t_hand_pose() {
    every!(1e-6, nums(12); |p| hand_pose, hand_pose_value_and_grad, hand_pose_grad, hand_pose_vjp; (&p[..9], &p[9..], &[-1, 0, 1]));
}
#[differentiate]
fn skinning(verts: &[[f64; 3]], weights: &[Vec<f64>], transforms: &[[[f64; 4]; 4]]) -> Vec<[f64; 3]> {
    verts
        .iter()
        .zip(weights)
        .map(|(v, ws)| {
            let mut out = [0.0; 3];
            for (t, w) in transforms.iter().zip(ws) {
                if *w == 0.0 {
                    continue;
                }
                for r in 0..3 {
                    out[r] += w * (t[r][0] * v[0] + t[r][1] * v[1] + t[r][2] * v[2] + t[r][3]);
                }
            }
            out
        })
        .collect()
}
#[test]
fn t_skinning() {
    vjp!(nums(42); |p| skinning, skinning_vjp; (&mat::<2, 3>(p), &[p[6..8].to_vec(), p[8..10].to_vec()], &[mat(&p[10..]), mat(&p[26..])]));
}

// ---- rotations
#[differentiate]
fn q_mul(a: &[f64; 4], b: &[f64; 4]) -> [f64; 4] {
    [
        a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
        a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
        a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
        a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
    ]
}
#[differentiate]
fn q_rotate(q: &[f64; 4], v: &[f64; 3]) -> [f64; 3] {
    let conj = [q[0], -q[1], -q[2], -q[3]];
    let p = [0.0, v[0], v[1], v[2]];
    let [_, x, y, z] = q_mul(&q_mul(q, &p), &conj);
    [x, y, z]
}
#[test]
fn t_q_rotate() {
    vjp!(nums(7); |p| q_rotate, q_rotate_vjp; (&arr(p), &arr(&p[4..])));
}
#[differentiate]
fn integrate_attitude(q0: [f64; 4], omega: &[[f64; 3]], dt: f64) -> f64 {
    let mut q = q0;
    for w in omega {
        let half = [0.0, 0.5 * w[0], 0.5 * w[1], 0.5 * w[2]];
        let dq = q_mul(&q, &half);
        for (qi, di) in q.iter_mut().zip(dq) {
            *qi += dt * di;
        }
        let n = q.iter().map(|c| c.powi(2)).sum::<f64>().sqrt();
        q = q.map(|c| c / n);
    }
    let r = q_rotate(&q, &[1.0, 0.0, 0.0]);
    r[0] - r[1] * r[2]
}
#[test]
fn t_integrate_attitude() {
    every!(1e-6, nums(11); |p| integrate_attitude, integrate_attitude_value_and_grad, integrate_attitude_grad, integrate_attitude_vjp; (arr(p), &mat::<2, 3>(&p[4..]), p[10]));
}
#[differentiate]
fn planar_arm(angles: &[f64], lengths: &[f64], target: (f64, f64)) -> f64 {
    let mut total = 0.0;
    let (mut x, mut y) = (0.0, 0.0);
    for (a, l) in angles.iter().zip(lengths) {
        total += a;
        x += l * f64::cos(total);
        y += l * f64::sin(total);
    }
    let (tx, ty) = target;
    ((x - tx).powi(2) + (y - ty).powi(2)).sqrt()
}
#[test]
fn t_planar_arm() {
    every!(nums(8); |p| planar_arm, planar_arm_value_and_grad, planar_arm_grad, planar_arm_vjp; (&p[..3], &p[3..6], (p[6], p[7])));
}
#[differentiate]
fn dh_chain(joints: &[(f64, f64, f64, f64)]) -> [f64; 3] {
    let mut t = [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]];
    for &(theta, d, a, alpha) in joints.iter() {
        let (st, ct) = theta.sin_cos();
        let (sa, ca) = alpha.sin_cos();
        let m = [
            [ct, -st * ca, st * sa, a * ct],
            [st, ct * ca, -ct * sa, a * st],
            [0.0, sa, ca, d],
            [0.0, 0.0, 0.0, 1.0],
        ];
        t = mat4_mul_ref(&t, &m);
    }
    [t[0][3], t[1][3], t[2][3]]
}
#[test]
fn t_dh_chain() {
    vjp!(nums(8); |p| dh_chain, dh_chain_vjp; (&[(p[0], p[1], p[2], p[3]), (p[4], p[5], p[6], p[7])]));
}

// ---- rays
#[differentiate]
fn ray_sphere(o: [f64; 3], d: [f64; 3], c: [f64; 3], r: f64) -> f64 {
    let oc: [f64; 3] = std::array::from_fn(|i| o[i] - c[i]);
    let dot = |a: &[f64; 3], b: &[f64; 3]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let a = dot(&d, &d);
    let half_b = dot(&oc, &d);
    let disc = half_b * half_b - a * (dot(&oc, &oc) - r * r);
    if disc < 0.0 {
        return -1.0;
    }
    let root = disc.sqrt();
    let near = (-half_b - root) / a;
    let far = (-half_b + root) / a;
    if near > 1e-4 {
        near
    } else if far > 1e-4 {
        far
    } else {
        -1.0
    }
}
#[test]
fn t_ray_sphere() {
    every!(1e-6, [0.0, 0.1, -3.0, 0.05, 0.02, 1.0, 0.1, 0.0, 0.2, 1.1]; |p| ray_sphere, ray_sphere_value_and_grad, ray_sphere_grad, ray_sphere_vjp; (arr(p), arr(&p[3..]), arr(&p[6..]), p[9]));
}
#[test]
fn t_ray_sphere2() {
    every!([0.0, 0.1, -3.0, 2.05, 0.02, 1.0, 0.1, 0.0, 0.2, 1.1]; |p| ray_sphere, ray_sphere_value_and_grad, ray_sphere_grad, ray_sphere_vjp; (arr(p), arr(&p[3..]), arr(&p[6..]), p[9]));
}
#[differentiate]
fn trace(o: [f64; 3], d: [f64; 3], spheres: &[[f64; 4]], depth: u8) -> f64 {
    let mut nearest = f64::INFINITY;
    let mut hit = None;
    for (i, s) in spheres.iter().enumerate() {
        let t = ray_sphere(o, d, [s[0], s[1], s[2]], s[3]);
        if t > 0.0 && t < nearest {
            nearest = t;
            hit = Some(i);
        }
    }
    let Some(i) = hit else { return 0.5 * (d[1] + 1.0) };
    if depth == 0 {
        return 0.0;
    }
    let s = spheres[i];
    let p = [o[0] + nearest * d[0], o[1] + nearest * d[1], o[2] + nearest * d[2]];
    let n = [(p[0] - s[0]) / s[3], (p[1] - s[1]) / s[3], (p[2] - s[2]) / s[3]];
    let dn = d[0] * n[0] + d[1] * n[1] + d[2] * n[2];
    let r = [d[0] - 2.0 * dn * n[0], d[1] - 2.0 * dn * n[1], d[2] - 2.0 * dn * n[2]];
    0.8 * trace(p, r, spheres, depth - 1)
}
#[test]
fn t_trace() {
    every!(1e-5, [0.0, 0.1, -3.0, 0.05, 0.02, 1.0, 0.1, 0.0, 0.2, 1.1, 0.5, 1.8, -2.0, 0.7]; |p| trace, trace_value_and_grad, trace_grad, trace_vjp; (arr(p), arr(&p[3..]), &mat::<2, 4>(&p[6..]), 3));
}
#[differentiate]
fn sdf_march(o: [f64; 3], d: [f64; 3], k: f64) -> f64 {
    let smin = |a: f64, b: f64| {
        let h = (0.5 + 0.5 * (b - a) / k).clamp(0.0, 1.0);
        b + (a - b) * h - k * h * (1.0 - h)
    };
    let scene = |p: [f64; 3]| {
        let sphere = (p[0] * p[0] + p[1] * p[1] + p[2] * p[2]).sqrt() - 1.0;
        let plane = p[1] + 0.9;
        smin(sphere, plane)
    };
    let mut t = 0.0;
    for _ in 0..64 {
        let dist = scene([o[0] + t * d[0], o[1] + t * d[1], o[2] + t * d[2]]);
        t += dist;
        if dist < 1e-12 {
            break;
        }
    }
    t
}
#[test]
fn t_sdf_march() {
    every!(1e-4, [0.2, 0.1, -3.0, 0.05, -0.02, 1.0, 0.3]; |p| sdf_march, sdf_march_value_and_grad, sdf_march_grad, sdf_march_vjp; (arr(p), arr(&p[3..]), p[6]));
}
#[differentiate]
fn moller_trumbore(o: &[f64; 3], d: &[f64; 3], tri: &[[f64; 3]; 3]) -> (f64, f64, f64) {
    let [v0, v1, v2] = tri;
    let sub = |a: &[f64; 3], b: &[f64; 3]| [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    let cross = |a: [f64; 3], b: [f64; 3]| {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    };
    let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let (e1, e2) = (sub(v1, v0), sub(v2, v0));
    let h = cross(*d, e2);
    let f = 1.0 / dot(e1, h);
    let s = sub(o, v0);
    let u = f * dot(s, h);
    let q = cross(s, e1);
    (f * dot(e2, q), u, f * dot(*d, q))
}
#[test]
fn t_moller_trumbore() {
    vjp!(1e-5, [0.1, 0.2, -1.0, 0.05, 0.1, 1.0, 0.0, 0.0, 0.1, 1.0, 0.1, 0.2, 0.1, 1.1, -0.1]; |p| moller_trumbore, moller_trumbore_vjp; (&arr(p), &arr(&p[3..]), &mat(&p[6..])));
}
#[differentiate]
fn bezier_de_casteljau(control: &[[f64; 2]], t: f64) -> [f64; 2] {
    let mut pts = control.to_vec();
    for k in (1..pts.len()).rev() {
        for i in 0..k {
            for d in 0..2 {
                pts[i][d] = (1.0 - t) * pts[i][d] + t * pts[i + 1][d];
            }
        }
    }
    pts[0]
}
#[test]
fn t_bezier_de_casteljau() {
    vjp!(nums(9); |p| bezier_de_casteljau, bezier_de_casteljau_vjp; (&mat::<4, 2>(p), p[8]));
}
#[differentiate]
fn generic_affine<T: Float, const N: usize>(m: &[[T; N]; N], v: &[T; N], t: [T; N]) -> [T; N] {
    let mut out = t;
    for (o, row) in out.iter_mut().zip(m.iter()) {
        for (a, b) in row.iter().zip(v) {
            *o += *a * *b;
        }
    }
    out
}
#[test]
fn t_generic_affine() {
    vjp!(nums(8); |p| generic_affine, generic_affine_vjp; (&mat::<2, 2>(p), &arr(&p[4..]), arr(&p[6..])));
}
#[differentiate]
fn icp_cost(pose: [f64; 3], src: &[[f64; 2]], dst: &[[f64; 2]]) -> f64 {
    let [theta, tx, ty] = pose;
    let (s, c) = theta.sin_cos();
    src.iter()
        .map(|&[x, y]| [c * x - s * y + tx, s * x + c * y + ty])
        .map(|[x, y]| {
            dst.iter().map(|[u, v]| (x - u).powi(2) + (y - v).powi(2)).fold(f64::INFINITY, f64::min)
        })
        .map(|d2| if d2 < 1.0 { 0.5 * d2 } else { d2.sqrt() - 0.5 })
        .sum()
}
#[test]
fn t_icp_cost() {
    every!(1e-6, nums(13); |p| icp_cost, icp_cost_value_and_grad, icp_cost_grad, icp_cost_vjp; (arr(p), &mat::<3, 2>(&p[3..]), &mat::<2, 2>(&p[9..])));
}
