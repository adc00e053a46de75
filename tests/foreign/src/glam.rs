//! `glam`.

use differentiate::{Differentiable, differentiate};
use glam::{DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4, Mat3, Quat, Vec3};

fn v(x: f64, y: f64, z: f64) -> DVec3 {
    DVec3::new(x, y, z)
}

#[differentiate(wrt(a))]
fn length(a: DVec3) -> f64 {
    a.length()
}

#[differentiate(wrt(a, b))]
fn triple(a: DVec3, b: DVec3, c: DVec3) -> f64 {
    a.cross(b).dot(c)
}

#[differentiate(wrt(a))]
fn larger(a: DVec3, b: DVec3) -> f64 {
    a.max(b).element_sum()
}

#[test]
fn by_hand() {
    assert_eq!(length_grad(v(2.0, 3.0, 6.0)), v(2.0, 3.0, 6.0) / 7.0);
    assert_eq!(length_grad(DVec3::ZERO), DVec3::ZERO);
    // (a × b) · c = a · (b × c) = b · (c × a)
    let (a, b, c) = (v(1.0, 2.0, 3.0), v(-1.0, 0.5, 2.0), v(0.25, 4.0, -2.0));
    assert_eq!(triple_grad(a, b, c), (b.cross(c), c.cross(a)));
    assert_eq!(larger_grad(v(1.0, 2.0, 3.0), v(0.0, 2.0, 4.0)), v(1.0, 0.5, 0.0));
    // Of singular matrices, the cofactors.
    assert_eq!(volume_grad(&DMat3::ZERO), DMat3::ZERO);
    assert_eq!(volume_grad(&DMat3::from_diagonal(v(0.0, 2.0, 3.0))), DMat3::from_diagonal(v(6.0, 0.0, 0.0)));
}

#[differentiate(wrt(m))]
fn volume(m: &DMat3) -> f64 {
    m.determinant()
}

#[differentiate(wrt(a, b, s))]
fn basic(a: DVec3, b: &DVec3, s: f64) -> f64 {
    let c = a + *b * s - 2.0 * a.cross(*b);
    c.dot(a.normalize()) + (c / b.length()).length_squared() + a.lerp(*b, s).x * c[1] + (s / a).y
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct Body {
    pos: DVec3,
    vel: DVec3,
    mass: f64,
}

#[differentiate(wrt(bodies))]
fn energy(bodies: &[Body]) -> f64 {
    let mut e = 0.0;
    for i in 0..bodies.len() {
        e += 0.5 * bodies[i].mass * bodies[i].vel.length_squared();
        for j in 0..i {
            let r = bodies[i].pos - bodies[j].pos;
            e -= bodies[i].mass * bodies[j].mass / (r.length_squared() + 0.01).sqrt();
        }
    }
    e
}

#[differentiate(wrt(bodies))]
fn simulate(bodies: &[Body], steps: usize, dt: f64) -> f64 {
    let mut state = bodies.to_vec();
    for _ in 0..steps {
        for i in 0..state.len() {
            let mut acc = DVec3::ZERO;
            for j in 0..state.len() {
                if i != j {
                    let r = state[j].pos - state[i].pos;
                    acc += r * (state[j].mass / (r.length_squared() + 0.1).powf(1.5));
                }
            }
            state[i].vel += acc * dt;
        }
        for body in state.iter_mut() {
            body.pos += body.vel * dt;
        }
    }
    state[0].pos.distance(state[1].pos)
}

#[differentiate(wrt(pos, vel))]
fn orbit(pos: DVec3, vel: DVec3, steps: usize) -> f64 {
    let mut p = pos;
    let mut v = vel;
    for _ in 0..steps {
        let acc = -p / p.length().powi(3);
        v += acc * 0.1;
        p += v * 0.1;
    }
    p.length() + v.dot(p)
}

#[differentiate(wrt(q, v, angle))]
fn rotated(q: DQuat, v: DVec3, angle: f64) -> f64 {
    let r = DQuat::from_rotation_z(angle) * q.normalize();
    let w = r * v;
    let m = DMat3::from_rotation_x(angle);
    (m * w).y + w.z + q.mul_vec3(v).x + r.conjugate().dot(q)
}

#[differentiate]
fn arm(t1: f64, t2: f64, l1: f64, l2: f64) -> f64 {
    let elbow = DVec2::from_angle(t1) * l1;
    let hand = elbow + DVec2::from_angle(t1 + t2) * l2;
    hand.distance(DVec2::new(1.0, 0.5)) + DMat2::from_angle(t2).determinant() * hand.perp_dot(elbow)
}

#[differentiate(wrt(ray, n))]
fn bounce(ray: DVec3, n: DVec3) -> f64 {
    let n = n.normalize();
    let r = ray.reflect(n);
    let p = ray.project_onto(n);
    r.dot(DVec3::new(0.3, 0.5, -0.2)).max(0.0) + p.length() + r.max(p).element_sum() + r.abs().y
}

#[differentiate(wrt(camera, point))]
fn project(camera: &DMat4, point: DVec3) -> f64 {
    let clip = *camera * point.extend(1.0);
    let ndc = clip.truncate() / clip.w;
    let screen = DVec2::new(ndc.x * 640.0, ndc.y * 480.0);
    screen.distance_squared(DVec2::new(320.0, 240.0)) * 1e-3
}

/// A rigid body turned by its angular velocity.
#[differentiate(wrt(omega, inertia))]
fn spin(omega: DVec3, inertia: DVec3, steps: usize) -> f64 {
    let mut w = omega;
    let mut q = DQuat::from_xyzw(0.0, 0.0, 0.0, 1.0);
    for _ in 0..steps {
        let torque = -w.cross(inertia * w);
        w += torque / inertia * 0.05;
        let dq = DQuat::from_xyzw(w.x, w.y, w.z, 0.0) * q;
        q = (q + dq * 0.025).normalize();
    }
    (q * DVec3::new(1.0, 0.0, 0.0)).dot(DVec3::new(0.0, 1.0, 0.5)) + (inertia * w).dot(w)
}

#[differentiate(wrt(a, b, c))]
fn area(a: DVec3, b: DVec3, c: DVec3) -> f64 {
    0.5 * (b - a).cross(c - a).length()
}

#[differentiate(wrt(points, t))]
fn bezier(points: [DVec2; 4], t: f64) -> f64 {
    let [a, b, c, d] = points;
    let ab = a.lerp(b, t);
    let bc = b.lerp(c, t);
    let cd = c.lerp(d, t);
    let abc = ab.lerp(bc, t);
    let bcd = bc.lerp(cd, t);
    abc.lerp(bcd, t).length()
}

#[differentiate(wrt(p, center))]
fn sdf(p: DVec3, center: DVec3, size: DVec3, radius: f64) -> f64 {
    let sphere = (p - center).length() - radius;
    let d = p.abs() - size;
    let cube = d.max(DVec3::ZERO).length() + d.x.max(d.y.max(d.z)).min(0.0);
    sphere.min(cube)
}

#[differentiate(wrt(m))]
fn inverse(m: DMat3) -> f64 {
    let inv = m.inverse();
    let both = inv * m.transpose() + 0.5 * m - inv / 2.0;
    both.col(0).dot(both.row(1)) + inv.determinant() + both.x_axis.y
}

#[differentiate]
fn legs(angles: [f64; 3]) -> f64 {
    let mut end = DVec3::ZERO;
    let mut rot = DQuat::from_axis_angle(DVec3::Z, angles[0]);
    for a in angles {
        rot = rot * DQuat::from_rotation_y(a);
        end += rot * DVec3::new(1.0, 0.0, 0.0);
    }
    end.distance(DVec3::new(1.0, 1.0, 1.0))
}

#[differentiate(wrt(points))]
fn centroid(points: &[DVec3]) -> f64 {
    let mean = points.iter().fold(DVec3::ZERO, |sum, p| sum + *p) / points.len() as f64;
    points.iter().map(|p| p.distance_squared(mean)).sum::<f64>()
}

#[differentiate(wrt(a))]
fn four(a: DVec4) -> f64 {
    let mut b = a * DVec4::splat(2.0);
    b.x += a.w;
    b[1] *= 3.0;
    b -= DVec4::new(a.y, 1.0, 2.0, 3.0);
    b *= a.z;
    b.to_array().iter().map(|x| x * x).sum::<f64>() + b.element_sum()
}

#[differentiate(wrt(a))]
fn single(a: Vec3) -> f32 {
    a.length() * a.x
}

#[differentiate(wrt(m))]
fn turned(m: Mat3, q: Quat) -> f32 {
    (q * (m * Vec3::new(1.0, 2.0, 3.0))).z
}

#[test]
fn against_differences() {
    let (a, b, c) = (v(0.5, -0.3, 0.8), v(1.2, 0.4, -0.7), v(-0.2, 0.9, 0.35));
    let bodies = || {
        vec![
            Body { pos: a, vel: b, mass: 1.5 },
            Body { pos: c, vel: a, mass: 0.7 },
            Body { pos: b, vel: c, mass: 1.1 },
        ]
    };
    check!((a, b, s) = (a, b, 0.7); basic basic_value_and_grad basic_grad (*a, b, *s));
    check!(x = bodies(); energy energy_value_and_grad energy_grad (x));
    check!(x = bodies(); simulate simulate_value_and_grad simulate_grad (x, 3, 0.1));
    check!((p, v) = (a, b); orbit orbit_value_and_grad orbit_grad (*p, *v, 6));
    let q = DQuat::from_xyzw(0.5, -0.3, 0.8, 1.2);
    check!((q, v, t) = (q, a, 0.4); rotated rotated_value_and_grad rotated_grad (*q, *v, *t));
    check!((a, b, c, d) = (0.5, -0.3, 0.8, 1.2); arm arm_value_and_grad arm_grad (*a, *b, *c, *d));
    check!((a, n) = (a, b); bounce bounce_value_and_grad bounce_grad (*a, *n));
    let camera = DMat4::from_cols_array(&std::array::from_fn(|i| 0.3 + ((i * 7) % 11) as f64 / 11.0));
    check!((m, p) = (camera, a); project project_value_and_grad project_grad (m, *p));
    check!((w, i) = (a, v(1.0, 2.0, 1.5)); spin spin_value_and_grad spin_grad (*w, *i, 5));
    check!((a, b, c) = (a, b, c); area area_value_and_grad area_grad (*a, *b, *c));
    let points = [DVec2::new(0.0, 0.1), DVec2::new(1.0, 0.5), DVec2::new(0.5, 2.0), DVec2::new(-1.0, 1.0)];
    check!((p, t) = (points, 0.3); bezier bezier_value_and_grad bezier_grad (*p, *t));
    for p in [a, b * 2.0, c * 0.1] {
        check!((p, c) = (p, v(0.3, 0.2, 0.1)); sdf sdf_value_and_grad sdf_grad (*p, *c, DVec3::splat(0.4), 0.25));
    }
    let m = DMat3::from_cols(a, b, c);
    check!(m = m; inverse inverse_value_and_grad inverse_grad (*m));
    check!(m = m; volume volume_value_and_grad volume_grad (m));
    check!(t = [0.3, -0.5, 0.9]; legs legs_value_and_grad legs_grad (*t));
    check!(p = vec![a, b, c]; centroid centroid_value_and_grad centroid_grad (p));
    check!(a = DVec4::new(0.5, -0.3, 0.8, 1.2); four four_value_and_grad four_grad (*a));
    let slope = single_grad(Vec3::new(3.0, 4.0, 0.0));
    assert!((slope.x - 6.8).abs() < 1e-5 && (slope.y - 2.4).abs() < 1e-5);
    let slope = turned_grad(Mat3::IDENTITY, Quat::IDENTITY);
    assert_eq!(slope.z_axis, Vec3::new(0.0, 0.0, 3.0));
}

#[differentiate(wrt(x))]
fn of_elements(x: DVec3) -> f64 {
    x.min_element() * 2.0 + x.max_element().powi(2) + x.element_product()
}

#[test]
fn elements() {
    check!(x = DVec3::new(0.3, -0.5, 0.8); of_elements of_elements_value_and_grad of_elements_grad (*x));
    // The two largest share 2 · 3; no element is left out of the product that is zero.
    assert_eq!(of_elements_grad(DVec3::new(0.0, 3.0, 3.0)), DVec3::new(2.0 + 9.0, 3.0, 3.0));
}
