//! Statistics: a regression with a builder, penalties and standardised inputs.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Penalty {
    #[default]
    None,
    Ridge(f64),
    ElasticNet {
        alpha: f64,
        l1_ratio: f64,
    },
}

#[derive(Clone, Debug, Default)]
pub struct Settings {
    penalty: Penalty,
    huber: Option<f64>,
}

impl Settings {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn penalty(mut self, penalty: Penalty) -> Self {
        self.penalty = penalty;
        self
    }

    pub fn huber(mut self, delta: f64) -> Self {
        self.huber = Some(delta);
        self
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct LinearModel {
    pub coefficients: Vec<f64>,
    pub intercept: f64,
}

pub struct Table {
    pub rows: Vec<Vec<f64>>,
    pub targets: Vec<f64>,
}

impl Table {
    fn len(&self) -> usize {
        self.targets.len()
    }
}

#[differentiate(wrt(self))]
impl LinearModel {
    pub fn predict(&self, row: &[f64]) -> f64 {
        self.coefficients.iter().zip(row).map(|(c, x)| c * x).sum::<f64>() + self.intercept
    }

    fn penalty(&self, penalty: &Penalty) -> f64 {
        match penalty {
            Penalty::None => 0.0,
            Penalty::Ridge(lambda) => lambda * self.coefficients.iter().map(|c| c * c).sum::<f64>(),
            Penalty::ElasticNet { alpha, l1_ratio } => {
                let l1: f64 = self.coefficients.iter().map(|c| c.abs()).sum();
                let l2: f64 = self.coefficients.iter().map(|c| c.powi(2)).sum();
                alpha * (l1_ratio * l1 + 0.5 * (1.0 - l1_ratio) * l2)
            }
        }
    }

    pub fn loss(&self, table: &Table, settings: &Settings) -> f64 {
        let mut loss = 0.0;
        for (row, y) in table.rows.iter().zip(&table.targets) {
            let residual = self.predict(row) - y;
            loss += match settings.huber {
                Some(delta) if residual.abs() > delta => delta * (residual.abs() - 0.5 * delta),
                _ => 0.5 * residual * residual,
            };
        }
        loss / table.len() as f64 + self.penalty(&settings.penalty)
    }

    pub fn r_squared(&self, table: &Table) -> f64 {
        let mean = table.targets.iter().sum::<f64>() / table.len() as f64;
        let total: f64 = table.targets.iter().map(|y| (y - mean).powi(2)).sum();
        let residual: f64 =
            table.rows.iter().zip(&table.targets).map(|(x, y)| (y - self.predict(x)).powi(2)).sum();
        1.0 - residual / total
    }
}

#[test]
fn fitted() {
    let table = Table {
        rows: vec![vec![1.0, 0.5], vec![-0.3, 2.0], vec![0.7, -1.0], vec![2.0, 0.1]],
        targets: vec![1.0, -3.0, 2.0, 2.5],
    };
    let model = LinearModel { coefficients: vec![0.8, -0.4], intercept: 0.1 };
    for settings in [
        Settings::new(),
        Settings::new().penalty(Penalty::Ridge(0.1)).huber(0.5),
        Settings::new().penalty(Penalty::ElasticNet { alpha: 0.2, l1_ratio: 0.7 }),
    ] {
        check(&model, |m| m.loss(&table, &settings), &model.loss_grad(&table, &settings));
    }
    check(&model, |m| m.r_squared(&table), &model.r_squared_grad(&table));
}
