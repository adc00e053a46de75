//! What functions of a block pass on to each other. `wrt` says with respect to what a function has gradients; where another function of the
//! block passes a differentiated value for a parameter that `wrt` leaves out, the function's rule takes part in that one too.

use super::helper::{Known, is_of_core};
use super::operator;
use crate::diagnostics::Sink;
use crate::ir::{Callee, Stmt};
use crate::lower::{self, Primal, Signature};
use crate::method::{self, Home};
use crate::names;
use crate::options::Options;
use proc_macro2::Ident;
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::ItemFn;

/// The functions of a block, and what each passes on to the others.
pub(super) struct Functions<'a> {
    home: &'a Home,
    all: Vec<Function>,
    /// What is passed may be a constant of any type, which only rustc knows.
    known: Known,
}

struct Function {
    function: ItemFn,
    options: Options,
    /// It has companions, so `wrt` says what its rule leaves out.
    asked: bool,
    wrt: Vec<Ident>,
    passed: Vec<Ident>,
    signature: Signature,
}

impl<'a> Functions<'a> {
    /// None yet.
    pub fn new(home: &'a Home) -> Self {
        Functions { home, all: Vec::new(), known: Known::default() }
    }

    /// Adds a function that is asked for companions, or one that may have a rule without them.
    pub fn add(&mut self, function: &ItemFn, options: Option<&Options>) {
        if let Some(options) = options {
            self.known.asked(function, options, self.home);
        }
        let (asked, options) = (options.is_some(), options.cloned().unwrap_or_default());
        let function = method::with_named_receiver(function.clone());
        let wrt = match asked {
            true => options.wrt.clone(),
            false => Some(operator::operands(&function)),
        };
        let signature = lower::signature_of(&function, wrt.as_deref(), self.home, &mut Sink::default());
        let active = || signature.params.iter().filter(|param| param.active).map(|param| param.ident.clone());
        let wrt = wrt.unwrap_or_else(|| active().collect());
        if options.custom.is_empty() && options.aux.is_none() {
            self.all.push(Function { function, options, asked, wrt, passed: Vec::new(), signature });
        }
    }

    /// The parameters that `wrt` leaves out and that the others pass differentiated values for, by the function's name.
    pub fn passed(mut self) -> BTreeMap<String, Vec<Ident>> {
        for function in &mut self.all {
            function.take_patterns(&self.known, self.home);
        }
        let leave_out: Vec<String> =
            self.all.iter().filter(|function| function.leaves_out()).map(Function::name).collect();
        let leave_out: Vec<&str> = leave_out.iter().map(String::as_str).collect();
        let calls =
            |function: &Function| names::mentions(&function.function.block.to_token_stream(), &leave_out);
        let mut left: Vec<usize> = (0..self.all.len()).filter(|at| calls(&self.all[*at])).collect();
        while let Some(at) = left.pop() {
            for (name, argument) in self.all[at].passes(self.home) {
                let found = |of: &Function| of.asked && of.name() == name;
                let Some(to) = self.all.iter().position(found) else { continue };
                if self.all[to].takes(argument, &self.known, self.home)
                    && calls(&self.all[to])
                    && !left.contains(&to)
                {
                    left.push(to);
                }
            }
        }
        let (home, known) = (self.home, self.known);
        let block: BTreeSet<String> = self.all.iter().map(Function::name).collect();
        let passed = self
            .all
            .into_iter()
            .filter(|of| !of.passed.is_empty() && of.needs_no_more_rules(home, &known, &block));
        passed.map(|function| (function.name(), function.passed)).collect()
    }
}

impl Function {
    fn name(&self) -> String {
        self.function.sig.ident.to_string()
    }

    fn leaves_out(&self) -> bool {
        self.asked && self.signature.params.iter().any(|param| !param.active && !param.function)
    }

    /// The calls by which it passes a differentiated value: the callee's name, and the number of the argument.
    fn passes(&self, home: &Home) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        let Some(primal) = self.lowered(home, &self.passed) else { return found };
        primal.block.each(&mut |stmt| {
            let Stmt::Call(call) = stmt else { return };
            let (Callee::Method(..) | Callee::Associated(_), Some(name)) = (&call.callee, call.callee.name())
            else {
                return;
            };
            let varies = (0..call.args.len()).filter(|at| primal.arena.varies(call.args[*at]));
            found.extend(varies.map(|at| (name.to_string(), at)));
        });
        found
    }

    /// With respect to these parameters too.
    fn lowered(&self, home: &Home, more: &[Ident]) -> Option<Primal> {
        let mut sink = Sink::default();
        let wrt: Vec<Ident> = self.wrt.iter().chain(more).cloned().collect();
        let primal = lower::lower_for(&self.function, Some(&wrt), self.options.asked(), home, &mut sink);
        (sink.is_empty() && !primal.refused).then_some(primal)
    }

    /// Does it call only what has a rule, or needs one anyway? What is passed may be a constant field, and what that goes into may have none.
    fn needs_no_more_rules(&self, home: &Home, known: &Known, block: &BTreeSet<String>) -> bool {
        let (Some(less), Some(more)) = (self.lowered(home, &[]), self.lowered(home, &self.passed)) else {
            return false;
        };
        let needed = called(&less);
        let has_rules =
            called(&more).iter().all(|callee| known.has_rule(&callee.0) || needed.contains(callee));
        let patterns = || self.signature.params.iter().filter(|param| param.pattern.is_some());
        let has_patterns = patterns().any(|param| self.passed.contains(&param.ident));
        has_rules && (!has_patterns || takes(&less, block).is_superset(&takes(&more, block)))
    }

    /// Nobody can name a parameter that is a pattern, so whoever passes a differentiated value for it would have no way out.
    fn take_patterns(&mut self, known: &Known, home: &Home) {
        let floats = lower::floats(&self.function, home, None);
        let left_out = self.signature.params.iter().filter(|param| {
            let left_out = self.asked && param.pattern.is_some() && !param.active && !param.function;
            left_out && known.has_gradient(&param.tokens, &floats, home)
        });
        let left_out: Vec<Ident> = left_out.map(|param| param.ident.clone()).collect();
        self.passed.extend(left_out);
    }

    /// Takes part in a parameter too, if its type is known to have a gradient; `false` if it does already.
    fn takes(&mut self, argument: usize, known: &Known, home: &Home) -> bool {
        let Some(param) = self.signature.params.get(argument) else { return false };
        let takes_part = param.active || param.function || self.passed.contains(&param.ident);
        let floats = lower::floats(&self.function, home, None);
        let new = !takes_part && known.has_gradient(&param.tokens, &floats, home);
        self.passed.extend(new.then(|| param.ident.clone()));
        new
    }
}

/// What is called by a rule: the last part of the name, and all of it. Functions of this crate have rules.
fn called(primal: &Primal) -> BTreeSet<(String, String)> {
    let mut called = BTreeSet::new();
    primal.block.each(&mut |stmt| {
        let Stmt::Call(call) = stmt else { return };
        let (name, shown) = match &call.callee {
            Callee::Function(path) if is_of_core(path) => return,
            Callee::Operator { marker, .. } => ((*marker).to_string(), (*marker).to_string()),
            Callee::Method(name, _) => (name.to_string(), name.to_string()),
            other => (other.name().map(Ident::to_string).unwrap_or_default(), other.shown()),
        };
        called.insert((name, shown));
    });
    called
}

/// What functions of other blocks get that is differentiated: such a function may hold the argument constant.
fn takes(primal: &Primal, block: &BTreeSet<String>) -> BTreeSet<(String, usize)> {
    let mut taken = BTreeSet::new();
    primal.block.each(&mut |stmt| {
        let Stmt::Call(call) = stmt else { return };
        let (Callee::Function(_) | Callee::Associated(_) | Callee::Method(..), Some(name)) =
            (&call.callee, call.callee.name())
        else {
            return;
        };
        let elsewhere = !block.contains(&name.to_string())
            && !matches!(&call.callee, Callee::Function(path) if is_of_core(path));
        let varies = (0..call.args.len()).filter(|at| elsewhere && primal.arena.varies(call.args[*at]));
        taken.extend(varies.map(|at| (call.callee.shown(), at)));
    });
    taken
}
