//! The Iris data set: four measures and the kind of 150 flowers.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

/// A flower: its measures, each with mean 0 and deviation 1 over all flowers, and its kind.
pub struct Flower {
    /// Length and width of sepal and petal.
    pub measures: [f64; 4],
    /// Which of the three kinds it is.
    pub kind: usize,
}

/// The flowers to train on, and a fifth of each kind held out.
pub fn iris(random: &mut StdRng) -> (Vec<Flower>, Vec<Flower>) {
    let set = linfa_datasets::iris();
    let (records, targets) = (set.records(), set.targets());
    let mean: [f64; 4] = std::array::from_fn(|i| records.column(i).mean().unwrap_or(0.0));
    let deviation: [f64; 4] = std::array::from_fn(|i| records.column(i).std(0.0));
    let mut flowers: Vec<Flower> = records
        .rows()
        .into_iter()
        .zip(targets)
        .map(|(row, kind)| {
            let measures = std::array::from_fn(|i| (row[i] - mean[i]) / deviation[i]);
            Flower { measures, kind: *kind }
        })
        .collect();
    flowers.shuffle(random);
    // By kind, so that each kind has its share in both parts.
    flowers.sort_by_key(|flower| flower.kind);
    let (test, train): (Vec<_>, Vec<_>) = flowers.into_iter().enumerate().partition(|(i, _)| i % 5 == 0);
    let only = |part: Vec<(usize, Flower)>| part.into_iter().map(|(_, flower)| flower).collect();
    (only(train), only(test))
}
