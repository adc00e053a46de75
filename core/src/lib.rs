//! The run-time library of `differentiate`: the traits and functions that generated code and its users call.
//!
//! Use it through the crate `differentiate`. It is `no_std`; the mathematical functions come from `std` or from `libm`,
//! depending on the features of those names.

#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(any(feature = "std", feature = "libm"))]
mod activation;
#[cfg(feature = "alloc")]
mod again;
#[cfg(any(feature = "std", feature = "libm"))]
mod as_in_std;
mod blank;
#[cfg(feature = "alloc")]
mod borrowed;
#[cfg(any(feature = "std", feature = "libm"))]
mod check;
mod constant_field;
mod constructor;
mod conversion;
mod differentiable;
#[cfg(any(feature = "std", feature = "libm"))]
mod dual;
mod entry;
#[cfg(any(feature = "std", feature = "libm"))]
mod float;
#[cfg(any(feature = "std", feature = "libm"))]
mod foreign;
mod held;
#[cfg(any(feature = "std", feature = "libm"))]
mod implicit;
#[cfg(any(feature = "std", feature = "libm"))]
mod indexed;
mod items;
mod listed;
mod method;
mod number;
mod object;
mod operator;
mod order;
mod outcome;
mod range;
#[cfg(feature = "alloc")]
mod resized;
mod rule;
#[cfg(any(feature = "std", feature = "libm"))]
mod slope;
mod slot;
#[cfg(any(feature = "std", feature = "libm"))]
mod special;
mod stack;
mod stacked;
mod still;
mod tuples;
#[cfg(any(feature = "std", feature = "libm"))]
mod vector;

#[cfg(any(feature = "std", feature = "libm"))]
pub use activation::{
    bce_with_logits, elu, gelu, huber, leaky_relu, log_sigmoid, relu, sigmoid, silu, softplus, step,
};
#[cfg(any(feature = "std", feature = "libm"))]
pub use check::GradientError;
#[cfg(all(feature = "alloc", any(feature = "std", feature = "libm")))]
pub use check::check_grad;
pub use differentiable::{Differentiable, Tangent};
#[cfg(any(feature = "std", feature = "libm"))]
pub use float::Float;
pub use rule::stop_gradient;
#[cfg(any(feature = "std", feature = "libm"))]
pub use special::{digamma, erf, erfc, ln_gamma, norm_cdf, norm_pdf, trigamma};
#[cfg(any(feature = "std", feature = "libm"))]
pub use vector::{Vector, cross_entropy, dot, log_softmax, logsumexp, norm_squared, softmax};

/// The items that only generated code calls.
#[doc(hidden)]
pub mod private {
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::as_in_std;
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::as_in_std::{Compared, same_as_in_std};
    #[cfg(feature = "alloc")]
    pub use crate::borrowed::{
        Borrowed, KeptAsItIs, KeptIfCloned, KeptWithTangent, MayBorrow, OwnedAsItIs, value_of,
    };
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::check::{MayHaveTangent, check_rule};
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::foreign::{counted, flattened, matrix, owned, rules as foreign, shape_of, shaped};
    pub use crate::items::{InOrder, Items, in_order, items};
    #[cfg(feature = "alloc")]
    pub use crate::kept_each;
    #[cfg(feature = "alloc")]
    pub use crate::owned;
    #[cfg(not(any(feature = "std", feature = "libm")))]
    pub mod foreign {}
    #[cfg(feature = "alloc")]
    pub use crate::again::{Again, NeverAgain};
    pub use crate::blank::{
        Blank, BlankByParts, BlankLike, BlankOfNothing, BlankPart, Blanks, LikeByDefault, NoBlank,
        PartByDefault, type_of_result,
    };
    pub use crate::constant_field::{
        ChangedField, ChangedGradient, GoesOn, IntoNumber, NoGradient, NoReceiver, OfGradient, gradient_in,
        rules_of_fields, without_gradient,
    };
    pub use crate::constructor::{Constructor, GivenField, constructors};
    pub use crate::conversion::{ConvertedFrom, ConvertedFromWithTangents, KeptConvertedFrom};
    #[cfg(feature = "alloc")]
    pub use crate::differentiable::floats_of;
    pub use crate::differentiable::{
        accumulate, accumulate_slice, different_variants, flat_len, is_zero, none_left, read_flat, read_part,
        write_flat, write_part, zero,
    };
    pub use crate::entry::{
        ClearEntry, FieldEntry, IntoEntries, IntoEntry, Parts, ReceiverEntry, SetEntry, Unwanted,
        WantedEntry, part, part_of,
    };
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::float::Real;
    pub use crate::held::{
        Fields, NoZero, OwnArgument, OwnElements, OwnEntries, OwnFields, OwnInside, OwnSlices, OwnWhole,
        OwnZero, OwnZeroOf, ZeroOf,
    };
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::implicit::{
        AsRoot, ResidualGradient, Root, RootEntry, RootSlot, add_root, adjoint_of_root, gradient_of_residual,
        root, root_slot, same_shape, tangent_of_root,
    };
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::indexed::{At, Indexed, IndexedMut};
    #[cfg(feature = "alloc")]
    pub use crate::listed::ListedNumbers;
    pub use crate::listed::{IsBehind, ItemOf, Listed, ListedItems, MayRefer, OwnedItem};
    pub use crate::macro_of_std;
    #[cfg(feature = "alloc")]
    pub use crate::method::begun;
    pub use crate::method::{
        ByReference, ChangedReceiver, ConstantReceiver, Given, HoldsOnTo, Receiver, Returned, Taken,
        TakenWithoutClone, Unaffected, changed_receiver, constant_receiver, given, not_overridden, receiver,
        returned,
    };
    pub use crate::number::{
        Converted, Discrete, Entry, IntegerFactor, Number, Operand, add, captured, converted,
        converted_tangent, default_base, discrete, float, gradient_of, guarded_mul, number, tangent_of,
    };
    pub use crate::object::{
        CalledOn, Object, OnObject, OnOther, OnPointer, OnReference, OnReferences, OnValue, ToObject,
    };
    pub use crate::operator::{
        Add, AssignOperator, AssignOperatorWithTangents, Div, KeptAssignOperator, KeptOperator, KeptSummed,
        Mul, Neg, Operator, OperatorWithTangents, Rem, Sub, Summed, SummedWithTangents, references_summed,
        references_summed_and_kept, references_summed_with_tangents, summed, summed_and_kept,
        summed_with_tangents,
    };
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::operator::{FloatRules, FloatRulesWithTangents};
    pub use crate::order::key_of;
    #[cfg(feature = "alloc")]
    pub use crate::order::{order_by, order_by_key};
    pub use crate::outcome::{holds, inside, inside_of_gradient, parts, wrong_length};
    pub use crate::pullback_of_method;
    pub use crate::range::{count, index, nth, nth_back};
    #[cfg(feature = "alloc")]
    pub use crate::rule::another_vec;
    pub use crate::rule::{
        HasRule, HeldConstantByWrtSoNameItThereOrPassStopGradient, OfStd, Unmarked, known_by_its_name,
        no_second_derivative, nonzero, paired, paired_with_rule, same_length, type_of_std,
    };
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use crate::slope::{exp_m1_slope, powf_slope, tanh_slope};
    pub use crate::slot::{
        AddedBy, ByValue, FunctionSlot, Handed, Lent, Passed, added_by, by_value, function_slot, handed,
        unwanted,
    };
    #[cfg(feature = "alloc")]
    pub use crate::slot::{Kept, kept};
    #[cfg(feature = "alloc")]
    pub use crate::stack::Lists;
    pub use crate::stack::Stack;
    pub use crate::stacked::Stacked;
    #[cfg(feature = "alloc")]
    pub use crate::stacked::{rows_of_columns, stacked};
    pub use crate::still::{NoTangent, still, still_slot};
    pub use crate::{
        add_slice_to_field, add_to_field, changed_field, clear_field, field, method_of_field,
        method_of_pointer, of_argument, part_of_variant, receiver_of_field, returned_to_field, set_field,
        wanted, whole, zero_of_argument, zero_of_field,
    };
    pub use crate::{behind, item, listed};
    pub use crate::{blank, blank_like, blank_of, blank_part, has_blank};

    /// What [`macro_of_std`] imports.
    pub mod macros {
        #[cfg(feature = "alloc")]
        pub use alloc::{format, vec};
        pub use core::{
            assert, assert_eq, assert_ne, cfg, column, concat, debug_assert, debug_assert_eq,
            debug_assert_ne, file, line, matches, module_path, stringify, write, writeln,
        };
    }
}
