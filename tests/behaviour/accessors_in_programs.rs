//! Accessors and getters in a field of cells, a generic matrix and a polynomial.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use num_traits::Float;
fn agree<M: Differentiable + Clone>(m: &M, f: impl Fn(&M) -> f64, g: M::Tangent)
where
    M::Tangent: Differentiable,
{
    let mut at = vec![0.0; m.flat_len()];
    m.write_flat(&mut at);
    let mut ours = vec![0.0; g.flat_len()];
    g.write_flat(&mut ours);
    assert_eq!(at.len(), ours.len());
    for i in 0..at.len() {
        let v = |h: f64| {
            let mut a = at.clone();
            a[i] += h;
            let mut m = m.clone();
            m.read_flat(&a);
            f(&m)
        };
        let c = (v(1e-6) - v(-1e-6)) / 2e-6;
        assert!((c - ours[i]).abs() < 2e-6 * c.abs().max(1.0), "{i}: {c} {ours:?}");
    }
}
#[derive(Differentiable, Clone, Debug)]
struct Cell {
    pressure: f64,
    v: [f64; 2],
    open: bool,
}
#[derive(Differentiable, Clone, Debug)]
struct Field {
    nx: usize,
    ny: usize,
    cells: Vec<Cell>,
    k: f64,
}
#[differentiate(wrt(self))]
impl Field {
    fn index(&self, i: usize, j: usize) -> usize {
        j * self.nx + i
    }
    fn cell(&self, i: usize, j: usize) -> &Cell {
        &self.cells[j * self.nx + i]
    }
    fn cell_mut(&mut self, i: usize, j: usize) -> &mut Cell {
        &mut self.cells[j * self.nx + i]
    }
    fn relax(&mut self) -> f64 {
        let mut r = 0.0;
        for j in 0..self.ny {
            for i in 1..self.nx {
                if !self.cell(i, j).open {
                    continue;
                }
                let left = self.cell(i - 1, j).pressure;
                let c = self.cell_mut(i, j);
                let d = left - c.pressure;
                c.pressure += 0.5 * d;
                c.v[0] = d * d;
                r += d * self.k;
                self.cell_mut(i - 1, j).pressure -= 0.1 * d;
            }
        }
        r + self.cells.iter().map(|c| c.pressure * c.v[0]).sum::<f64>() + self.cell(0, 0).v[1]
    }
    fn total(&self) -> f64 {
        let mut f = self.clone();
        f.relax() + f.relax() * f.cells[self.index(1, 0)].pressure
    }
    fn swap(&self) -> f64 {
        let mut f = self.clone();
        let k = f.index(1, 1);
        let c = f.cells[k].clone();
        f.cells[0] = c;
        f.cells[0].pressure * f.k + f.cells[1].pressure
    }
}
#[test]
fn field() {
    let c = |p: f64, o: bool| Cell { pressure: p, v: [0.1 * p, -p], open: o };
    let f = Field {
        nx: 3,
        ny: 2,
        cells: vec![c(0.3, true), c(0.7, true), c(-0.2, false), c(1.1, true), c(0.4, true), c(0.9, true)],
        k: 0.6,
    };
    agree(&f, Field::total, f.total_grad());
    agree(&f, Field::swap, f.swap_grad());
}
#[derive(Differentiable, Clone, Debug)]
struct Mat<T, const R: usize, const C: usize> {
    m: [[T; C]; R],
}
#[differentiate(wrt(self, x))]
impl<T: Float, const R: usize, const C: usize> Mat<T, R, C> {
    fn at(&self, i: usize, j: usize) -> &T {
        &self.m[i][j]
    }
    fn at_mut(&mut self, i: usize, j: usize) -> &mut T {
        &mut self.m[i][j]
    }
    fn row(&self, i: usize) -> &[T; C] {
        &self.m[i]
    }
    fn scale_row(&mut self, i: usize, x: T) {
        for j in 0..C {
            let v = *self.at(i, j);
            *self.at_mut(i, j) = v * x;
        }
    }
    fn eliminate(&self, x: T) -> T {
        let mut a = self.clone();
        for k in 0..R {
            for i in k + 1..R {
                let f = *a.at(i, k) / *a.at(k, k);
                for j in k..C {
                    let v = a.m[k][j];
                    a.m[i][j] = a.m[i][j] - f * v;
                }
            }
        }
        a.scale_row(0, x);
        let mut d = T::one();
        for k in 0..R {
            d = d * a.m[k][k];
        }
        d + self.row(0).iter().fold(T::zero(), |s, v| s + *v * x)
    }
}
#[test]
fn mats() {
    let m = Mat { m: [[2.0, 0.3, 0.1], [0.4, 1.5, -0.3], [0.2, -0.1, 1.2]] };
    agree(&m, |m| m.eliminate(0.7), m.eliminate_grad(0.7).0);
    let c = (m.eliminate(0.7 + 1e-6) - m.eliminate(0.7 - 1e-6)) / 2e-6;
    assert!((c - m.eliminate_grad(0.7).1).abs() < 1e-7);
}
#[derive(Differentiable, Clone, Debug, Default)]
struct Poly {
    c: Vec<f64>,
}
#[differentiate(wrt(self, x))]
impl Poly {
    fn lead(&self) -> Option<&f64> {
        self.c.last()
    }
    fn coef(&self, i: usize) -> Option<f64> {
        self.c.get(i).copied()
    }
    fn eval(&self, x: f64) -> f64 {
        self.c.iter().rev().fold(0.0, |a, c| a * x + c)
    }
    fn monic(&self, x: f64) -> Option<f64> {
        let l = self.lead()?;
        Some(self.eval(x) / l)
    }
    fn derivative(&self) -> Poly {
        Poly { c: self.c.iter().enumerate().skip(1).map(|(i, c)| i as f64 * c).collect() }
    }
    fn newton(&self, x: f64) -> f64 {
        let d = self.derivative();
        let mut x = x;
        for _ in 0..3 {
            x -= self.eval(x) / d.eval(x);
        }
        x
    }
    fn all(&self, x: f64) -> f64 {
        self.monic(x).unwrap_or(0.0)
            + self.newton(x) * self.coef(1).unwrap_or_default()
            + self.lead().map_or(0.0, |l| l * l)
            + match self.lead() {
                Some(l) if *l > 0.0 => l.ln(),
                _ => 0.0,
            }
    }
}
#[test]
fn poly() {
    let p = Poly { c: vec![-2.0, 0.3, 1.4] };
    agree(&p, |p| p.all(1.1), p.all_grad(1.1).0);
}
