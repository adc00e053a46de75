//! The Iris data set: four measurements and the species of 150 flowers.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

/// One flower.
pub struct Flower {
    /// Length and width of sepal and petal, standardised.
    pub measurements: [f64; 4],
    /// Which of the three species it is.
    pub species: usize,
}

/// The training set, and a held-out fifth of each species.
pub fn iris(random: &mut StdRng) -> (Vec<Flower>, Vec<Flower>) {
    let set = linfa_datasets::iris();
    let rows = set.records().rows().into_iter().zip(set.targets());
    let mut flowers: Vec<Flower> = rows
        .map(|(row, species)| Flower { measurements: std::array::from_fn(|i| row[i]), species: *species })
        .collect();
    flowers.shuffle(random);
    // Sorted by species, so that each species has its share in both sets.
    flowers.sort_by_key(|flower| flower.species);
    let (test, train): (Vec<_>, Vec<_>) = flowers.into_iter().enumerate().partition(|(i, _)| i % 5 == 0);
    let without_index = |set: Vec<(usize, Flower)>| set.into_iter().map(|(_, flower)| flower);
    let (mut train, mut test): (Vec<_>, Vec<_>) =
        (without_index(train).collect(), without_index(test).collect());
    standardise(&mut train, &mut test);
    (train, test)
}

/// Shifts and scales each measurement to mean 0 and standard deviation 1 over the training set. The held-out flowers do
/// not enter the mean and the deviation: nothing about them may reach the training.
fn standardise(train: &mut [Flower], test: &mut [Flower]) {
    let count = train.len() as f64;
    for i in 0..4 {
        let mean = train.iter().map(|flower| flower.measurements[i]).sum::<f64>() / count;
        let squares = train.iter().map(|flower| (flower.measurements[i] - mean).powi(2));
        let deviation = (squares.sum::<f64>() / count).sqrt();
        for flower in train.iter_mut().chain(&mut *test) {
            flower.measurements[i] = (flower.measurements[i] - mean) / deviation;
        }
    }
}
