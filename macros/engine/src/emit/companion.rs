//! The generated functions that users call, around their bodies: signatures, documentation.

use super::expression::{braced, joined, tuple};
use super::matrix::{self, Matrix, Row};
use super::pullback;
use super::{Emit, Wanted};
use crate::configured;
use crate::ir::{Argument, Block, Body, Callee, Op, Plain, Stmt};
use crate::lower::{Param, Primal, Signature};
use crate::method::Home;
use crate::names::{self, Rules};
use crate::options::Companion;
use crate::tables::rules::Form;
use crate::types::{Float, Ty};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What computes a companion.
#[allow(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Code {
    /// This body.
    Body(Body),
    /// The first body, where callees keep to what it trusts them to, else the second.
    Trusting(Body, Body),
    /// A body with a closure, which is its pullback.
    Pullback(Body),
    /// Bodies that are run for one direction, or one output, after the other.
    Matrix(Matrix),
}

impl Code {
    /// All bodies.
    pub fn bodies(&self) -> Vec<&Body> {
        match self {
            Code::Body(body) | Code::Pullback(body) | Code::Matrix(Matrix::Rows(body)) => vec![body],
            Code::Matrix(Matrix::Fewer(rows, columns)) => std::iter::once(rows).chain(columns).collect(),
            Code::Trusting(trusting, careful) => vec![trusting, careful],
            Code::Matrix(Matrix::Along(bodies)) => bodies.iter().collect(),
        }
    }

    fn is_plain(&self) -> bool {
        !matches!(self, Code::Matrix(_) | Code::Pullback(_))
    }
}

/// What gives a matrix, in an `Option` or a `Result` where the function gives one.
fn wrapped(signature: &Signature, matrix: TokenStream) -> TokenStream {
    match (signature.outcome, signature.result.part(0)) {
        (false, _) => matrix,
        (true, Some(Ty::Bool)) => quote!(::core::option::Option::Some({ #matrix })),
        (true, _) => quote!(::core::result::Result::Ok({ #matrix })),
    }
}

/// A companion: `f_grad`, `f_value_and_grad`, `f_vjp`. Where its body trusts callees, a second one is for those that
/// do not keep to it.
pub fn public(
    function: &syn::ItemFn,
    primal: &Primal,
    companion: Companion,
    code: &Code,
    cost: &str,
) -> TokenStream {
    let signature = &primal.signature;
    let mut params: Vec<Ident> = signature.params.iter().map(|p| p.ident.clone()).collect();
    if let (Companion::Vjp, _, false) | (_, Code::Matrix(Matrix::Rows(_)), _) =
        (companion, code, signature.is_without_cotangent())
    {
        params.push(cotangent_name(signature));
    }
    // Rows beside columns have the cotangent where those have the tangents.
    let of_rows: Vec<Ident> = params.iter().cloned().chain([cotangent_name(signature)]).collect();
    let mut tangents = match (companion, code) {
        (Companion::Jvp | Companion::Hvp, _) | (_, Code::Matrix(Matrix::Along(_) | Matrix::Fewer(..))) => {
            tangent_names(signature)
        }
        _ => Vec::new(),
    };
    params.extend(tangents.iter().map(|(_, name)| name.clone()));
    // The bodies of a matrix have the tangents in locals.
    let locals = if let Code::Matrix(_) = code { std::mem::take(&mut tangents) } else { Vec::new() };
    let buffers: Vec<&Param> = match companion {
        Companion::Vjp => signature.exchanged().collect(),
        companion if companion.fills() => signature.active().collect(),
        _ => Vec::new(),
    };
    let reserved = params.iter().cloned().chain(buffers.iter().map(|p| buffer_name(signature, &p.ident)));
    let mut reserved: Vec<Ident> = reserved.collect();
    if matrix::fills_rows(signature, companion) {
        reserved.extend(signature.active().map(|param| buffer_name(signature, &param.ident)));
    }
    let buffers = buffers.into_iter().map(|p| (p, buffer_name(signature, &p.ident)));
    let alike: Vec<(&Param, Ident)> = buffers.chain(tangents).collect();
    let checks = alike.iter().filter(|(p, _)| p.ty.is_list()).map(|(p, buffer)| {
        let param = &p.ident;
        let message = format!("`{buffer}` must be as long as `{param}`");
        quote!(::core::assert_eq!(#buffer.len(), #param.len(), #message);)
    });
    let mut checks: TokenStream = checks.collect();
    if companion.overwrites() {
        checks.extend(alike.iter().map(|(param, buffer)| cleared(param, buffer)));
    }
    let with_value = matches!(companion, Companion::ValueAndGrad | Companion::Jvp);
    let shape = |mut results: Vec<TokenStream>, of_row: bool| {
        let status = signature.outcome.then(|| results.remove(0));
        let value = match companion {
            Companion::GradInto => quote!(()),
            Companion::AccumulateGrad | Companion::ValueAndGradInto => quote!(#(#results)*),
            Companion::Jvp if is_unit(signature) => TokenStream::new(),
            Companion::Jacobian | Companion::JacobianInto if is_unit(signature) => TokenStream::new(),
            // Of a value and its tangent, a column is the tangent.
            Companion::Jacobian | Companion::JacobianInto if !locals.is_empty() && !of_row => {
                results.remove(1)
            }
            _ => arranged(results, with_value),
        };
        match status {
            Some(status) => outcome(signature, &status, &value),
            None => value,
        }
    };
    let bodies = code.bodies();
    let rules = Rules::of(&bodies, &primal.items);
    let mut wanted = Wanted::default();
    let mut written_out = |body: &Body, of_row: bool| {
        let reserved: &[Ident] = if of_row { &of_rows } else { &reserved };
        if body.pullback.is_some() {
            return pullback::block(primal, body, &rules, reserved, &mut wanted);
        }
        let mut emit = Emit::new(body, &rules, reserved, &primal.items);
        emit.external(primal, |param| {
            // Of the parameters in a matrix, those by `&mut` have a variable for the tangent.
            let exchanged = locals.iter().filter(|(p, _)| p.exchanged);
            let tangent = alike.iter().chain(exchanged).find(|(p, _)| p.ident == *param);
            tangent.map_or_else(|| buffer_name(signature, param), |(_, name)| name.clone())
        });
        // That operands are floats is checked where their derivative is written out here.
        emit.checks = companion.has_tangents();
        let block = emit.block(&body.block, &|results| shape(results, of_row));
        wanted = wanted.and(emit.wanted);
        joined([emit.tapes(), block])
    };
    let mut inside = |body: &Body| written_out(body, false);
    let uses = rules.imports();
    let block = match code {
        Code::Trusting(trusting, careful) => {
            let (condition, careful) = (kept(trusting, &rules), inside(careful));
            let trusting = inside(trusting);
            joined([quote!(if #condition), braced(trusting), quote!(else), braced(careful)])
        }
        Code::Body(body) | Code::Pullback(body) => inside(body),
        Code::Matrix(of) => {
            let cotangent = cotangent_name(signature);
            let row = |body: &Body, block: TokenStream| Row {
                block,
                cotangent: &cotangent,
                by_pullback: body.pullback.is_some(),
            };
            let called = crate::custom::called(function, &signature.home);
            let along = |blocks: Vec<TokenStream>| matrix::along(signature, companion, blocks, &called);
            let matrix = match of {
                Matrix::Along(bodies) => along(bodies.iter().map(inside).collect()),
                Matrix::Rows(body) => matrix::by_rows(signature, companion, &row(body, inside(body))),
                Matrix::Fewer(body, columns) => {
                    let columns = along(columns.iter().map(&mut inside).collect());
                    let row = row(body, written_out(body, true));
                    matrix::by_fewer(signature, companion, &row, &columns, &called)
                }
            };
            wrapped(signature, joined([matrix::before(signature), matrix]))
        }
    };
    let traits: TokenStream = bodies.iter().take(1).map(|body| traits(wanted, body)).collect();
    let items = &primal.items;
    let constness =
        function.sig.constness.filter(|_| code.is_plain() && bodies.iter().all(|body| constant(body)));
    let (compared, views) = (super::methods::compared(primal), owned_views(signature));
    let body = braced(joined([quote!(#(#items)* #compared #uses #traits #checks #views), block]));
    written(function, signature, companion, constness, body, cost)
}

/// A companion around its body.
pub(super) fn written(
    function: &syn::ItemFn,
    signature: &Signature,
    companion: Companion,
    constness: Option<syn::Token![const]>,
    body: TokenStream,
    cost: &str,
) -> TokenStream {
    let head = signature_of(signature, companion);
    let vis = &function.vis;
    let docs = documentation(signature, companion, cost);
    let attributes = attributes(function);
    let must_use = only_returns(signature, companion).then(|| quote!(#[must_use]));
    let whole = quote! {
        #docs
        #must_use
        #attributes
        #vis #constness #head #body
    };
    match signature.home.is_impl() {
        true => names::with_receiver(whole, "self"),
        false => whole,
    }
}

/// An `Option` or a `Result` of a status and of what it has where there is a value.
pub(super) fn outcome(signature: &Signature, status: &TokenStream, value: &TokenStream) -> TokenStream {
    match signature.result.part(0) {
        Some(Ty::Bool) => quote! {
            if #status { ::core::option::Option::Some(#value) } else { ::core::option::Option::None }
        },
        _ => quote! {
            match #status {
                ::core::result::Result::Ok(()) => ::core::result::Result::Ok(#value),
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        },
    }
}

/// The caller's buffer, without what it held.
fn cleared(param: &Param, buffer: &Ident) -> TokenStream {
    let (name, private) = (&param.ident, names::private());
    match param.ty.referent() {
        Ty::Slice(elem) | Ty::Vec(elem) if elem.is_float() => {
            let zero = float(elem, 0.0);
            quote!(#buffer.fill(#zero);)
        }
        Ty::Slice(_) | Ty::Vec(_) => quote! {
            for (own, of) in #buffer.iter_mut().zip(#name.iter()) {
                *own = #private::zero(of);
            }
        },
        _ => quote!(*#buffer = #private::zero(&#name);),
    }
}

/// A number of a float type.
pub(super) fn float(ty: &Ty, number: f64) -> TokenStream {
    let literal = proc_macro2::Literal::f64_unsuffixed(number);
    match ty {
        Ty::Float(Float::Generic(name)) => {
            let name = names::written(name);
            quote!(#name::float_from(#literal))
        }
        _ => quote!(#literal),
    }
}

/// Is the returned gradient all that a call is made for? Otherwise it also changes a caller's buffer.
fn only_returns(signature: &Signature, companion: Companion) -> bool {
    match companion {
        Companion::Vjp | Companion::Jvp | Companion::Jacobian => signature.exchanged().next().is_none(),
        Companion::JacobianInto | Companion::HessianInto => false,
        companion => !companion.fills(),
    }
}

/// Do the callees overwrite what the body trusts them to, and run no opaque code? Known when the caller is compiled.
fn kept(body: &Body, rules: &Rules) -> TokenStream {
    let mut conditions: Vec<TokenStream> = Vec::new();
    for Argument { callee, argument } in &body.trusts {
        let Some(callee) = callee.function() else { continue };
        let (rule, argument) = (rules.name(callee), proc_macro2::Literal::usize_unsuffixed(*argument));
        let condition = quote!(#rule::OVERWRITES[#argument]);
        if !conditions.iter().any(|known| known.to_string() == condition.to_string()) {
            conditions.push(condition);
        }
    }
    conditions.extend(body.quiet.iter().map(|callee| {
        let rule = rules.name(callee);
        quote!(!#rule::RUNS_OPAQUE_CODE)
    }));
    quote!(#(#conditions)&&*)
}

/// The traits whose methods the code calls. That behind `rev` is not in scope everywhere, for there are crates without a prelude.
pub(super) fn traits(wanted: Wanted, body: &Body) -> TokenStream {
    let iterator = wanted.iterator.then(|| {
        quote!(
            use ::core::iter::Iterator as _;
        )
    });
    let method = |stmt: &Stmt| matches!(stmt, Stmt::Call(call) if matches!(call.callee, Callee::Method(..) | Callee::Associated(_)));
    let private = names::private();
    // The rules of methods of other crates' types are methods of traits.
    let foreign = body.block.any(method).then(|| quote!(use #private::foreign::*;));
    let indexed = body.arena.iter().any(|(_, node)| node.ty == crate::types::Ty::At);
    let indexed = indexed.then(|| quote!(use #private::{Indexed as _, IndexedMut as _};));
    let held = wanted
        .held
        .then(|| quote!(use #private::{OwnArgument as _, OwnElements as _, OwnEntries as _, OwnFields as _, OwnInside as _, OwnSlices as _};));
    quote!(#iterator #foreign #indexed #held)
}

/// Copies of views that are passed by value: a pullback cannot hold on to what they borrow.
pub(super) fn owned_views(signature: &Signature) -> TokenStream {
    let private = names::private();
    let views = signature.params.iter().filter(|param| param.ty.is_view()).map(|param| &param.ident);
    views.map(|view| quote!(let #view = #private::owned(&#view);)).collect()
}

/// `value, gradient…` as `(value, gradient)`, one gradient bare and several as a tuple.
pub(super) fn arranged(mut results: Vec<TokenStream>, with_value: bool) -> TokenStream {
    let value = with_value.then(|| results.remove(0));
    let gradient = match results.as_slice() {
        [one] => one.clone(),
        many => tuple(many),
    };
    match value {
        Some(value) => quote!((#value, #gradient)),
        None => gradient,
    }
}

/// Can the body run at compile time? What it took from the user can where the function can; of what the
/// derivative table adds, only some methods are `const` in `std`.
fn constant(body: &Body) -> bool {
    const METHODS: [&str; 9] =
        ["abs", "signum", "copysign", "max", "min", "clamp", "recip", "to_degrees", "to_radians"];
    fn stmts(arena: &crate::ir::Arena, block: &Block) -> bool {
        block.stmts.iter().all(|stmt| match stmt {
            Stmt::Let(id) => match arena.op(*id) {
                Op::Apply(rule, _) => match rule.form {
                    Form::Method(name) => METHODS.contains(&name),
                    Form::Function(_) => false,
                    Form::Infix(_) | Form::Prefix(_) => true,
                },
                Op::Zero(like) => like.is_none(),
                // It may be cloned.
                Op::Struct(..) => false,
                Op::Plain(Plain::Method(name, _), _) => name == "is_nan" || !arena.get(*id).adjoint,
                _ => true,
            },
            Stmt::Branch(branch) => branch.arms.iter().all(|arm| stmts(arena, &arm.body)),
            Stmt::Add(_, value) => arena.ty(*value).is_float(),
            Stmt::Var(..) | Stmt::Effect(..) | Stmt::Store(..) => true,
            Stmt::Replace(..)
            | Stmt::Grow(..)
            | Stmt::Shrink(..)
            | Stmt::Call(_)
            | Stmt::Pull(_)
            | Stmt::Give(..)
            | Stmt::Adopt(..)
            | Stmt::Loop(_)
            | Stmt::Push(..)
            | Stmt::Pop(..) => false,
        })
    }
    stmts(&body.arena, &body.block)
}

/// `fn f_grad(…) -> …`, without a body.
pub fn signature_of(signature: &Signature, companion: Companion) -> TokenStream {
    let name = names::companion(&signature.name, companion.name());
    let bounded = super::matrix::with_bounds(signature, companion);
    let (generics, _, bounds) = bounded.split_for_impl();
    let mut params = parameters(signature);
    let gradient = gradient(signature);
    let result = &signature.result_tokens;
    let output = match companion {
        Companion::Grad => signature.result_of(&gradient),
        Companion::Hvp => {
            params.extend(tangent_parameters(signature));
            signature.result_of(&gradient)
        }
        Companion::Jvp => {
            params.extend(tangent_parameters(signature));
            let (value, tangent) = (signature.value_tokens(), &signature.cotangent);
            if is_unit(signature) {
                return quote!(fn #name #generics(#(#params),*) #bounds);
            }
            signature.result_of(&quote!((#value, #tangent)))
        }
        Companion::ValueAndGrad => {
            let value = signature.value_tokens();
            signature.result_of(&quote!((#value, #gradient)))
        }
        Companion::Vjp => {
            if !signature.is_without_cotangent() {
                let cotangent = &signature.cotangent;
                let name = cotangent_name(signature);
                params.push(quote!(#name: #cotangent));
            }
            params.extend(signature.exchanged().map(|p| buffer_parameter(signature, p)));
            signature.result_of(&gradient)
        }
        Companion::Pullback => return pullback::head(signature, &name, &gradient),
        Companion::GradInto => {
            params.extend(signature.active().map(|p| buffer_parameter(signature, p)));
            if !signature.outcome {
                return quote!(fn #name #generics(#(#params),*) #bounds);
            }
            signature.result_of(&quote!(()))
        }
        Companion::AccumulateGrad | Companion::ValueAndGradInto => {
            params.extend(signature.active().map(|p| buffer_parameter(signature, p)));
            quote!(#result)
        }
        Companion::Jacobian | Companion::Hessian => {
            signature.result_of(&super::matrix::rows(signature, companion))
        }
        Companion::JacobianInto | Companion::HessianInto => {
            let (rows, float) = (super::matrix::buffer_name(signature), super::matrix::float_of(signature));
            params.push(quote!(#rows: &mut [#float]));
            if !signature.outcome {
                return quote!(fn #name #generics(#(#params),*) #bounds);
            }
            signature.result_of(&quote!(()))
        }
    };
    quote!(fn #name #generics(#(#params),*) -> #output #bounds)
}

/// The type of the gradients: one bare, several as a tuple.
pub(super) fn gradient(signature: &Signature) -> TokenStream {
    let tangents: Vec<_> =
        signature.active().map(|p| p.ty.written_tangent().unwrap_or_else(|| quote!(()))).collect();
    match tangents.as_slice() {
        [one] => one.clone(),
        many => tuple(many),
    }
}

/// A function that only changes what it gets by `&mut`.
fn is_unit(signature: &Signature) -> bool {
    signature.value() == Ty::Tuple(Vec::new())
}

/// The caller's buffer for the gradient by a parameter: `d_x: &mut [f64]`.
fn buffer_parameter(signature: &Signature, param: &Param) -> TokenStream {
    let (name, ty) = (buffer_name(signature, &param.ident), buffer_type(param));
    quote!(#name: &mut #ty)
}

/// The tangents of the differentiated parameters, as parameters: `t_x: &[f64]`.
pub(super) fn tangent_parameters(signature: &Signature) -> Vec<TokenStream> {
    let tangents = tangent_names(signature).into_iter().map(|(param, name)| {
        let buffer = buffer_type(param);
        match (param.exchanged, &param.ty) {
            (true, _) => quote!(#name: &mut #buffer),
            (false, Ty::Ref(_)) => quote!(#name: &#buffer),
            (false, ty) => {
                let tangent = ty.written_tangent().unwrap_or_else(|| quote!(()));
                quote!(#name: #tangent)
            }
        }
    });
    tangents.collect()
}

/// The name of the tangent of each differentiated parameter, in order.
pub(super) fn tangent_names(signature: &Signature) -> Vec<(&Param, Ident)> {
    let mut taken = taken(signature);
    let active = signature.params.iter().filter(|param| param.active);
    let named = active.map(|param| {
        let name = names::beside(taken.iter(), &format!("t_{}", names::plain(&param.ident)));
        taken.push(name.clone());
        (param, name)
    });
    named.collect()
}

pub(super) fn buffer_name(signature: &Signature, param: &Ident) -> Ident {
    let all = buffer_names(signature);
    let at = signature.params.iter().position(|p| p.ident == *param).unwrap_or_default();
    all[at].clone()
}

/// The name of each parameter's buffer: none is a parameter's, another buffer's or that of a function that is called.
fn buffer_names(signature: &Signature) -> Vec<Ident> {
    let mut taken = taken(signature);
    let others = taken.len();
    for param in &signature.params {
        let wish = format!("d_{}", names::plain(&param.ident));
        taken.push(names::beside(taken.iter(), &wish));
    }
    taken.split_off(others)
}

pub(super) fn taken(signature: &Signature) -> Vec<Ident> {
    signature.params.iter().map(|p| &p.ident).chain(&signature.called).cloned().collect()
}

/// What a gradient is added to: a slice where the length is known at run time only.
pub(super) fn buffer_type(param: &Param) -> TokenStream {
    let tangent = |ty: &Ty| match param.active {
        true => ty.written_tangent(),
        false => ty.tangent(),
    };
    match param.ty.referent() {
        Ty::Slice(elem) | Ty::Vec(elem) => {
            let elem = tangent(elem).unwrap_or_else(|| quote!(()));
            quote!([#elem])
        }
        other => tangent(other).unwrap_or_else(|| quote!(())),
    }
}

/// The parameters as they are declared.
pub(super) fn parameters(signature: &Signature) -> Vec<TokenStream> {
    let parameter = |param: &Param| {
        let Param { ident, tokens, .. } = param;
        match param.is_receiver() {
            true => crate::method::receiver(tokens),
            false => quote!(#ident: #tokens),
        }
    };
    signature.params.iter().map(parameter).collect()
}

/// `d_value`, unless something else is called that.
pub(super) fn cotangent_name(signature: &Signature) -> Ident {
    let mut taken = taken(signature);
    taken.extend(signature.exchanged().map(|p| buffer_name(signature, &p.ident)));
    names::beside(taken.iter(), "d_value")
}

/// The user's conditional compilation holds for what is generated too.
pub(super) fn attributes(function: &syn::ItemFn) -> TokenStream {
    let conditions = configured::conditions(&function.attrs);
    // The names are the user's, who has been told.
    let style = (!names::are_snake_case(function)).then(|| quote!(#[allow(nonstandard_style)]));
    quote! {
        #conditions
        #style
        #[allow(unused, unused_comparisons, invalid_nan_comparisons, deprecated, arithmetic_overflow, unconditional_panic)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
    }
}

fn documentation(signature: &Signature, companion: Companion, cost: &str) -> TokenStream {
    let names: Vec<String> = signature.active().map(|p| format!("`{}`", p.name())).collect();
    let all = match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    };
    let name = &signature.name;
    let function = match signature.home {
        Home::Module => format!("[`{name}`]"),
        Home::Impl(_) | Home::Operator(_) => format!("[`{name}`](Self::{name})"),
    };
    let first = match companion {
        Companion::Jvp => format!(
            "The value of {function} and its tangent: the Jacobian-vector product with the tangents of {all}."
        ),
        Companion::Hvp => format!(
            "The Hessian-vector product of {function}: the derivative of its gradient with respect to {all} in a direction."
        ),
        Companion::Grad => format!("The gradient of {function} with respect to {all}."),
        Companion::ValueAndGrad => {
            format!("The value of {function} and its gradient with respect to {all}.")
        }
        Companion::Pullback => format!(
            "The value of {function} and its pullback, a closure: for a cotangent of the value it returns the gradient with respect to \
             {all}. The forward sweep runs once, the pullback as often as it is called."
        ),
        Companion::GradInto => format!(
            "Overwrites the buffers, which must have the shapes of the parameters, with the gradient of {function} with respect to \
             {all}. Panics if the length of a buffer differs."
        ),
        Companion::ValueAndGradInto => format!(
            "Returns the value of {function} and overwrites the buffers, which must have the shapes of the parameters, with its \
             gradient with respect to {all}. Panics if the length of a buffer differs."
        ),
        Companion::Jacobian => format!(
            "The Jacobian of {function} with respect to {all}: a row an output, in the shape of the parameter."
        ),
        Companion::JacobianInto => format!(
            "Overwrites the last argument with the Jacobian of {function} with respect to {all}, row by row: a row an output. Panics if \
             its length differs."
        ),
        Companion::Hessian => format!("The second derivatives of {function} with respect to {all}."),
        Companion::HessianInto => format!(
            "Overwrites the last argument with the Hessian of {function} with respect to {all}, row by row. Panics if its length \
             differs."
        ),
        Companion::AccumulateGrad => format!(
            "Returns the value of {function} and adds its gradient with respect to {all} to the buffers, which must have the \
             shapes of the parameters. Panics if the length of a buffer differs."
        ),
        Companion::Vjp => {
            let with_respect =
                if names.is_empty() { String::new() } else { format!(" with respect to {all}") };
            let cotangent = match signature.is_without_cotangent() {
                true => String::new(),
                false => format!(", for the cotangent `{}` of its value", cotangent_name(signature)),
            };
            let buffers = match signature.exchanged().next() {
                Some(_) => {
                    " Each buffer holds the cotangent of a `&mut` parameter: on entry that of its final value, on return \
                     that of its initial value."
                }
                None => "",
            };
            format!("The vector-Jacobian product of {function}{with_respect}{cotangent}.{buffers}")
        }
    };
    let shape = match names.len() {
        _ if !matches!(
            companion,
            Companion::Grad | Companion::ValueAndGrad | Companion::Vjp | Companion::Hvp
        ) =>
        {
            ""
        }
        0 => "",
        1 => "The gradient has the shape of the parameter.",
        _ => "The gradients are a tuple in the order of the parameters, each in the shape of its parameter.",
    };
    let panics = match companion {
        Companion::ValueAndGrad
        | Companion::AccumulateGrad
        | Companion::ValueAndGradInto
        | Companion::Jvp => "Panics where the function itself panics.",
        _ => "Panics where the function itself panics, but leaves out what only its value needs.",
    };
    quote! {
        #[doc = #first]
        #[doc = ""]
        #[doc = #shape]
        #[doc = #cost]
        #[doc = #panics]
    }
}
