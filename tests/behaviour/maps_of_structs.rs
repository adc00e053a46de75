//! Maps in fields of differentiated structs: asked by key, indexed, run over.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Differentiable, Clone, Debug)]
struct Network {
    k: Vec<f64>,
    #[differentiate(constant)]
    names: BTreeMap<String, usize>,
    #[differentiate(constant)]
    hashed: HashMap<String, usize>,
    #[differentiate(constant)]
    weights: BTreeMap<String, f64>,
    #[differentiate(constant)]
    chosen: BTreeSet<usize>,
    #[differentiate(constant)]
    groups: HashMap<u32, Vec<usize>>,
}

#[differentiate(grad, value_and_grad)]
impl Network {
    fn new(k: Vec<f64>) -> Network {
        let names: BTreeMap<String, usize> = [("a".to_string(), 0), ("b".to_string(), 1)].into();
        Network {
            k,
            hashed: names.clone().into_iter().collect(),
            names,
            weights: [("a".to_string(), 2.0), ("b".to_string(), -0.5)].into(),
            chosen: [1].into(),
            groups: [(7, vec![0, 2, 2])].into(),
        }
    }

    #[differentiate(wrt(self))]
    fn rate(&self, name: &str) -> Option<f64> {
        let index = *self.names.get(name)?;
        Some(self.k[index] * self.k[index])
    }

    #[differentiate(wrt(self))]
    fn found(&self, name: &str) -> Result<f64, String> {
        let i = *self.names.get(name).ok_or_else(|| format!("no {name}"))?;
        Ok(self.k[i] * self.k[2])
    }

    #[differentiate(wrt(self))]
    fn indexed(&self, name: &str) -> f64 {
        let i = self.names[name];
        self.k[i] * self.k[self.hashed[name]] * self.weights[name]
    }

    #[differentiate(wrt(self))]
    fn or_else(&self, name: &str) -> f64 {
        let Some(&i) = self.hashed.get(name) else { return self.k[2] };
        self.k[i] * self.k[i]
    }

    #[differentiate(wrt(self))]
    fn branches(&self, name: &str) -> f64 {
        let first = if let Some(i) = self.hashed.get(name) { self.k[*i].sin() } else { self.k[0] };
        let second = match self.names.get(name) {
            Some(&i) => self.k[i],
            None => 0.0,
        };
        if self.hashed.contains_key(name) { first * second } else { first + self.k[1] * self.k[1] }
    }

    #[differentiate(wrt(self))]
    fn run_over(&self) -> f64 {
        let mut total = 0.0;
        for (_, &i) in &self.names {
            total += self.k[i] * self.k[i];
        }
        for (name, i) in self.names.iter() {
            total += self.k[*i] * name.len() as f64;
        }
        for i in self.names.values() {
            total += self.k[*i].sin();
        }
        total
    }

    #[differentiate(wrt(self))]
    fn chains(&self) -> f64 {
        let weighed: f64 = self.weights.iter().map(|(name, w)| w * self.k[self.names[name]]).sum();
        let squares: f64 = self.names.values().map(|&i| self.k[i].powi(2)).sum();
        weighed * squares + self.names.iter().map(|(_, &i)| self.k[i] * self.k[i]).sum::<f64>()
    }

    #[differentiate(wrt(self))]
    fn weighed(&self, name: &str) -> f64 {
        let w = self.weights.get(name).copied().unwrap_or(1.0);
        let i = self.names.get(name).copied().unwrap_or(2);
        self.k[i] * w + self.weights.get(name).map_or(0.0, |w| w * self.k[0] * self.k[0])
    }

    #[differentiate(wrt(self))]
    fn grouped(&self, id: u32) -> f64 {
        let mut total = 0.0;
        for &j in &self.groups[&id] {
            total += self.k[j] * self.k[j];
        }
        total * self.groups[&id].iter().map(|&i| self.k[i]).sum::<f64>()
    }

    #[differentiate(wrt(self))]
    fn of_a_group(&self, id: u32) -> f64 {
        let mut total = 1.0;
        if let Some(members) = self.groups.get(&id) {
            for &j in members {
                total += self.k[j] * total;
            }
        }
        total
    }

    #[differentiate(wrt(self))]
    fn of_groups(&self) -> f64 {
        let mut total = 1.0;
        for id in 6..9u32 {
            let Some(members) = self.groups.get(&id) else { continue };
            total *= members.iter().map(|&j| self.k[j] * self.k[j]).sum::<f64>();
        }
        total
    }

    #[differentiate(wrt(self))]
    fn filtered(&self) -> f64 {
        let mut total = 0.0;
        for i in 0..self.k.len() {
            if self.chosen.contains(&i) {
                total += self.k[i] * self.k[i];
            }
        }
        total * self.names.len() as f64
    }
}

/// The map in a field of a field of a parameter.
#[derive(Differentiable, Clone, Debug)]
struct Model {
    net: Network,
    scale: f64,
}

#[differentiate(wrt(model))]
fn nested(model: &Model, species: &[(String, f64)]) -> f64 {
    let mut total = 0.0;
    for (name, amount) in species {
        if let Some(&i) = model.net.names.get(name.as_str()) {
            total += model.net.k[i] * amount * model.scale;
        }
    }
    total
}

#[differentiate(wrt(k))]
fn of_a_parameter(groups: &HashMap<u32, Vec<usize>>, k: &[f64]) -> f64 {
    let mut total = 1.0;
    for id in 0..3u32 {
        if let Some(members) = groups.get(&id) {
            for &j in members {
                total += k[j] * total;
            }
        }
    }
    total
}

const AT: [f64; 3] = [0.7, -1.2, 0.4];

fn differences(f: impl Fn(&Network) -> f64) -> [f64; 3] {
    crate::common::gradient(|x| f(&Network::new(x.to_vec())), AT)
}

macro_rules! agree {
    ($($function:ident $value_and_grad:ident($($argument:expr),*);)*) => {
        #[test]
        fn maps_in_differentiated_structs() {
            let at = Network::new(AT.to_vec());
            $(
                let (value, slope) = at.$value_and_grad($($argument),*);
                assert_eq!(value.to_bits(), at.$function($($argument),*).to_bits(), stringify!($function));
                crate::common::assert_close(slope.k.try_into().unwrap(), differences(|f| f.$function($($argument),*)));
            )*
        }
    };
}

agree! {
    indexed indexed_value_and_grad("b");
    or_else or_else_value_and_grad("a");
    or_else or_else_value_and_grad("c");
    branches branches_value_and_grad("b");
    branches branches_value_and_grad("c");
    run_over run_over_value_and_grad();
    chains chains_value_and_grad();
    weighed weighed_value_and_grad("b");
    weighed weighed_value_and_grad("c");
    grouped grouped_value_and_grad(7);
    of_a_group of_a_group_value_and_grad(7);
    of_a_group of_a_group_value_and_grad(8);
    of_groups of_groups_value_and_grad();
    filtered filtered_value_and_grad();
}

#[test]
fn maps_and_outcomes() {
    let at = Network::new(AT.to_vec());
    assert_eq!(at.rate_grad("b").unwrap().k, [0.0, -2.4, 0.0]);
    assert!(at.rate_grad("c").is_none());
    crate::common::assert_close(
        at.found_grad("a").unwrap().k.try_into().unwrap(),
        differences(|f| f.found("a").unwrap()),
    );
    assert_eq!(at.found_grad("c").unwrap_err(), "no c");
}

#[test]
fn lists_in_maps() {
    let groups = HashMap::from([(0, vec![0, 2]), (2, vec![1])]);
    assert_eq!(of_a_parameter_grad(&groups, &[0.5, 2.0, -1.5]), [-1.5, -0.75, 4.5]);
}

#[test]
fn maps_of_inner_structs() {
    let model = Model { net: Network::new(AT.to_vec()), scale: 2.0 };
    let species = [("b".to_string(), 3.0), ("c".to_string(), 1.0), ("a".to_string(), 0.5)];
    let slope = nested_grad(&model, &species);
    assert_eq!(slope.net.k, [1.0, 6.0, 0.0]);
    assert!((slope.scale - (-3.6 + 0.35)).abs() < 1e-12);
}
