//! Robotics: the cost of a trajectory of a unicycle among obstacles.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Pose {
    x: f64,
    y: f64,
    heading: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Control {
    speed: f64,
    turn: f64,
}

struct Obstacle {
    center: (f64, f64),
    radius: f64,
}

struct Planner {
    dt: f64,
    goal: Pose,
    obstacles: Vec<Obstacle>,
    weights: [f64; 3],
}

impl Pose {
    #[differentiate(wrt(self, u))]
    fn advance(self, u: Control, dt: f64) -> Pose {
        Pose {
            x: self.x + u.speed * self.heading.cos() * dt,
            y: self.y + u.speed * self.heading.sin() * dt,
            heading: self.heading + u.turn * dt,
        }
    }

    #[differentiate(wrt(self))]
    fn distance_to(&self, x: f64, y: f64) -> f64 {
        (self.x - x).hypot(self.y - y)
    }
}

impl Planner {
    #[differentiate(wrt(pose))]
    fn obstacle_cost(&self, pose: &Pose) -> f64 {
        self.obstacles
            .iter()
            .map(|o| {
                let clearance = pose.distance_to(o.center.0, o.center.1) - o.radius;
                if clearance < 0.5 { (0.5 - clearance).powi(2) } else { 0.0 }
            })
            .sum()
    }

    #[differentiate(wrt(start, controls))]
    fn cost(&self, start: Pose, controls: &[Control]) -> f64 {
        let [w_goal, w_effort, w_obstacle] = self.weights;
        let mut pose = start;
        let mut cost = 0.0;
        for &u in controls {
            pose = pose.advance(u, self.dt);
            cost += w_obstacle * self.obstacle_cost(&pose);
            cost += w_effort * (u.speed * u.speed + u.turn * u.turn);
        }
        let dx = pose.x - self.goal.x;
        let dy = pose.y - self.goal.y;
        cost + w_goal * (dx * dx + dy * dy + (pose.heading - self.goal.heading).powi(2))
    }
}

#[test]
fn planned() {
    let planner = Planner {
        dt: 0.2,
        goal: Pose { x: 1.0, y: 1.0, heading: 0.5 },
        obstacles: vec![
            Obstacle { center: (0.5, 0.3), radius: 0.2 },
            Obstacle { center: (3.0, 3.0), radius: 0.5 },
        ],
        weights: [2.0, 0.1, 5.0],
    };
    let start = Pose { x: 0.0, y: 0.1, heading: 0.2 };
    let controls: Vec<Control> =
        (0..6).map(|i| Control { speed: 0.5 + 0.1 * i as f64, turn: 0.3 - 0.1 * i as f64 }).collect();
    check(&(start, controls.clone()), |(s, c)| planner.cost(*s, c), &planner.cost_grad(start, &controls));
}
