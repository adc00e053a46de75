//! Robotics: a Kalman filter for position and speed.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul, Sub};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Mat2([[f64; 2]; 2]);

#[differentiate(wrt(self, d, a, b))]
impl Mat2 {
    fn diagonal(a: f64, b: f64) -> Self {
        Mat2([[a, 0.0], [0.0, b]])
    }

    fn transpose(&self) -> Self {
        let m = &self.0;
        Mat2([[m[0][0], m[1][0]], [m[0][1], m[1][1]]])
    }
}

#[differentiate]
impl Add for Mat2 {
    type Output = Mat2;
    fn add(self, o: Mat2) -> Mat2 {
        let mut out = self;
        for i in 0..2 {
            for j in 0..2 {
                out.0[i][j] += o.0[i][j];
            }
        }
        out
    }
}

#[differentiate]
impl Sub for Mat2 {
    type Output = Mat2;
    fn sub(self, o: Mat2) -> Mat2 {
        Mat2([
            [self.0[0][0] - o.0[0][0], self.0[0][1] - o.0[0][1]],
            [self.0[1][0] - o.0[1][0], self.0[1][1] - o.0[1][1]],
        ])
    }
}

#[differentiate]
impl Mul for Mat2 {
    type Output = Mat2;
    fn mul(self, o: Mat2) -> Mat2 {
        let mut out = [[0.0; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                for k in 0..2 {
                    out[i][j] += self.0[i][k] * o.0[k][j];
                }
            }
        }
        Mat2(out)
    }
}

#[differentiate]
impl Mul<[f64; 2]> for Mat2 {
    type Output = [f64; 2];
    fn mul(self, v: [f64; 2]) -> [f64; 2] {
        [self.0[0][0] * v[0] + self.0[0][1] * v[1], self.0[1][0] * v[0] + self.0[1][1] * v[1]]
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct KalmanFilter {
    x: [f64; 2],
    p: Mat2,
    q: f64,
    r: f64,
}

impl KalmanFilter {
    fn new(q: f64, r: f64) -> Self {
        Self { x: [0.0, 0.0], p: Mat2([[1.0, 0.0], [0.0, 1.0]]), q, r }
    }

    #[differentiate(wrt(self))]
    fn predict(&mut self, dt: f64) {
        let f = Mat2([[1.0, dt], [0.0, 1.0]]);
        self.x = f * self.x;
        self.p = f * self.p * f.transpose() + Mat2::diagonal(self.q * dt, self.q);
    }

    /// The log-likelihood of the measurement.
    #[differentiate(wrt(self, z))]
    fn update(&mut self, z: f64) -> f64 {
        let innovation = z - self.x[0];
        let s = self.p.0[0][0] + self.r;
        let gain = [self.p.0[0][0] / s, self.p.0[1][0] / s];
        self.x[0] += gain[0] * innovation;
        self.x[1] += gain[1] * innovation;
        let kh = Mat2([[gain[0], 0.0], [gain[1], 0.0]]);
        self.p = self.p - kh * self.p;
        -0.5 * (innovation * innovation / s + s.ln() + (2.0 * std::f64::consts::PI).ln())
    }

    #[differentiate(wrt(self))]
    fn log_likelihood(&self, measurements: &[f64], dt: f64) -> f64 {
        let mut filter = self.clone();
        let mut total = 0.0;
        for &z in measurements {
            filter.predict(dt);
            total += filter.update(z);
        }
        total
    }
}

#[test]
fn filtered() {
    let data = [0.1, 0.25, 0.2, 0.5, 0.55, 0.8];
    let filter = KalmanFilter::new(0.1, 0.3);
    check(&filter, |f| f.log_likelihood(&data, 0.1), &filter.log_likelihood_grad(&data, 0.1));
}
