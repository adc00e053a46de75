//! What a function is asked for: the companions that are named, as far as it can have them, or the usual ones.

use crate::diagnostics::{self, Sink};
use crate::method::Home;
use crate::options::{Companion, Options};
use crate::types::Ty;
use crate::{emit, lower};

/// Has the function the rows and the columns of a matrix?
fn check_matrix(
    companion: Companion,
    token: &proc_macro2::Ident,
    signature: &lower::Signature,
    sink: &mut Sink,
) {
    let into = matches!(companion, Companion::JacobianInto | Companion::HessianInto);
    let jacobian = matches!(companion, Companion::Jacobian | Companion::JacobianInto);
    if jacobian && !emit::has_outputs(signature) {
        sink.report(token, &diagnostics::JACOBIAN_RESULT, &[companion.name()]);
    } else if into && signature.active().count() != 1 {
        sink.report(token, &diagnostics::ONE_PARAMETER, &[companion.name()]);
    }
}

/// Second derivatives of several numbers, through a rule of the user's: there is no companion, callers need them.
pub fn is_for_callers(companion: Companion, signature: &lower::Signature) -> bool {
    companion == Companion::Hvp && !signature.value().is_float()
}

/// The companions that were asked for, or the usual ones for this result.
pub fn companions(options: &Options, signature: &lower::Signature, sink: &mut Sink) -> Vec<Companion> {
    let result = &signature.value();
    let scalar = result.is_float();
    let exchanges = signature.exchanged().next().is_some();
    if options.companions.is_empty() && options.argmin.is_some() {
        let asked = if scalar { &Companion::MINIMISED[..] } else { &[Companion::Jacobian] };
        return asked.to_vec();
    }
    if options.companions.is_empty() {
        return Companion::USUAL.into_iter().filter(|c| scalar && !exchanges || !c.needs_scalar()).collect();
    }
    let is_own = matches!(result, Ty::Named(name) if signature.home.is_own_type(name));
    let several = !scalar && (result.is_differentiable() || is_own || matches!(result, Ty::Ref(_)));
    for (companion, token) in &options.companions {
        if !options.custom.is_empty() && is_for_callers(*companion, signature) {
            continue;
        }
        // Of an operator it is only for callers.
        let kept = *companion == Companion::Pullback && !matches!(signature.home, Home::Operator(_));
        if (companion.needs_scalar() || kept) && exchanges {
            sink.report(token, &diagnostics::GRAD_OF_EXCHANGE, &[companion.name()]);
        } else if companion.needs_scalar() && several && !options.of_block {
            let shown = signature.result_tokens.to_string();
            sink.report(token, &diagnostics::GRAD_OF_AGGREGATE, &[companion.name(), &shown]);
        } else if companion.is_matrix() {
            check_matrix(*companion, token, signature, sink);
        }
    }
    let has = |companion: &Companion| !(companion.needs_scalar() && several && options.of_block);
    let asked = |companion: &Companion| options.companions.iter().any(|(asked, _)| asked == companion);
    Companion::ALL.into_iter().filter(|companion| asked(companion) && has(companion)).collect()
}
