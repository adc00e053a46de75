//! A list of structs of one's own in a field: what nothing but the operators and methods of its elements shows to be no list of floats.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul, Sub};
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}
#[differentiate]
impl Add for Point {
    type Output = Point;
    fn add(self, o: Point) -> Point {
        Point { x: self.x + o.x, y: self.y + o.y }
    }
}
#[differentiate]
impl Sub for Point {
    type Output = Point;
    fn sub(self, o: Point) -> Point {
        Point { x: self.x - o.x, y: self.y - o.y }
    }
}
#[differentiate]
impl Mul<f64> for Point {
    type Output = Point;
    fn mul(self, k: f64) -> Point {
        Point { x: self.x * k, y: self.y * k }
    }
}
#[differentiate(wrt(self, o))]
impl Point {
    fn norm2(&self) -> f64 {
        self.x * self.x + self.y * self.y
    }
    fn dot(self, o: Point) -> f64 {
        self.x * o.x + self.y * o.y
    }
    fn norm(self) -> f64 {
        self.norm2().sqrt()
    }
    fn maxi(self, o: Point) -> Point {
        Point { x: self.x.max(o.x), y: self.y.max(o.y) }
    }
}
#[derive(Clone, Debug, Differentiable)]
struct Path {
    pts: Vec<Point>,
    n: usize,
    k: f64,
}
#[differentiate(wrt(self, o, k))]
impl Path {
    fn len2(&self) -> f64 {
        let mut s = 0.0;
        for i in 1..self.pts.len() {
            s += (self.pts[i] - self.pts[i - 1]).norm2();
        }
        s
    }
    fn centre(&self) -> f64 {
        let c = self.pts.iter().fold(Point { x: 0.0, y: 0.0 }, |a, p| a + *p);
        (c * (1.0 / self.pts.len() as f64)).norm2()
    }
    fn wins(&self) -> f64 {
        self.pts.windows(2).map(|w| (w[1] - w[0]).norm()).sum()
    }
    fn far(&self) -> f64 {
        self.pts.iter().map(|p| p.norm()).fold(0.0, f64::max)
    }
    fn twice(&self) -> f64 {
        let n = self.n + self.pts.len();
        self.k * n as f64 + self.pts.iter().zip(self.pts.iter().skip(1)).map(|(a, b)| a.dot(*b)).sum::<f64>()
    }
    fn best(&self) -> f64 {
        let p = self.pts.iter().max_by(|a, b| a.x.partial_cmp(&b.x).unwrap()).unwrap();
        p.norm2() * self.k
    }
    fn fnd(&self) -> f64 {
        match self.pts.iter().find(|p| p.x > 1.0) {
            Some(p) => p.norm2(),
            None => 0.0,
        }
    }
    fn both(&self, o: &Path) -> f64 {
        (self.n + o.n) as f64 * self.k * o.k
    }
    fn acc(&self) -> f64 {
        let mut s = Point::default();
        for p in &self.pts {
            s = s + *p * self.k;
        }
        s.norm2()
    }
    fn scaled(&self, k: f64) -> Path {
        Path { pts: self.pts.iter().map(|p: &Point| *p * k).collect(), n: self.n, k: self.k }
    }
    fn big(&self) -> f64 {
        let m = self.pts.iter().copied().reduce(|a, b| a.maxi(b)).unwrap();
        m.norm()
    }
    fn sm(&self) -> f64 {
        let ds: Vec<Point> = self.pts.windows(2).map(|w| w[1] - w[0]).collect();
        ds.iter().map(|d| d.norm2()).sum::<f64>() / ds.len() as f64
    }
    fn all(&self) -> f64 {
        self.scaled(2.0).len2()
    }
}

#[test]
fn by_differences() {
    let path = Path {
        pts: vec![Point { x: 0.3, y: 0.5 }, Point { x: 1.2, y: -0.4 }, Point { x: 0.8, y: 2.0 }],
        n: 3,
        k: 1.5,
    };
    type Of = (fn(&Path) -> f64, fn(&Path) -> PathGradient);
    let all: [Of; 11] = [
        (Path::len2, Path::len2_grad),
        (Path::centre, Path::centre_grad),
        (Path::wins, Path::wins_grad),
        (Path::far, Path::far_grad),
        (Path::twice, Path::twice_grad),
        (Path::best, Path::best_grad),
        (Path::fnd, Path::fnd_grad),
        (Path::acc, Path::acc_grad),
        (Path::big, Path::big_grad),
        (Path::sm, Path::sm_grad),
        (Path::all, Path::all_grad),
    ];
    for (at, (f, grad)) in all.into_iter().enumerate() {
        let gradient = grad(&path);
        let slope = |change: &dyn Fn(&mut Path, f64)| {
            let moved = |h: f64| {
                let mut path = path.clone();
                change(&mut path, h);
                f(&path)
            };
            (moved(1e-6) - moved(-1e-6)) / 2e-6
        };
        for i in 0..3 {
            assert!(
                (gradient.pts[i].x - slope(&|path, h| path.pts[i].x += h)).abs() < 1e-7,
                "{at}: {gradient:?}"
            );
            assert!(
                (gradient.pts[i].y - slope(&|path, h| path.pts[i].y += h)).abs() < 1e-7,
                "{at}: {gradient:?}"
            );
        }
        assert!((gradient.k - slope(&|path, h| path.k += h)).abs() < 1e-7, "{at}: {gradient:?}");
    }
}

/// Two counts in fields.
#[test]
fn counts() {
    let path = |n, k| Path { pts: vec![], n, k };
    let (a, b) = path(3, 1.5).both_grad(&path(4, 2.0));
    assert_eq!((a.k, b.k), (14.0, 10.5));
}
