//! What the generator draws beside the plain statements of `statement.rs`: a line a construct. A weight of 0 turns one off;
//! `DIFFERENTIATE_CONSTRUCTS=early,told` draws only those (and the plain statements).

use super::{Kind, Writer};
use std::sync::OnceLock;

/// Who holds a program against the truth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Checker {
    /// The reference interpreter, which knows neither the type of an integer that nobody annotates nor foreign items.
    Interpreter,
    /// The dual numbers of `rustc/dual.rs`.
    Rustc,
}

/// A construct.
struct Construct {
    /// What a failing program is said to hold.
    name: &'static str,
    /// How often it is drawn; a plain statement is drawn 84 times.
    weight: usize,
    /// Does the interpreter know what it means?
    interpreted: bool,
    write: for<'w> fn(&mut Writer<'w>),
}

/// All of them. What `weight` says here is the switch: nothing else mentions a construct.
const CONSTRUCTS: [Construct; 23] = [
    Construct { name: "early", weight: 5, interpreted: true, write: |w| w.early(false) },
    Construct { name: "early-told", weight: 4, interpreted: false, write: |w| w.early(true) },
    Construct { name: "early-chain", weight: 2, interpreted: true, write: |w| w.early_chain() },
    Construct { name: "told", weight: 5, interpreted: false, write: |w| w.told() },
    Construct { name: "told-list", weight: 2, interpreted: false, write: |w| w.told_list() },
    Construct { name: "told-range", weight: 2, interpreted: false, write: |w| w.told_range() },
    Construct { name: "told-join", weight: 3, interpreted: false, write: |w| w.told_join() },
    Construct { name: "alias", weight: 3, interpreted: false, write: |w| w.alias() },
    Construct { name: "single", weight: 2, interpreted: false, write: |w| w.single() },
    Construct { name: "remainder", weight: 2, interpreted: true, write: |w| w.remainder() },
    Construct { name: "masked", weight: 4, interpreted: true, write: |w| w.masked() },
    Construct { name: "operator", weight: 3, interpreted: false, write: |w| w.operator() },
    Construct { name: "closure-named", weight: 2, interpreted: true, write: |w| w.closure_named() },
    Construct { name: "closure-passed", weight: 1, interpreted: false, write: |w| w.closure_passed() },
    Construct { name: "opaque", weight: 2, interpreted: false, write: |w| w.opaque() },
    Construct { name: "drawn", weight: 4, interpreted: false, write: |w| w.drawn() },
    Construct { name: "counted", weight: 4, interpreted: false, write: |w| w.counted() },
    Construct { name: "exchanged", weight: 2, interpreted: false, write: |w| w.exchanged_names() },
    Construct { name: "labelled", weight: 2, interpreted: true, write: |w| w.block_with_label() },
    Construct { name: "let-chain", weight: 2, interpreted: true, write: |w| w.chained() },
    Construct { name: "inside", weight: 1, interpreted: true, write: |w| w.inside() },
    Construct { name: "iterated", weight: 3, interpreted: true, write: |w| w.iterated() },
    Construct { name: "assigning", weight: 2, interpreted: true, write: |w| w.assigning() },
];

/// The names that the environment asks for; all, where it does not.
fn wanted() -> &'static Option<Vec<String>> {
    static WANTED: OnceLock<Option<Vec<String>>> = OnceLock::new();
    WANTED.get_or_init(|| {
        let names = std::env::var("DIFFERENTIATE_CONSTRUCTS").ok()?;
        Some(names.split(',').map(|name| name.trim().to_owned()).collect())
    })
}

impl Construct {
    fn weight(&self, checker: Checker) -> usize {
        let known = self.interpreted || checker == Checker::Rustc;
        let asked = wanted().as_ref().is_none_or(|names| names.iter().any(|name| name == self.name));
        if known && asked { self.weight } else { 0 }
    }
}

/// Does the interpreter know all that is in a program with these constructs?
pub fn interpreted(names: &[&str]) -> bool {
    let known = |name: &&str| CONSTRUCTS.iter().any(|own| own.name == *name && own.interpreted);
    names.iter().all(known)
}

impl Writer<'_> {
    /// How often something here is drawn.
    pub(super) fn constructs(&self) -> usize {
        CONSTRUCTS.iter().map(|own| own.weight(self.checker)).sum()
    }

    /// Into what changes, so that a wrong number does not end here.
    fn flows_on(&mut self, name: &str) {
        let other = self.pick(|local| local.mutable && local.kind == Kind::Float && local.name != name);
        match other {
            Some(other) if self.below(2) == 0 => {
                self.line(&format!("{0} = ({0} + {name} * 0.5).sin();", other.name));
            }
            _ => {}
        }
    }

    pub(super) fn construct(&mut self, mut choice: usize) {
        for own in &CONSTRUCTS {
            match choice.checked_sub(own.weight(self.checker)) {
                Some(rest) => choice = rest,
                None => {
                    self.held.push(own.name);
                    let before = self.locals.len();
                    (own.write)(self);
                    let made = self.locals.get(before..).and_then(<[_]>::last);
                    if let Some(name) = made.filter(|local| local.kind == Kind::Float).map(|l| l.name.clone())
                    {
                        self.flows_on(&name);
                        self.made.push(name);
                    }
                    return;
                }
            }
        }
    }
}
