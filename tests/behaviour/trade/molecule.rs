//! Chemistry: a force field.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Bond {
    i: usize,
    j: usize,
    k: f64,
    r0: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Angle {
    atoms: [usize; 3],
    k: f64,
    theta0: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct ForceField {
    bonds: Vec<Bond>,
    angles: Vec<Angle>,
    charges: Vec<f64>,
}

type Coord = [f64; 3];

#[differentiate(wrt(a, b))]
fn sub(a: &Coord, b: &Coord) -> Coord {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

#[differentiate(wrt(a, b))]
fn dot(a: &Coord, b: &Coord) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[differentiate(wrt(a, b))]
fn distance(a: &Coord, b: &Coord) -> f64 {
    let d = sub(a, b);
    dot(&d, &d).sqrt()
}

impl Bond {
    #[differentiate(wrt(self, coords))]
    fn energy(&self, coords: &[Coord]) -> f64 {
        let r = distance(&coords[self.i], &coords[self.j]);
        0.5 * self.k * (r - self.r0).powi(2)
    }
}

impl Angle {
    #[differentiate(wrt(self, coords))]
    fn energy(&self, coords: &[Coord]) -> f64 {
        let [i, j, k] = self.atoms;
        let u = sub(&coords[i], &coords[j]);
        let v = sub(&coords[k], &coords[j]);
        let cos = dot(&u, &v) / (dot(&u, &u) * dot(&v, &v)).sqrt();
        0.5 * self.k * (cos.acos() - self.theta0).powi(2)
    }
}

impl ForceField {
    const COULOMB: f64 = 332.0637;

    #[differentiate(wrt(self, coords))]
    fn electrostatic(&self, coords: &[Coord]) -> f64 {
        let mut e = 0.0;
        let n = self.charges.len();
        for i in 0..n {
            for j in 0..i {
                e += Self::COULOMB * self.charges[i] * self.charges[j] / distance(&coords[i], &coords[j]);
            }
        }
        e
    }

    #[differentiate(wrt(self, coords))]
    fn energy(&self, coords: &[Coord]) -> f64 {
        let bonds: f64 = self.bonds.iter().map(|b| b.energy(coords)).sum();
        let angles: f64 = self.angles.iter().map(|a| a.energy(coords)).sum();
        bonds + angles + 1e-3 * self.electrostatic(coords)
    }
}

#[test]
fn water() {
    let field = ForceField {
        bonds: vec![Bond { i: 0, j: 1, k: 4.5, r0: 0.96 }, Bond { i: 0, j: 2, k: 4.5, r0: 0.96 }],
        angles: vec![Angle { atoms: [1, 0, 2], k: 0.5, theta0: 1.82 }],
        charges: vec![-0.8, 0.4, 0.4],
    };
    let coords = vec![[0.0, 0.0, 0.1], [0.95, 0.1, 0.0], [-0.2, 0.9, 0.0]];
    check(&(field.clone(), coords.clone()), |(f, x)| f.energy(x), &field.energy_grad(&coords));
}
