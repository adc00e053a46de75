//! Rotations, cameras, kinematics and hand tracking as people write them.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 37 + 11) % 23) as f64 / 11.5 - 0.97).collect()
}

// ---- ADBench BA, C style with out-params
const BA_C: usize = 3;
const BA_F: usize = 6;
const BA_X0: usize = 7;
const BA_RAD: usize = 9;

#[differentiate]
fn sqsum(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x {
        s += v * v;
    }
    s
}

#[differentiate]
fn cross(a: &[f64], b: &[f64], out: &mut [f64]) {
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}

#[differentiate]
fn rodrigues_rotate_point(rot: &[f64], pt: &[f64], rotated: &mut [f64]) {
    let sqtheta = sqsum(rot);
    if sqtheta != 0.0 {
        let theta = sqtheta.sqrt();
        let costheta = theta.cos();
        let sintheta = theta.sin();
        let theta_inverse = 1.0 / theta;
        let mut w = [0.0; 3];
        for i in 0..3 {
            w[i] = rot[i] * theta_inverse;
        }
        let mut w_cross_pt = [0.0; 3];
        cross(&w, pt, &mut w_cross_pt);
        let tmp = (w[0] * pt[0] + w[1] * pt[1] + w[2] * pt[2]) * (1.0 - costheta);
        for i in 0..3 {
            rotated[i] = pt[i] * costheta + w_cross_pt[i] * sintheta + w[i] * tmp;
        }
    } else {
        let mut rot_cross_pt = [0.0; 3];
        cross(rot, pt, &mut rot_cross_pt);
        for i in 0..3 {
            rotated[i] = pt[i] + rot_cross_pt[i];
        }
    }
}

#[differentiate]
fn radial_distort(rad_params: &[f64], proj: &mut [f64]) {
    let rsq = sqsum(proj);
    let l = 1.0 + rad_params[0] * rsq + rad_params[1] * rsq * rsq;
    proj[0] = proj[0] * l;
    proj[1] = proj[1] * l;
}

#[differentiate]
fn radial_distort_reborrow(rad_params: &[f64], proj: &mut [f64]) {
    let rsq = sqsum(&*proj);
    let l = 1.0 + rad_params[0] * rsq + rad_params[1] * rsq * rsq;
    proj[0] *= l;
    proj[1] *= l;
}

#[differentiate]
fn project(cam: &[f64], x: &[f64], proj: &mut [f64]) {
    let mut xo = [0.0; 3];
    let mut xcam = [0.0; 3];
    for i in 0..3 {
        xo[i] = x[i] - cam[BA_C + i];
    }
    rodrigues_rotate_point(&cam[..3], &xo, &mut xcam);
    proj[0] = xcam[0] / xcam[2];
    proj[1] = xcam[1] / xcam[2];
    radial_distort_reborrow(&cam[BA_RAD..], proj);
    for i in 0..2 {
        proj[i] = proj[i] * cam[BA_F] + cam[BA_X0 + i];
    }
}

#[differentiate]
fn reproj_error(cam: &[f64], x: &[f64], w: f64, feat: &[f64], err: &mut [f64]) {
    let mut proj = [0.0; 2];
    project(cam, x, &mut proj);
    err[0] = w * (proj[0] - feat[0]);
    err[1] = w * (proj[1] - feat[1]);
}

#[differentiate(value_and_grad, wrt(cams, xs, w))]
fn ba_loss(cams: &[f64], xs: &[f64], w: &[f64], obs: &[usize], feats: &[f64]) -> f64 {
    let p = w.len();
    let mut reproj = vec![0.0; 2 * p];
    let mut total = 0.0;
    for i in 0..p {
        let cam = obs[i * 2];
        let pt = obs[i * 2 + 1];
        reproj_error(
            &cams[cam * 11..(cam + 1) * 11],
            &xs[pt * 3..pt * 3 + 3],
            w[i],
            &feats[i * 2..],
            &mut reproj[i * 2..i * 2 + 2],
        );
    }
    for e in &reproj {
        total += e * e;
    }
    for wi in w {
        total += (1.0 - wi * wi).powi(2);
    }
    total
}

#[test]
fn bundle_adjustment() {
    let mut at = nums(22 + 6 + 3);
    at[2] = 1.3;
    (at[5], at[16]) = (-4.0, -3.0);
    let feats = [0.1, 0.2, 0.3, -0.1, 0.5, 0.6];
    check!(1e-6, at; |p| ba_loss, ba_loss_value_and_grad; (&p[..22], &p[22..28], &p[28..], &[0, 0, 1, 1, 0, 1], &feats));
}

// arrays by value
#[differentiate]
fn add3(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}
#[differentiate]
fn scale3(a: [f64; 3], s: f64) -> [f64; 3] {
    let mut r = a;
    for x in &mut r {
        *x *= s;
    }
    r
}
#[differentiate]
fn dot3(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b.iter()).map(|(x, y)| x * y).sum()
}
#[differentiate]
fn cross3(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    let mut c = [0.0; 3];
    for i in 0..3 {
        let (j, k) = ((i + 1) % 3, (i + 2) % 3);
        c[i] = a[j] * b[k] - a[k] * b[j];
    }
    c
}
#[differentiate]
fn rodrigues(rot: [f64; 3], p: [f64; 3]) -> [f64; 3] {
    let theta = dot3(rot, rot).sqrt();
    let k = scale3(rot, 1.0 / theta);
    let a = scale3(p, theta.cos());
    let b = scale3(cross3(k, p), theta.sin());
    let c = scale3(k, dot3(k, p) * (1.0 - theta.cos()));
    add3(add3(a, b), c)
}
#[differentiate]
fn camera(cam: &[f64; 11], p: [f64; 3]) -> [f64; 2] {
    let &[r0, r1, r2, c0, c1, c2, f, x0, y0, k1, k2] = cam;
    let q = rodrigues([r0, r1, r2], [p[0] - c0, p[1] - c1, p[2] - c2]);
    let (u, v) = (q[0] / q[2], q[1] / q[2]);
    let r2_ = u * u + v * v;
    let l = 1.0 + k1 * r2_ + k2 * r2_.powi(2);
    [x0 + f * l * u, y0 + f * l * v]
}
#[differentiate]
fn reprojection(cam: [f64; 11], p: [f64; 3], feat: [f64; 2]) -> f64 {
    let q = camera(&cam, p);
    q.iter().zip(feat.iter()).map(|(a, b)| (a - b).powi(2)).sum()
}
#[differentiate]
fn reprojection_annotated(cam: [f64; 11], p: [f64; 3], feat: [f64; 2]) -> f64 {
    let q: [f64; 2] = camera(&cam, p);
    q.iter().zip(feat.iter()).map(|(a, b)| (a - b).powi(2)).sum()
}

#[test]
fn one_reprojection() {
    let mut at = nums(16);
    at[5] = -3.0;
    check!(1e-6, at; |p| reprojection_annotated, reprojection_annotated_value_and_grad; (arr(p), arr(&p[11..]), arr(&p[14..])));
}
#[test]
fn one_reprojection_without_annotation() {
    let mut at = nums(16);
    at[5] = -3.0;
    check!(1e-6, at; |p| reprojection, reprojection_value_and_grad; (arr(p), arr(&p[11..]), arr(&p[14..])));
}

// ---- quaternions
#[differentiate]
fn qmul(a: &[f64; 4], b: &[f64; 4]) -> [f64; 4] {
    let (w1, x1, y1, z1) = (a[0], a[1], a[2], a[3]);
    let (w2, x2, y2, z2) = (b[0], b[1], b[2], b[3]);
    [
        w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
        w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
        w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
        w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
    ]
}
#[differentiate]
fn qnormalize(q: [f64; 4]) -> [f64; 4] {
    let n = q.iter().map(|x| x * x).sum::<f64>().sqrt();
    q.map(|x| x / n)
}
#[differentiate]
fn qnormalize_mut(q: &mut [f64; 4]) {
    let mut n = 0.0;
    for x in q.iter() {
        n += x.powi(2);
    }
    let n = n.sqrt();
    for x in q.iter_mut() {
        *x /= n;
    }
}
#[differentiate]
fn rotate(q: [f64; 4], v: [f64; 3]) -> f64 {
    let p = [0.0, v[0], v[1], v[2]];
    let conj = [q[0], -q[1], -q[2], -q[3]];
    let r = qmul(&qmul(&q, &p), &conj);
    r[1] + 2.0 * r[2] - r[3]
}
#[differentiate]
fn rotate_map(q: [f64; 4], v: [f64; 3]) -> f64 {
    let u = qnormalize(q);
    rotate(u, v)
}
#[differentiate]
fn rotate_mut(mut q: [f64; 4], v: [f64; 3]) -> f64 {
    qnormalize_mut(&mut q);
    rotate(q, v)
}
#[differentiate]
fn integrate_gyro(q0: [f64; 4], omega: &[[f64; 3]], dt: f64) -> f64 {
    let mut q = q0;
    for w in omega.iter() {
        let dq = qmul(&q, &[0.0, w[0], w[1], w[2]]);
        for i in 0..4 {
            q[i] += 0.5 * dt * dq[i];
        }
        qnormalize_mut(&mut q);
    }
    2.0 * q[0].acos() + q[3]
}
#[differentiate]
fn slerp(a: [f64; 4], b: [f64; 4], t: f64) -> [f64; 4] {
    let mut d = 0.0;
    for i in 0..4 {
        d += a[i] * b[i];
    }
    let mut b = b;
    if d < 0.0 {
        for x in b.iter_mut() {
            *x = -*x;
        }
        d = -d;
    }
    let mut r = [0.0; 4];
    if d > 0.9995 {
        for i in 0..4 {
            r[i] = a[i] + t * (b[i] - a[i]);
        }
    } else {
        let th = d.acos();
        let (s0, s1) = (((1.0 - t) * th).sin() / th.sin(), (t * th).sin() / th.sin());
        for (r, (a, b)) in r.iter_mut().zip(a.iter().zip(b.iter())) {
            *r = s0 * a + s1 * b;
        }
    }
    r
}
#[differentiate]
fn slerp_loss(a: [f64; 4], b: [f64; 4], t: f64) -> f64 {
    let r = slerp(a, b, t);
    r[0] + 2.0 * r[1] - r[2] * r[3]
}
#[differentiate]
fn quat_to_matrix(q: &[f64]) -> [[f64; 3]; 3] {
    let (w, x, y, z) = (q[0], q[1], q[2], q[3]);
    [
        [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y - w * z), 2.0 * (x * z + w * y)],
        [2.0 * (x * y + w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z - w * x)],
        [2.0 * (x * z - w * y), 2.0 * (y * z + w * x), 1.0 - 2.0 * (x * x + y * y)],
    ]
}
#[differentiate]
fn matrix_rotate(q: &[f64], pts: &[[f64; 3]]) -> f64 {
    let m = quat_to_matrix(q);
    let mut s = 0.0;
    for p in pts {
        for (i, row) in (0..3).map(|i| (i, m[i])) {
            let mut acc = 0.0;
            for j in 0..3 {
                acc += row[j] * p[j];
            }
            s += acc * acc * (i + 1) as f64;
        }
    }
    s
}

#[test]
fn quaternions() {
    let at = [0.5, 0.3, -0.6, 0.2, 1.0, 0.4, -0.7];
    check!(at; |p| rotate, rotate_value_and_grad; (arr(p), arr(&p[4..])));
    check!(at; |p| rotate_mut, rotate_mut_value_and_grad; (arr(p), arr(&p[4..])));
    let at = [0.5, 0.3, -0.6, 0.2, 1.0, 0.4, -0.7, 0.1, 0.2, 0.3, 0.2];
    check!(at; |p| integrate_gyro, integrate_gyro_value_and_grad; (arr(p), &mat::<2, 3>(&p[4..]), p[10]));
    check!([0.5, 0.3, -0.6, 0.2, 0.3, -0.5, 0.1, 0.7, 0.3]; |p| slerp_loss, slerp_loss_value_and_grad; (arr(p), arr(&p[4..]), p[8]));
}
#[test]
fn quaternion_by_map() {
    let at = [0.5, 0.3, -0.6, 0.2, 1.0, 0.4, -0.7];
    check!(at; |p| rotate_map, rotate_map_value_and_grad; (arr(p), arr(&p[4..])));
}
#[test]
fn quaternion_to_matrix() {
    check!(nums(10); |p| matrix_rotate, matrix_rotate_value_and_grad; (&p[..4], &mat::<2, 3>(&p[4..])));
}

// ---- kinematics
#[differentiate]
fn forward_kinematics(angles: &[f64], lengths: &[f64]) -> (f64, f64) {
    let mut x = 0.0;
    let mut y = 0.0;
    let mut theta = 0.0;
    for (a, l) in angles.iter().zip(lengths) {
        theta += a;
        x += l * theta.cos();
        y += l * theta.sin();
    }
    (x, y)
}
#[differentiate]
fn fk_scan_free(angles: &[f64], lengths: &[f64]) -> [f64; 2] {
    let mut p = [0.0; 2];
    for i in 0..angles.len() {
        let t: f64 = angles[..=i].iter().sum();
        p[0] += lengths[i] * t.cos();
        p[1] += lengths[i] * t.sin();
    }
    p
}
#[differentiate]
fn ik_loss(angles: &[f64], lengths: &[f64], target: (f64, f64)) -> f64 {
    let (x, y) = forward_kinematics(angles, lengths);
    let p = fk_scan_free(angles, lengths);
    (x - target.0).powi(2) + (y - target.1).powi(2) + 0.1 * p[0] * p[1]
}
#[differentiate]
fn jacobian_transpose_ik(start: [f64; 2], target: [f64; 2], l: [f64; 2], alpha: f64) -> f64 {
    let mut q = start;
    for _ in 0..5 {
        let x = l[0] * q[0].cos() + l[1] * (q[0] + q[1]).cos();
        let y = l[0] * q[0].sin() + l[1] * (q[0] + q[1]).sin();
        let e = [target[0] - x, target[1] - y];
        let j = [[-y, -l[1] * (q[0] + q[1]).sin()], [x, l[1] * (q[0] + q[1]).cos()]];
        for k in 0..2 {
            q[k] += alpha * (j[0][k] * e[0] + j[1][k] * e[1]);
        }
    }
    q[0] * q[1]
}
#[differentiate]
fn dh_transform(theta: f64, d: f64, a: f64, alpha: f64) -> [[f64; 4]; 4] {
    let (st, ct) = theta.sin_cos();
    let (sa, ca) = alpha.sin_cos();
    [[ct, -st * ca, st * sa, a * ct], [st, ct * ca, -ct * sa, a * st], [0.0, sa, ca, d], [0.0, 0.0, 0.0, 1.0]]
}
#[differentiate]
fn mat4_mul(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let mut c = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..4 {
            for k in 0..4 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}
#[differentiate]
fn robot_arm(q: &[f64]) -> f64 {
    let mut t = [[0.0; 4]; 4];
    for i in 0..4 {
        t[i][i] = 1.0;
    }
    for (i, &qi) in q.iter().enumerate() {
        let m = dh_transform(qi, 0.1 * i as f64, 0.5, if i % 2 == 0 { 0.7 } else { -0.4 });
        t = mat4_mul(&t, &m);
    }
    t[0][3] + 2.0 * t[1][3] - t[2][3] * t[0][0]
}

#[test]
fn kinematics() {
    check!([0.3, -0.4, 0.9, 1.0, 0.8, 0.5, 1.2, 0.3]; |p| ik_loss, ik_loss_value_and_grad; (&p[..3], &p[3..6], (p[6], p[7])));
    check!([0.3, 0.9, 1.0, 0.8, 1.1, 0.7, 0.2]; |p| jacobian_transpose_ik, jacobian_transpose_ik_value_and_grad; (arr(p), arr(&p[2..]), arr(&p[4..]), p[6]));
    check!([0.3, -0.4, 0.9, 1.0]; |p| robot_arm, robot_arm_value_and_grad; (p));
}

// ---- ADBench HT (reduced): angle-axis to rotation, pose hierarchy, skinning
#[differentiate]
fn angle_axis_to_rotation(aa: &[f64], r: &mut [f64]) {
    let n = (aa[0] * aa[0] + aa[1] * aa[1] + aa[2] * aa[2]).sqrt();
    if n < 0.0001 {
        for i in 0..9 {
            r[i] = if i % 4 == 0 { 1.0 } else { 0.0 };
        }
        return;
    }
    let x = aa[0] / n;
    let y = aa[1] / n;
    let z = aa[2] / n;
    let s = n.sin();
    let c = n.cos();
    r[0] = x * x + (1.0 - x * x) * c;
    r[3] = x * y * (1.0 - c) - z * s;
    r[6] = x * z * (1.0 - c) + y * s;
    r[1] = x * y * (1.0 - c) + z * s;
    r[4] = y * y + (1.0 - y * y) * c;
    r[7] = y * z * (1.0 - c) - x * s;
    r[2] = x * z * (1.0 - c) - y * s;
    r[5] = z * y * (1.0 - c) + x * s;
    r[8] = z * z + (1.0 - z * z) * c;
}

#[differentiate]
fn euler_to_rotation(e: &[f64], r: &mut [f64]) {
    let (tx, ty, tz) = (e[0], e[2], e[1]);
    let rx = [1.0, 0.0, 0.0, 0.0, tx.cos(), tx.sin(), 0.0, -tx.sin(), tx.cos()];
    let ry = [ty.cos(), 0.0, -ty.sin(), 0.0, 1.0, 0.0, ty.sin(), 0.0, ty.cos()];
    let rz = [tz.cos(), tz.sin(), 0.0, -tz.sin(), tz.cos(), 0.0, 0.0, 0.0, 1.0];
    let mut tmp = [0.0; 9];
    mat_mult(&rz, &ry, &mut tmp, 3);
    mat_mult(&tmp, &rx, r, 3);
}

#[differentiate]
fn mat_mult(l: &[f64], r: &[f64], out: &mut [f64], n: usize) {
    // Column major.
    for i in 0..n {
        for k in 0..n {
            out[i + k * n] = l[i] * r[k * n];
            for j in 1..n {
                out[i + k * n] += l[i + j * n] * r[j + k * n];
            }
        }
    }
}

#[differentiate]
fn relatives_to_absolutes(relatives: &[f64], parents: &[i32], absolutes: &mut [f64]) {
    for i in 0..parents.len() {
        if parents[i] == -1 {
            absolutes[i * 16..(i + 1) * 16].copy_from_slice(&relatives[i * 16..(i + 1) * 16]);
        } else {
            let p = parents[i] as usize;
            let (done, rest) = absolutes.split_at_mut(i * 16);
            mat_mult(&done[p * 16..(p + 1) * 16], &relatives[i * 16..(i + 1) * 16], &mut rest[..16], 4);
        }
    }
}

#[differentiate]
fn relatives_to_absolutes_copy(relatives: &[f64], parents: &[i32], absolutes: &mut [f64]) {
    for (i, &parent) in parents.iter().enumerate() {
        if parent < 0 {
            absolutes[i * 16..(i + 1) * 16].copy_from_slice(&relatives[i * 16..(i + 1) * 16]);
            continue;
        }
        let p = parent as usize;
        let base = absolutes[p * 16..(p + 1) * 16].to_vec();
        mat_mult(&base, &relatives[i * 16..(i + 1) * 16], &mut absolutes[i * 16..i * 16 + 16], 4);
    }
}

#[differentiate]
fn posed_relatives(theta: &[f64], n: usize, relatives: &mut [f64]) {
    for b in 0..n {
        let mut r = [0.0; 9];
        euler_to_rotation(&theta[b * 3..b * 3 + 3], &mut r);
        let m = &mut relatives[b * 16..(b + 1) * 16];
        for c in 0..3 {
            for row in 0..3 {
                m[c * 4 + row] = r[c * 3 + row];
            }
            m[c * 4 + 3] = 0.0;
        }
        m[12] = 0.3;
        m[13] = 0.1 * b as f64;
        m[14] = 0.0;
        m[15] = 1.0;
    }
}

#[differentiate]
fn hand_loss(
    theta: &[f64],
    parents: &[i32],
    base: &[f64],
    weights: &[f64],
    points: &[f64],
    global: &[f64],
) -> f64 {
    let n_bones = parents.len();
    let n_verts = base.len() / 4;
    let mut relatives = vec![0.0; n_bones * 16];
    let mut absolutes = vec![0.0; n_bones * 16];
    posed_relatives(theta, n_bones, &mut relatives);
    relatives_to_absolutes_copy(&relatives, parents, &mut absolutes);
    let mut positions = vec![0.0; n_verts * 3];
    for b in 0..n_bones {
        let t = &absolutes[b * 16..(b + 1) * 16];
        for v in 0..n_verts {
            for row in 0..3 {
                let mut s = 0.0;
                for k in 0..4 {
                    s += t[k * 4 + row] * base[v * 4 + k];
                }
                positions[v * 3 + row] += weights[v * n_bones + b] * s;
            }
        }
    }
    let mut r = [0.0; 9];
    angle_axis_to_rotation(&global[..3], &mut r);
    let mut err = 0.0;
    for v in 0..n_verts {
        for i in 0..3 {
            let mut p = global[3 + i];
            for j in 0..3 {
                p += r[j * 3 + i] * positions[v * 3 + j];
            }
            let e = points[v * 3 + i] - p;
            err += e * e;
        }
    }
    err
}

#[test]
fn hand_tracking() {
    let at = nums(9 + 8 + 6 + 6 + 6);
    check!(1e-6, at; |p| hand_loss, hand_loss_value_and_grad; (&p[..9], &[-1, 0, 1], &p[9..17], &p[17..23], &p[23..29], &p[29..]));
}

#[differentiate]
fn hand_split(relatives: &[f64], parents: &[i32]) -> f64 {
    let mut absolutes = vec![0.0; relatives.len()];
    relatives_to_absolutes(relatives, parents, &mut absolutes);
    absolutes.iter().enumerate().map(|(i, a)| a * (i % 5) as f64).sum()
}

#[test]
fn hierarchy_by_split() {
    check!(nums(32); |p| hand_split, hand_split_value_and_grad; (p, &[-1, 0]));
}

// ---- triangles, distances, rays
#[differentiate]
fn triangle_area(a: [f64; 3], b: [f64; 3], c: [f64; 3]) -> f64 {
    let sub = |p: [f64; 3], q: [f64; 3]| [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
    let n = cross3(sub(b, a), sub(c, a));
    0.5 * (n[0] * n[0] + n[1] * n[1] + n[2] * n[2]).sqrt()
}
#[differentiate]
fn mesh_area(verts: &[[f64; 3]], faces: &[[usize; 3]]) -> f64 {
    faces.iter().map(|f| triangle_area(verts[f[0]], verts[f[1]], verts[f[2]])).sum()
}
#[differentiate]
fn mesh_volume(verts: &[f64], faces: &[(usize, usize, usize)]) -> f64 {
    let mut vol = 0.0;
    for &(i, j, k) in faces {
        let (a, b, c) = (&verts[3 * i..3 * i + 3], &verts[3 * j..3 * j + 3], &verts[3 * k..3 * k + 3]);
        let mut n = [0.0; 3];
        cross(b, c, &mut n);
        vol += a[0] * n[0] + a[1] * n[1] + a[2] * n[2];
    }
    vol / 6.0
}
#[differentiate]
fn polygon_area(pts: &[[f64; 2]]) -> f64 {
    let n = pts.len();
    let mut a = 0.0;
    for i in 0..n {
        let [x0, y0] = pts[i];
        let [x1, y1] = pts[(i + 1) % n];
        a += x0 * y1 - x1 * y0;
    }
    a / 2.0
}
#[differentiate]
fn polygon_cycle(pts: &[[f64; 2]]) -> f64 {
    pts.iter().zip(pts.iter().cycle().skip(1)).map(|(p, q)| p[0] * q[1] - q[0] * p[1]).sum::<f64>() / 2.0
}
#[differentiate]
fn path_length(pts: &[(f64, f64)]) -> f64 {
    pts.windows(2).map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1)).sum()
}
#[differentiate]
fn chamfer(a: &[[f64; 2]], b: &[[f64; 2]]) -> f64 {
    let one = |p: &[[f64; 2]], q: &[[f64; 2]]| -> f64 {
        p.iter()
            .map(|x| {
                q.iter().map(|y| (x[0] - y[0]).powi(2) + (x[1] - y[1]).powi(2)).fold(f64::INFINITY, f64::min)
            })
            .sum::<f64>()
    };
    one(a, b) + one(b, a)
}
#[differentiate]
fn sphere_march(origin: [f64; 3], dir: [f64; 3], r: f64) -> f64 {
    let mut t = 0.0;
    for _ in 0..40 {
        let p = [origin[0] + t * dir[0], origin[1] + t * dir[1], origin[2] + t * dir[2]];
        let d = (p[0].powi(2) + p[1].powi(2) + p[2].powi(2)).sqrt() - r;
        if d < 1e-9 {
            return t;
        }
        t += d;
        if t > 100.0 {
            break;
        }
    }
    -1.0
}
#[differentiate]
fn haversine(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let (p1, p2) = (lat1.to_radians(), lat2.to_radians());
    let (dp, dl) = ((lat2 - lat1).to_radians(), (lon2 - lon1).to_radians());
    let a = (dp / 2.0).sin().powi(2) + p1.cos() * p2.cos() * (dl / 2.0).sin().powi(2);
    2.0 * 6371.0 * a.sqrt().atan2((1.0 - a).sqrt())
}

#[test]
fn shapes() {
    let at = nums(12);
    check!(1e-6, at; |p| mesh_area, mesh_area_value_and_grad; (&mat::<4, 3>(p), &[[0, 1, 2], [1, 2, 3]]));
    check!(at; |p| mesh_volume, mesh_volume_value_and_grad; (p, &[(0, 1, 2), (1, 3, 2)]));
    check!(at; |p| polygon_area, polygon_area_value_and_grad; (&mat::<6, 2>(p)));
    check!(at[..6].to_vec(); |p| path_length, path_length_value_and_grad; (&[(p[0], p[1]), (p[2], p[3]), (p[4], p[5])]));
    check!(1e-4, [0.1, 0.2, -3.0, 0.01, 0.02, 1.0, 1.1]; |p| sphere_march, sphere_march_value_and_grad; (arr(p), arr(&p[3..]), p[6]));
    check!([48.1, 11.5, 52.5, 13.4]; |p| haversine, haversine_value_and_grad; (p[0], p[1], p[2], p[3]));
}
#[test]
fn polygon_by_cycle() {
    check!(nums(12); |p| polygon_cycle, polygon_cycle_value_and_grad; (&mat::<6, 2>(p)));
}
#[test]
fn point_clouds() {
    check!(nums(10); |p| chamfer, chamfer_value_and_grad; (&mat::<3, 2>(p), &mat::<2, 2>(&p[6..])));
}

// ---- generic
#[differentiate]
fn rot2<T: Float>(a: T, p: [T; 2]) -> [T; 2] {
    let (s, c) = (a.sin(), a.cos());
    [c * p[0] - s * p[1], s * p[0] + c * p[1]]
}
#[differentiate]
fn spiral<T: Float>(a: T, start: [T; 2], n: usize) -> T {
    let mut p = start;
    let shrink = T::from_f64(0.9);
    let mut acc = T::ZERO;
    for _ in 0..n {
        p = rot2(a, p);
        p[0] = p[0] * shrink;
        p[1] *= shrink;
        acc += p[0] * p[1];
    }
    acc
}
#[test]
fn generic_rotation() {
    check!([0.3, 1.0, 0.5]; |p| spiral, spiral_value_and_grad; (p[0], [p[1], p[2]], 6));
}
