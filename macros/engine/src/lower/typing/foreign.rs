//! Types of other crates, whose rules stand in core: which methods are those of the type, and what these give.

use crate::ir::{Callee, Id, Op, Plain};
use crate::lower::Lower;
use crate::lower::expr::operator::bare;
use crate::lower::sequence::{Item, Sequence};
use crate::spanned::Spanned;
use crate::types::{Family, Ty};
use quote::quote;
use std::collections::BTreeSet;
use std::rc::Rc;
use syn::Expr;
use syn::visit::Visit;

/// What gives a number.
const NUMBERS: [&str; 34] = [
    "amax",
    "amin",
    "angle",
    "angle_between",
    "arg",
    "determinant",
    "distance",
    "distance_squared",
    "element_product",
    "element_sum",
    "l1_norm",
    "length",
    "length_recip",
    "length_squared",
    "ln_determinant",
    "lp_norm",
    "magnitude",
    "magnitude_squared",
    "max",
    "max_element",
    "mean",
    "metric_distance",
    "min",
    "min_element",
    "norm",
    "norm_sqr",
    "norm_squared",
    "perp_dot",
    "product",
    "std",
    "sum",
    "trace",
    "variance",
    "var",
];

/// What asks for the shape, through which nothing flows.
const SHAPES: [&str; 8] = ["len", "is_empty", "nrows", "ncols", "shape", "dim", "ndim", "len_of"];

/// What gives the same as it is called on, is run over or is a place: the engine's own.
const OWN: [&str; 14] = [
    "clone",
    "to_owned",
    "into",
    "iter",
    "iter_mut",
    "into_iter",
    "as_slice",
    "as_mut_slice",
    "as_ref",
    "as_mut",
    "as_slice_mut",
    "borrow",
    "unwrap",
    "expect",
];

/// What does not give one value of the same family.
const OTHERS: [&str; 6] = ["sin_cos", "to_polar", "to_array", "into_inner", "row_iter", "column_iter"];

/// What gives an `Option`, of some families.
const OPTIONS: [&str; 5] = ["try_inverse", "try_normalize", "mean", "cholesky", "solve"];

/// What gives a view.
const VIEWS: [&str; 18] = [
    "row",
    "column",
    "rows",
    "columns",
    "fixed_rows",
    "fixed_columns",
    "fixed_view",
    "view",
    "as_view",
    "t",
    "slice",
    "index_axis",
    "diag",
    "reversed_axes",
    "fixed_slice",
    "row_part",
    "column_part",
    "view_range",
];

/// What changes the value that it is called on, besides what ends in `_mut` and begins with `set_`.
const CHANGES: [&str; 12] = [
    "fill",
    "fill_diagonal",
    "copy_from",
    "assign",
    "swap",
    "swap_rows",
    "swap_columns",
    "gemm",
    "gemv",
    "axpy",
    "scaled_add",
    "mapv_inplace",
];

impl Lower<'_> {
    /// The family of a value, if it is of a type of another crate.
    pub(in crate::lower) fn family(&self, id: Id) -> Option<Family> {
        self.types.family(self.arena.ty(id))
    }

    /// The same of an expression that has not been read yet.
    pub(in crate::lower) fn family_of(&self, expr: &Expr) -> Option<Family> {
        match bare(expr) {
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|name| self.local(name))?;
                self.family(self.values[local.0]?)
            }
            Expr::Reference(reference) => self.family_of(&reference.expr),
            Expr::Unary(unary) => self.family_of(&unary.expr),
            Expr::Binary(binary) => {
                product(&binary.op, [&binary.left, &binary.right].map(|side| self.family_of(side)))
            }
            // What was there.
            Expr::MethodCall(call) if call.method == "unwrap" || call.method == "expect" => {
                let Expr::MethodCall(inner) = bare(&call.receiver) else { return None };
                self.gives_foreign_option(inner).then_some(())?;
                inside(self.family_of(&inner.receiver)?, &inner.method.to_string())
            }
            Expr::MethodCall(call) => {
                let of = self.family_of(&call.receiver)?;
                given(of, call, self.family_of_argument(call))
            }
            Expr::Call(call) => match bare(&call.func) {
                Expr::Path(path) => constructed(path),
                _ => None,
            },
            _ => None,
        }
    }

    fn family_of_argument(&self, call: &syn::ExprMethodCall) -> Option<Family> {
        self.family_of(call.args.first()?)
    }

    /// A method of a type of another crate, through which something differentiated flows.
    pub(in crate::lower) fn foreign_method(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        let family = self.family_of(&call.receiver).or_else(|| named_after(&name))?;
        if let Some(mapped) = self.foreign_map(call, family) {
            return Some(mapped);
        }
        let closure = call.args.iter().any(|arg| matches!(bare(arg), Expr::Closure(_)));
        if OWN.contains(&name.as_str()) || closure {
            return None;
        }
        if !self.mentions_varying(call) {
            return self.foreign_question(call);
        }
        if SHAPES.contains(&name.as_str()) {
            let receiver = self.receiver(call);
            let receiver = self.loaded(receiver);
            let args: Vec<Id> = call.args.iter().map(|arg| self.expr(arg)).collect();
            let ty = match name.as_str() {
                "is_empty" => Ty::Bool,
                "shape" | "dim" => self.types.fresh(),
                _ => Ty::usize(),
            };
            let args = std::iter::once(receiver).chain(args).collect();
            let count = self.discrete(
                Op::Plain(Plain::Method(call.method.clone(), quote!()), args),
                ty.clone(),
                call.span(),
            );
            let private = crate::names::private();
            return Some(self.discrete(
                Op::Plain(Plain::Call(quote!(#private::counted)), vec![count]),
                ty,
                call.span(),
            ));
        }
        let receiver = self.receiver(call);
        self.receiver = None;
        if self.types.family(self.arena.ty(receiver)).is_none() {
            let ty = self.arena.ty(receiver).clone();
            self.types.mark_foreign(&ty, family);
        }
        let arg = self.family_of_argument(call);
        let value = self.users_method(call, receiver, None);
        let ty = self.arena.ty(value).clone();
        if is_option(family, &name) {
            let value_inside = self.types.fresh();
            if let Some(family) = inside(family, &name) {
                self.types.mark_foreign(&value_inside, family);
            }
            self.types.unify(&ty, &Ty::Outcome(Box::new(Ty::Bool), Box::new(value_inside)));
            return Some(value);
        }
        match given(family, call, arg) {
            Some(family) => self.types.mark_foreign(&ty, family),
            None if is_number(family, call) => {
                let float = self.types.fresh_float();
                self.types.unify(&ty, &float);
            }
            None => {}
        }
        Some(value)
    }

    /// `v.map(|x| …)`, `v.zip_map(&w, |x, y| …)`, `v.fold(start, |sum, x| …)`: a loop over the elements.
    fn foreign_map(&mut self, call: &syn::ExprMethodCall, family: Family) -> Option<Id> {
        let name = call.method.to_string();
        let args: Vec<&Expr> = call.args.iter().collect();
        let (function, other) = match (name.as_str(), args.as_slice()) {
            ("map" | "mapv" | "mapv_into" | "apply" | "map_inplace" | "mapv_inplace", [function]) => {
                (*function, None)
            }
            ("zip_map" | "fold", [other, function]) => (*function, Some(*other)),
            _ => return None,
        };
        if !matches!(family, Family::Linear | Family::Array1 | Family::Array) || !self.mentions_varying(call)
        {
            return None;
        }
        let span = call.method.span();
        let [from, mapped, at, beside, length] = ["from", "mapped", "at", "other", "length"]
            .map(|name| crate::names::of_library(&proc_macro2::Ident::new(name, span), span));
        let receiver = &call.receiver;
        // `ndarray` hands over references, but for `mapv`.
        let by_reference = ["map", "fold"].contains(&name.as_str()) && family != Family::Linear;
        let element = if by_reference { quote!(&#from[#at]) } else { quote!(#from[#at]) };
        let text: syn::Block = match (name.as_str(), family) {
            ("mapv_inplace", _) => syn::parse_quote!({ #receiver = #receiver.mapv(#function); }),
            ("map_inplace" | "apply", Family::Array) => return None,
            ("map_inplace" | "apply", _) => {
                syn::parse_quote!({ for #at in 0..#receiver.len() { (#function)(&mut #receiver[#at]); } })
            }
            ("fold", _) => syn::parse_quote!({
                let mut #mapped = #beside;
                for #at in 0..#length {
                    #mapped = (#function)(#mapped, #element);
                }
                #mapped
            }),
            _ => {
                let more = (name == "zip_map").then(|| quote!(, #beside[#at]));
                syn::parse_quote!({
                    for #at in 0..#length {
                        #mapped[#at] = (#function)(#element #more);
                    }
                    #mapped
                })
            }
        };
        if ["mapv_inplace", "map_inplace", "apply"].contains(&name.as_str()) {
            return Some(self.inner(|lower| lower.block_expr(&text)));
        }
        let private = crate::names::private();
        let whole = self.receiver(call);
        self.receiver = None;
        let whole = self.loaded(whole);
        let ty = self.arena.ty(whole).clone();
        self.types.mark_foreign(&ty, family);
        let whole = match self.ty(whole) {
            Ty::Ref(_) => whole,
            _ => self.borrow(whole, span),
        };
        let second = other.map(|other| self.expr(other));
        let list = match family {
            // Its elements have no number of their own.
            Family::Array => {
                let flat = self.of_core(quote!(#private::flattened), vec![whole], Family::Array1, span);
                self.borrow(flat, span)
            }
            Family::Complex | Family::Linear | Family::Array1 | Family::Cholesky | Family::Lu => whole,
        };
        let scope = self.names.len();
        self.declare(&from, list);
        let matrix = Op::Plain(Plain::Call(quote!(#private::matrix)), vec![list]);
        let matrix = self.discrete(matrix, ty, span);
        let count = self.discrete(Op::Plain(Plain::method("len"), vec![matrix]), Ty::usize(), span);
        self.declare(&length, count);
        if let Some(second) = second {
            self.declare(&beside, second);
        }
        if name != "fold" {
            let family = if family == Family::Array { Family::Array1 } else { family };
            let blank = self.types.fresh();
            self.types.mark_foreign(&blank, family);
            let shape = Op::Plain(Plain::Call(quote!(#private::zero)), vec![list]);
            let blank = self.discrete(shape, blank, span);
            self.declare_memory(&mapped, blank);
        }
        let value = self.inner(|lower| lower.block_expr(&text));
        self.names.truncate(scope);
        Some(match (family, name.as_str()) {
            (Family::Array, "map" | "mapv" | "mapv_into") => {
                let value = self.loaded(value);
                let shape = self.types.fresh();
                let shape = self.discrete(
                    Op::Plain(Plain::Call(quote!(#private::shape_of)), vec![whole]),
                    shape,
                    span,
                );
                self.of_core(quote!(#private::shaped), vec![value, shape], Family::Array, span)
            }
            _ => value,
        })
    }

    /// A copy of a view of constants, since the pullback of what it takes part in must not hold on to what it borrows.
    pub(in crate::lower) fn without_view(&mut self, id: Id) -> Id {
        if let Op::Borrow(inner) = *self.arena.op(id) {
            let own = self.without_view(inner);
            return if own == inner { id } else { self.borrow(own, self.arena.get(id).span) };
        }
        match self.arena.op(id) {
            Op::Plain(Plain::Method(name, _), args)
                if VIEWS.iter().any(|view| name == view)
                    && !self.varies(id)
                    && args.first().is_some_and(|of| self.family(*of).is_some()) =>
            {
                let (span, private) = (self.arena.get(id).span, crate::names::private());
                let reference = self.borrow(id, span);
                let ty = self.types.fresh();
                self.discrete(Op::Plain(Plain::Call(quote!(#private::owned)), vec![reference]), ty, span)
            }
            _ => id,
        }
    }

    /// How many rows or columns a method runs over, and which method gives one of them.
    pub(in crate::lower) fn rows_of(
        &self,
        call: &syn::ExprMethodCall,
    ) -> Option<(&'static str, &'static str)> {
        // The name first: to find the family the whole chain is looked at.
        let (family, row) = match call.method.to_string().as_str() {
            "rows" | "outer_iter" => (Family::Array, ("nrows", "row")),
            "row_iter" => (Family::Linear, ("nrows", "row")),
            "columns" => (Family::Array, ("ncols", "column")),
            "column_iter" => (Family::Linear, ("ncols", "column")),
            _ => return None,
        };
        (call.args.is_empty() && self.family_of(&call.receiver) == Some(family)).then_some(row)
    }

    /// The rows or columns of a matrix, one after the other.
    pub(in crate::lower) fn foreign_rows<'e>(
        &mut self,
        call: &'e syn::ExprMethodCall,
    ) -> Option<Sequence<'e>> {
        let (count, one) = self.rows_of(call)?;
        let (span, receiver) = (call.method.span(), &call.receiver);
        let [count, one] = [count, one].map(|name| proc_macro2::Ident::new(name, span));
        let whole = self.lvalue(receiver);
        let whole = match self.ty(whole) {
            Ty::Ref(_) => whole,
            _ => self.borrow(whole, span),
        };
        let whole = self.argument(whole);
        let (ty, private) = (self.arena.ty(whole).clone(), crate::names::private());
        let matrix = self.discrete(Op::Plain(Plain::Call(quote!(#private::matrix)), vec![whole]), ty, span);
        let to = self.discrete(Op::Plain(Plain::Method(count, quote!()), vec![matrix]), Ty::usize(), span);
        let from = self.index_literal(0);
        let item: Item<'e> = Rc::new(move |lower, index| {
            let at = crate::names::of_library(&proc_macro2::Ident::new("at", span), span);
            let scope = lower.names.len();
            lower.declare(&at, index);
            let item = lower.expr(&syn::parse_quote_spanned!(span=> #receiver.#one(#at)));
            lower.names.truncate(scope);
            item
        });
        Some(Sequence { from, to: Some(to), backwards: false, item })
    }

    /// A call of a function of core, which has a rule.
    fn of_core(
        &mut self,
        function: proc_macro2::TokenStream,
        args: Vec<Id>,
        gives: Family,
        span: proc_macro2::Span,
    ) -> Id {
        let value = self.differentiated_call(Callee::Function(syn::parse_quote!(#function)), args, span);
        let ty = self.arena.ty(value).clone();
        self.types.mark_foreign(&ty, gives);
        value
    }

    /// Does the method give an `Option` of something differentiated?
    pub(in crate::lower) fn gives_foreign_option(&self, call: &syn::ExprMethodCall) -> bool {
        // The name first: to find the family the whole chain is looked at.
        let name = call.method.to_string();
        OPTIONS.contains(&name.as_str())
            && self.family_of(&call.receiver).is_some_and(|family| is_option(family, &name))
    }

    /// What an operator of such types gave.
    pub(in crate::lower) fn note_foreign_operator(&mut self, value: Id, operands: &[Id]) {
        let families: Vec<Option<Family>> = operands.iter().map(|id| self.family(*id)).collect();
        let family = match families.as_slice() {
            [left, right] => either(*left, *right),
            [one] => *one,
            _ => None,
        };
        if let Some(family) = family {
            let ty = self.arena.ty(value).clone();
            self.types.mark_foreign(&ty, family);
        }
    }

    /// A method of a variable that holds constants, which is known not to change it.
    fn foreign_question(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        if !matches!(bare(&call.receiver), Expr::Path(_)) || self.changes_receiver(call) {
            return None;
        }
        let receiver = self.receiver(call);
        self.place_of(receiver)?;
        self.receiver = None;
        let receiver = self.argument(receiver);
        let args: Vec<Id> = call.args.iter().map(|arg| self.expr(arg)).collect();
        let args = args.into_iter().map(|id| self.argument(id));
        let args = std::iter::once(receiver).chain(args).collect();
        let turbofish = quote::ToTokens::to_token_stream(&call.turbofish);
        let ty = self.types.fresh();
        let value =
            self.node(Op::Plain(Plain::Method(call.method.clone(), turbofish), args), ty, call.span());
        self.note_foreign_given(value, call);
        Some(value)
    }

    /// An operator of such types, of constants: they are passed as they are written, by value or by reference.
    pub(in crate::lower) fn foreign_constant(
        &mut self,
        op: &syn::BinOp,
        operands: [Id; 2],
        span: proc_macro2::Span,
        at: &syn::BinOp,
    ) -> Option<Id> {
        let [left, right] = operands.map(|id| self.family(id));
        let family = product(op, [left, right])?;
        if operands.iter().any(|id| self.varies(*id)) {
            return None;
        }
        let operands = operands.map(|id| self.argument(id));
        let ty = self.types.fresh();
        self.types.mark_foreign(&ty, family);
        Some(self.node(Op::Plain(Plain::Binary(*at), operands.to_vec()), ty, span))
    }

    /// What a method of such a type gave that is not differentiated.
    pub(in crate::lower) fn note_foreign_given(&mut self, value: Id, call: &syn::ExprMethodCall) {
        let family = self.family_of(&call.receiver);
        let family = family.and_then(|of| given(of, call, self.family_of_argument(call)));
        if let Some(family) = family {
            let ty = self.arena.ty(value).clone();
            self.types.mark_foreign(&ty, family);
        }
    }

    /// What `Vector3::new(…)` gave.
    pub(in crate::lower) fn note_foreign_constructor(&mut self, value: Id, path: &syn::ExprPath) {
        if let Some(family) = constructed(path) {
            let ty = self.arena.ty(value).clone();
            self.types.mark_foreign(&ty, family);
        }
    }

    /// Does the method change what it is called on, as far as is known?
    pub(in crate::lower) fn changes_receiver(&self, call: &syn::ExprMethodCall) -> bool {
        let name = call.method.to_string();
        self.family_of(&call.receiver).is_none()
            || name.ends_with("_mut")
            || name.starts_with("set_")
            || CHANGES.contains(&name.as_str())
            || crate::lower::scan::changes::base(&call.receiver)
                .is_some_and(|name| self.called_for_effect.contains(&name.to_string()))
    }
}

/// The locals of which a method is called for what it does, as its value is not used: it changes them, also where their type only has the
/// name of another crate's.
pub(in crate::lower) fn called_for_effect(block: &syn::Block) -> BTreeSet<String> {
    struct Search(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Search {
        fn visit_stmt(&mut self, stmt: &'ast syn::Stmt) {
            if let syn::Stmt::Expr(Expr::MethodCall(call), Some(_)) = stmt {
                self.0.extend(crate::lower::scan::changes::base(&call.receiver).map(|name| name.to_string()));
            }
            syn::visit::visit_stmt(self, stmt);
        }
    }
    let mut search = Search(BTreeSet::new());
    search.visit_block(block);
    search.0
}

/// The locals that a function gets by `&mut` whose value is not used.
pub(in crate::lower) fn filled_by_calls(block: &syn::Block) -> BTreeSet<String> {
    struct Search(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Search {
        fn visit_stmt(&mut self, stmt: &'ast syn::Stmt) {
            let args = match stmt {
                syn::Stmt::Expr(Expr::Call(call), Some(_)) => Some(&call.args),
                syn::Stmt::Expr(Expr::MethodCall(call), Some(_)) => Some(&call.args),
                _ => None,
            };
            if let Some(args) = args {
                self.0.extend(args.iter().filter_map(|arg| match arg {
                    Expr::Reference(lent) if lent.mutability.is_some() => {
                        crate::lower::scan::changes::base(&lent.expr).map(|name| name.to_string())
                    }
                    _ => None,
                }));
            }
            syn::visit::visit_stmt(self, stmt);
        }
    }
    let mut search = Search(BTreeSet::new());
    search.visit_block(block);
    search.0
}

/// Methods that only one crate has.
fn named_after(name: &str) -> Option<Family> {
    Some(match name {
        "mapv" | "mapv_into" | "mapv_inplace" => Family::Array,
        "zip_map" => Family::Linear,
        _ => return None,
    })
}

/// What an operator gives.
fn product(op: &syn::BinOp, [left, right]: [Option<Family>; 2]) -> Option<Family> {
    super::users_type::marker(op)?;
    either(left, right)
}

/// An array with one axis beside one with several gives one with several.
fn either(left: Option<Family>, right: Option<Family>) -> Option<Family> {
    match (left, right) {
        (Some(Family::Array1), Some(other)) | (Some(other), _) | (None, Some(other)) => Some(other),
        (None, None) => None,
    }
}

/// The family of what a method gives.
fn given(of: Family, call: &syn::ExprMethodCall, arg: Option<Family>) -> Option<Family> {
    let name = call.method.to_string();
    let name = name.as_str();
    let other =
        is_number(of, call) || is_option(of, name) || SHAPES.contains(&name) || OTHERS.contains(&name);
    match (of, name) {
        (Family::Array1, "dot") => (arg != Some(Family::Array1)).then_some(Family::Array1),
        (Family::Array, "dot") => arg,
        (Family::Array, "row" | "column") => Some(Family::Array1),
        (Family::Array | Family::Array1, "slice") => {
            let axes = call.args.first().and_then(crate::lower::expr::part::axes_left);
            Some(if axes == Some(1) { Family::Array1 } else { Family::Array })
        }
        (Family::Linear, "lu") => Some(Family::Lu),
        (Family::Cholesky | Family::Lu, "inverse" | "solve" | "l") if !other => Some(Family::Linear),
        (_, "clone" | "to_owned") => Some(of),
        _ => (!other && !OWN.contains(&name)).then_some(of),
    }
}

/// Does the method give a number?
fn is_number(of: Family, call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    match (of, name.as_str()) {
        (Family::Array1 | Family::Array, "dot" | "mean") => false,
        (_, "dot") => true,
        // Beside another one, it is that of each element.
        (_, "max" | "min") => call.args.is_empty(),
        (_, name) => NUMBERS.contains(&name),
    }
}

/// Does the method give an `Option`?
fn is_option(of: Family, name: &str) -> bool {
    match name {
        "mean" => matches!(of, Family::Array1 | Family::Array),
        "cholesky" => of == Family::Linear,
        "solve" => of == Family::Lu,
        name => OPTIONS.contains(&name),
    }
}

/// The family of what is in such an `Option`; a mean is a number.
fn inside(of: Family, name: &str) -> Option<Family> {
    match (of, name) {
        (_, "mean") => None,
        (_, "cholesky") => Some(Family::Cholesky),
        (Family::Lu, _) => Some(Family::Linear),
        (of, _) => Some(of),
    }
}

/// `Vector3::new`
fn constructed(path: &syn::ExprPath) -> Option<Family> {
    let of = path.path.segments.iter().rev().nth(1)?;
    Family::of(&of.ident.to_string())
}
