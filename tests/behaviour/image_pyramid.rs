//! Images whose filters are methods that return images, in a loop that replaces the image.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Debug)]
pub struct Image {
    pixels: Vec<f64>,
    width: usize,
    height: usize,
}

#[differentiate]
impl Image {
    pub fn new(width: usize, height: usize) -> Self {
        Image { pixels: vec![0.0; width * height], width, height }
    }

    #[differentiate(wrt(self))]
    fn get(&self, x: isize, y: isize) -> f64 {
        let cx = x.clamp(0, self.width as isize - 1) as usize;
        let cy = y.clamp(0, self.height as isize - 1) as usize;
        self.pixels[cy * self.width + cx]
    }

    #[differentiate(wrt(self, value))]
    fn set(&mut self, x: usize, y: usize, value: f64) {
        self.pixels[y * self.width + x] = value;
    }

    #[differentiate(wrt(self, kernel))]
    fn convolve(&self, kernel: &[[f64; 3]; 3]) -> Image {
        let mut out = Image::new(self.width, self.height);
        for y in 0..self.height {
            for x in 0..self.width {
                let mut sum = 0.0;
                for (dy, row) in kernel.iter().enumerate() {
                    for (dx, k) in row.iter().enumerate() {
                        sum += k * self.get(x as isize + dx as isize - 1, y as isize + dy as isize - 1);
                    }
                }
                out.set(x, y, sum);
            }
        }
        out
    }

    #[differentiate(wrt(self))]
    fn half(&self) -> Image {
        let mut out = Image::new(self.width / 2, self.height / 2);
        for (j, y) in (0..self.height - 1).step_by(2).enumerate() {
            for (i, x) in (0..self.width - 1).step_by(2).enumerate() {
                let (x, y) = (x as isize, y as isize);
                out.set(
                    i,
                    j,
                    0.25 * (self.get(x, y)
                        + self.get(x + 1, y)
                        + self.get(x, y + 1)
                        + self.get(x + 1, y + 1)),
                );
            }
        }
        out
    }
}

#[differentiate(wrt(image, kernel))]
fn pyramid_energy(image: &Image, kernel: &[[f64; 3]; 3], levels: usize) -> f64 {
    let mut level = image.clone();
    let mut energy = 0.0;
    for k in 0..levels {
        let filtered = level.convolve(kernel);
        energy += filtered.pixels.iter().map(|p| (1.0 + p * p).ln()).sum::<f64>() / (k + 1) as f64;
        level = filtered.half();
    }
    energy
}

#[test]
fn energies_of_a_pyramid() {
    let p = crate::check::nums(25);
    let make = |p: &[f64]| Image { pixels: p[..16].to_vec(), width: 4, height: 4 };
    crate::check::agrees(
        &p,
        |p| pyramid_energy(&make(p), &crate::check::mat::<3, 3>(&p[16..]), 2),
        |p| {
            let (v, (g, k)) =
                pyramid_energy_value_and_grad(&make(p), &crate::check::mat::<3, 3>(&p[16..]), 2);
            (v, g.pixels.iter().copied().chain(k.concat()).collect())
        },
        1e-6,
    );
    // With the identity as kernel every level of a constant image is constant.
    let image = Image { pixels: vec![0.5; 16], width: 4, height: 4 };
    let (gradient, _) = pyramid_energy_grad(&image, &[[0.0; 3], [0.0, 1.0, 0.0], [0.0; 3]], 2);
    gradient.pixels.iter().for_each(|d| assert!((d - 1.125 * 2.0 * 0.5 / 1.25).abs() < 1e-12));
}
