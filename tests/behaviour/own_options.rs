//! Methods of `self` that give an `Option` or a `Result`, taken apart by methods and by `?`.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use crate::common::assert_close;
use differentiate::{Differentiable, differentiate};

#[derive(Clone, Debug, Differentiable)]
struct Sphere {
    r: f64,
}
#[differentiate(grad, jvp, vjp, wrt(self, a, b))]
impl Sphere {
    fn hit(&self, a: f64, b: f64) -> Option<f64> {
        let d = a * a - b * self.r;
        if d < 0.0 { None } else { Some(d.sqrt()) }
    }
    fn safe(&self, a: f64) -> Result<f64, String> {
        if a > 0.0 { Ok(a.ln() * self.r) } else { Err(format!("bad")) }
    }
    fn shade(&self, a: f64, b: f64) -> f64 {
        self.hit(a, b).map_or(0.0, |t| t * t * t)
    }
    fn shade2(&self, a: f64, b: f64) -> f64 {
        self.hit(a, b).unwrap_or(0.0) * a + self.hit(a, b).map(|t| t * 2.0).unwrap_or_default()
    }
    fn shade3(&self, a: f64, b: f64) -> f64 {
        match self.hit(a, b) {
            Some(t) => t,
            None => a,
        }
    }
    fn shade4(&self, a: f64, b: f64) -> Option<f64> {
        let t = self.hit(a, b)?;
        Some(t * a)
    }
    fn shade5(&self, a: f64, b: f64) -> Result<f64, String> {
        Ok(self.safe(a)? * b)
    }
    fn shade6(&self, a: f64, b: f64) -> f64 {
        self.hit(a, b).or(self.hit(2.0 * a, b)).and_then(|t| self.hit(t, 0.1 * b)).unwrap()
    }
    fn shade7(&self, a: f64, b: f64) -> f64 {
        if self.hit(a, b).is_some() { self.safe(a).unwrap() } else { self.safe(b).unwrap_or(0.0) }
    }
    fn best(&self, a: f64, b: f64) -> f64 {
        [a, b].iter().filter_map(|v| self.hit(*v, 0.3)).fold(0.0, |x, y| x + y)
    }
}

#[test]
fn by_differences() {
    type Of = (
        fn(&Sphere, f64, f64) -> f64,
        fn(&Sphere, f64, f64) -> (Sphere, f64, f64),
        fn(&Sphere, f64, f64, &Sphere, f64, f64) -> (f64, f64),
    );
    let all: [Of; 6] = [
        (Sphere::shade, Sphere::shade_grad, Sphere::shade_jvp),
        (Sphere::shade2, Sphere::shade2_grad, Sphere::shade2_jvp),
        (Sphere::shade3, Sphere::shade3_grad, Sphere::shade3_jvp),
        (Sphere::shade6, Sphere::shade6_grad, Sphere::shade6_jvp),
        (Sphere::shade7, Sphere::shade7_grad, Sphere::shade7_jvp),
        (Sphere::best, Sphere::best_grad, Sphere::best_jvp),
    ];
    for (f, grad, jvp) in all {
        let at = [0.7, 1.3, 0.4];
        let (of_self, a, b) = grad(&Sphere { r: 0.7 }, 1.3, 0.4);
        assert_close([of_self.r, a, b], crate::common::gradient(|[r, a, b]| f(&Sphere { r }, a, b), at));
        let along = jvp(&Sphere { r: 0.7 }, 1.3, 0.4, &Sphere { r: 2.0 }, -1.0, 0.5).1;
        assert_close([along], [2.0 * of_self.r - a + 0.5 * b]);
    }
    let sphere = Sphere { r: 0.7 };
    assert_eq!(sphere.shade4_grad(0.1, 0.4).map(|d| d.1), None);
    assert_close(
        [sphere.shade4_grad(1.3, 0.4).unwrap().1],
        crate::common::gradient(|[a]| sphere.shade4(a, 0.4).unwrap(), [1.3]),
    );
    assert_close(
        [sphere.shade5_grad(1.3, 0.4).unwrap().1],
        crate::common::gradient(|[a]| sphere.shade5(a, 0.4).unwrap(), [1.3]),
    );
    assert_eq!(sphere.shade5_grad(-1.3, 0.4).map(|d| d.1), Err("bad".to_string()));
    assert_eq!(sphere.shade_grad(0.1, 0.4).1, 0.0);
}

#[derive(Clone, Debug, Default, Differentiable)]
struct Filter {
    last: Option<f64>,
    k: f64,
}
#[differentiate(vjp, jvp, wrt(self, x))]
impl Filter {
    fn replaced(&mut self, x: f64) -> f64 {
        match self.last.replace(x) {
            Some(p) => (x - p) * self.k,
            None => 0.0,
        }
    }
    fn taken(&mut self, x: f64) -> f64 {
        let d = if let Some(p) = self.last.take() { x * p } else { x };
        self.last = Some(x * self.k);
        d
    }
    fn or_else(&mut self, x: f64) -> f64 {
        let p = self.last.replace(x).unwrap_or(0.5);
        p * x
    }
    fn run(&mut self, x: f64) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            s += self.replaced(x * i as f64) + self.taken(x) * self.or_else(s + x);
        }
        s
    }
}

/// What was in a field is taken, and the field assigned.
#[test]
fn options_taken_from_fields() {
    type Of = (
        fn(&mut Filter, f64) -> f64,
        fn(&mut Filter, f64, f64, &mut FilterGradient) -> f64,
        fn(&mut Filter, f64, &mut FilterGradient, f64) -> (f64, f64),
    );
    let all: [Of; 4] = [
        (Filter::replaced, Filter::replaced_vjp, Filter::replaced_jvp),
        (Filter::taken, Filter::taken_vjp, Filter::taken_jvp),
        (Filter::or_else, Filter::or_else_vjp, Filter::or_else_jvp),
        (Filter::run, Filter::run_vjp, Filter::run_jvp),
    ];
    for (f, vjp, jvp) in all {
        for some in [false, true] {
            let filter = |last: f64, k| Filter { last: some.then_some(last), k };
            let mut after = filter(0.7, 1.3);
            f(&mut after, 0.4);
            let mut gradient = after.zero();
            let d_x = vjp(&mut filter(0.7, 1.3), 0.4, 1.0, &mut gradient);
            let theirs = crate::common::gradient(|[last, k, x]| f(&mut filter(last, k), x), [0.7, 1.3, 0.4]);
            assert_close([gradient.last.unwrap_or(0.0), gradient.k, d_x], theirs);
            let mut tangent = FilterGradient { last: some.then_some(1.0), k: -0.5 };
            let (_, along) = jvp(&mut filter(0.7, 1.3), 0.4, &mut tangent, 2.0);
            assert_close([along], [theirs[0] - 0.5 * theirs[1] + 2.0 * theirs[2]]);
        }
    }
}
