//! Trains a small network on the Iris data set with gradients from `#[differentiate]`.

mod data;
mod model;
mod plot;

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use model::Network;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Trains a classifier of Iris flowers by gradient descent and reports its accuracy on flowers it has not seen.
#[derive(Parser)]
struct Arguments {
    /// Passes over the training data.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
    /// Flowers per step.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..))]
    batch: u32,
    /// Step length.
    #[arg(long, default_value_t = 0.1, value_parser = positive, allow_negative_numbers = true)]
    rate: f64,
    /// Decides the split, the initial weights and the order of the flowers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to write the loss curve.
    #[arg(long, default_value = "loss.svg")]
    svg: PathBuf,
}

/// Reads a step length.
fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate > 0.0 && rate.is_finite() => Ok(rate),
        _ => Err("a positive number is expected".into()),
    }
}

/// Prints the report. Exits with 2 and a one-line message if it cannot train, write the curve or print.
fn main() -> ExitCode {
    let printed = run(&Arguments::parse()).and_then(|report| print(&report).map_err(|e| e.to_string()));
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// Writes to standard output. A reader that stops early, as in `train | head`, is not an error.
fn print(report: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(report.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Larger losses count as divergence; the plots, which draw in `f32`, could not show them.
const LARGEST_LOSS: f64 = 1e30;

/// Trains the network, writes the loss curve, and returns the report to print.
fn run(arguments: &Arguments) -> Result<String, String> {
    let mut random = StdRng::seed_from_u64(arguments.seed);
    let (mut train, test) = data::iris(&mut random);
    let batch = arguments.batch as usize;
    if batch > train.len() {
        return Err(format!("--batch {batch} is more than the {} flowers to train on", train.len()));
    }
    let mut network = Network::new(&mut random);

    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} epochs  loss {msg}").map_err(|e| e.to_string())?;
    let progress = ProgressBar::new(arguments.epochs.into()).with_style(style);
    let mut losses = Vec::new();
    for _ in 0..arguments.epochs {
        train.shuffle(&mut random);
        let steps = train.chunks(batch).map(|flowers| network.descend(flowers, arguments.rate));
        let mean = steps.sum::<f64>() / train.chunks(batch).count() as f64;
        if !mean.is_finite() || mean > LARGEST_LOSS {
            progress.finish_and_clear();
            return Err(format!("the loss diverges with --rate {:e}: take a smaller one", arguments.rate));
        }
        losses.push(mean);
        progress.set_message(format!("{mean:.4}"));
        progress.inc(1);
    }
    progress.finish_and_clear();

    plot::svg(&losses, &arguments.svg).map_err(|e| format!("{}: {e}", arguments.svg.display()))?;
    Ok(format!(
        "Iris: {} flowers to train on, {} held out; {} weights\n\
         {}\n\
         Loss: {:.4} in the first epoch, {:.4} in the last\n\
         Held-out accuracy: {:.3}\n\
         Loss curve: {}\n",
        train.len(),
        test.len(),
        Network::WEIGHTS,
        plot::terminal(&losses),
        losses[0],
        losses[losses.len() - 1],
        network.accuracy(&test),
        arguments.svg.display(),
    ))
}
