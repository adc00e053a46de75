//! Types of other crates: their derivatives, a file a crate, behind features that carry the crate's version.
//!
//! Callers find the rule of an operator through [`Operator`](crate::private::Operator), that of a method or an associated function through a trait
//! which generated code imports, as [`private::foreign`](crate::private). The tangent of a type is the type itself, so that generated
//! code takes elements and fields of a gradient as it does of the value.

#![allow(
    clippy::type_complexity,
    clippy::too_many_arguments,
    clippy::no_effect,
    reason = "the contract of rules, written by macros"
)]

#[allow(unused_imports, reason = "no crate may be chosen")]
use core::borrow::Borrow;

/// The elements of types whose gradients are of the same type, by the type's own indices: `[generics] whole: element;`
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! indexed {
    ($([$($generics:tt)*] $own:ty: $element:ty;)*) => {$(
        impl<$($generics)*, I: Copy> $crate::indexed::Indexed<I> for $own
        where
            $own: ::core::ops::IndexMut<I, Output = $element>,
        {
            type Element = $element;
            type Place = I;
            type Gradient = $own;
            type Entry = $element;
            #[inline]
            fn differentiate_at(&self, place: I) -> $crate::indexed::At<Self, I> {
                $crate::indexed::At { place }
            }
            #[inline]
            fn differentiate_element(&self, at: $crate::indexed::At<Self, I>) -> &$element {
                &self[at.place]
            }
            #[inline]
            fn differentiate_gradient(gradient: &$own, at: $crate::indexed::At<Self, I>) -> &$element {
                &gradient[at.place]
            }
            #[inline]
            fn differentiate_entry(gradient: &mut $own, at: $crate::indexed::At<Self, I>) -> &mut $element {
                &mut gradient[at.place]
            }
        }
        impl<$($generics)*, I: Copy> $crate::indexed::IndexedMut<I> for $own
        where
            $own: ::core::ops::IndexMut<I, Output = $element>,
        {
            #[inline]
            fn differentiate_element_mut(&mut self, at: $crate::indexed::At<Self, I>) -> &mut $element {
                &mut self[at.place]
            }
        }
    )*};
}

/// Implements the operators of `Copy` types, of values and references: `[generics] left, operator right => output, |a, b, d| gradients;`
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! operators {
    ($([$($name:ident: $bound:path),*] $left:ty, $op:tt $right:ty => $output:ty, |$a:ident, $b:ident, $d:ident| $d_left:expr, $d_right:expr;)*) => {$(
        operators! { without_tangents [$($name: $bound),*] $left, $op $right => $output, |$a, $b, $d| $d_left, $d_right; }
        operators! { tangents [$($name: $bound),*] ($left) ($left) $op ($right) ($right) ($output) }
        operators! { tangents [$($name: $bound),*] (&$left) ($left) $op ($right) ($right) ($output) }
        operators! { tangents [$($name: $bound),*] ($left) ($left) $op (&$right) ($right) ($output) }
        operators! { tangents [$($name: $bound),*] (&$left) ($left) $op (&$right) ($right) ($output) }
    )*};
    // Of what is not linear in each operand.
    (without_tangents [$($name:ident: $bound:path),*] $left:ty, $op:tt $right:ty => $output:ty, |$a:ident, $b:ident, $d:ident| $d_left:expr, $d_right:expr;) => {
        operators! { @ [$($name: $bound),*] ($left) ($left) $op ($right) ($right) ($output) [$a $b $d] [$d_left, $d_right] }
        operators! { @ [$($name: $bound),*] (&$left) ($left) $op ($right) ($right) ($output) [$a $b $d] [$d_left, $d_right] }
        operators! { @ [$($name: $bound),*] ($left) ($left) $op (&$right) ($right) ($output) [$a $b $d] [$d_left, $d_right] }
        operators! { @ [$($name: $bound),*] (&$left) ($left) $op (&$right) ($right) ($output) [$a $b $d] [$d_left, $d_right] }
    };
    (tangents [$($name:ident: $bound:path),*] ($left:ty) ($a_ty:ty) $op:tt ($right:ty) ($b_ty:ty) ($output:ty)) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: $bound),*> $crate::operator::OperatorWithTangents<marker!($op), $right> for $left {
            type TangentOfLeft = $a_ty;
            type TangentOfRight = $b_ty;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(self, right: $right, t_left: &$a_ty, t_right: &$b_ty)
                -> (($output, $output), impl FnOnce(($output, $output)) -> ($a_ty, $b_ty, $a_ty, $b_ty) + use<$($name),*>)
            {
                let operands: ($a_ty, $b_ty) = (*Borrow::<$a_ty>::borrow(&self), *Borrow::<$b_ty>::borrow(&right));
                let rule = $crate::operator::Operator::<marker!($op), $right>::rule(self, right);
                $crate::operator::pushed::pushed!($op)(rule, operands, (*t_left, *t_right))
            }
        }
    };
    (
        @ [$($name:ident: $bound:path),*] ($left:ty) ($a_ty:ty) $op:tt ($right:ty) ($b_ty:ty) ($output:ty)
        [$a:ident $b:ident $d:ident] [$d_left:expr, $d_right:expr]
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: $bound),*> $crate::operator::Operator<marker!($op), $right> for $left {
            type Output = $output;
            type Cotangent = $output;
            type GradientOfLeft = $a_ty;
            type GradientOfRight = $b_ty;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(unused_variables, reason = "many a pullback needs no operand")]
            fn rule(self, right: $right) -> ($output, impl FnOnce($output) -> ($a_ty, $b_ty) + use<$($name),*>) {
                let ($a, $b): ($a_ty, $b_ty) = (*Borrow::<$a_ty>::borrow(&self), *Borrow::<$b_ty>::borrow(&right));
                ($a $op $b, move |$d: $output| ($d_left, $d_right))
            }
        }
    };
}

/// Implements the assigning operators of `Copy` types: `[generics] left, operator right, |a, b, d| gradients;`
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! assignments {
    ($([$($name:ident: $bound:path),*] $left:ty, $op:tt $right:ty, |$a:ident, $b:ident, $d:ident| $d_left:expr, $d_right:expr;)*) => {$(
        assignments! { @ [$($name: $bound),*] ($left) $op ($right) ($right) [$a $b $d] [$d_left, $d_right] }
        assignments! { @ [$($name: $bound),*] ($left) $op (&$right) ($right) [$a $b $d] [$d_left, $d_right] }
    )*};
    (
        @ [$($name:ident: $bound:path),*] ($left:ty) $op:tt ($right:ty) ($b_ty:ty)
        [$a:ident $b:ident $d:ident] [$d_left:expr, $d_right:expr]
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: $bound),*> $crate::operator::AssignOperator<marker!($op), $right> for $left {
            type GradientOfLeft = $left;
            type GradientOfRight = $b_ty;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(unused_variables, reason = "many a pullback needs no operand")]
            fn assign_rule(&mut self, right: $right) -> impl FnOnce(&mut $left) -> $b_ty + use<$($name),*> {
                let ($a, $b): ($left, $b_ty) = (*self, *Borrow::<$b_ty>::borrow(&right));
                *self = $a $op $b;
                move |gradient: &mut $left| {
                    let $d: $left = *gradient;
                    let (left, right): ($left, $b_ty) = ($d_left, $d_right);
                    *gradient = left;
                    right
                }
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($name: $bound),*> $crate::operator::AssignOperatorWithTangents<marker!($op), $right> for $left {
            type TangentOfRight = $b_ty;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule_with_tangents(&mut self, right: $right, t_left: &mut $left, t_right: &$b_ty)
                -> impl FnOnce(&mut $left, &mut $left) -> ($b_ty, $b_ty) + use<$($name),*>
            {
                let right: $b_ty = *Borrow::<$b_ty>::borrow(&right);
                let ((value, tangent), pull) =
                    $crate::operator::OperatorWithTangents::<marker!($op), $b_ty>::rule_with_tangents(*self, right, t_left, t_right);
                (*self, *t_left) = (value, tangent);
                move |gradient: &mut $left, of_tangent: &mut $left| {
                    let (left, right, t_left, t_right) = pull((*gradient, *of_tangent));
                    (*gradient, *of_tangent) = (left, t_left);
                    (right, t_right)
                }
            }
        }
    };
}

/// Implements negation of `Copy` types, with tangents.
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! negations {
    ($([$($name:ident: $bound:path),*] $operand:ty;)*) => {$(
        negations! { @ [$($name: $bound),*] ($operand) ($operand) }
        negations! { @ [$($name: $bound),*] (&$operand) ($operand) }
    )*};
    (@ [$($name:ident: $bound:path),*] ($operand:ty) ($own:ty)) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: $bound),*> $crate::operator::Operator<$crate::operator::Neg, ()> for $operand {
            type Output = $own;
            type Cotangent = $own;
            type GradientOfLeft = $own;
            type GradientOfRight = ();
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(self, (): ()) -> ($own, impl FnOnce($own) -> ($own, ()) + use<$($name),*>) {
                (-self, |d: $own| (-d, ()))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($name: $bound),*> $crate::operator::OperatorWithTangents<$crate::operator::Neg, ()> for $operand {
            type TangentOfLeft = $own;
            type TangentOfRight = $crate::still::NoTangent;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(self, (): (), t_operand: &$own, _: &$crate::still::NoTangent)
                -> (($own, $own), impl FnOnce(($own, $own)) -> ($own, (), $own, ()) + use<$($name),*>)
            {
                ((-self, -*t_operand), |(d, d_tangent): ($own, $own)| (-d, (), -d_tangent, ()))
            }
        }
    };
}

/// Implements the sums of `Copy` types, of values and of references: `[generics] [generics used] own;`
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! sums {
    ($([$($generics:tt)*] [$($used:tt)*] $own:ty;)*) => {$(
        sums! { @ [$($generics)*] [$($used)*] ($own) ($own) |items| items.iter().copied().sum() }
        sums! { @ ['item, $($generics)*] ['item, $($used)*] ($own) (&'item $own) |items| items.iter().sum() }
    )*};
    (@ [$($generics:tt)*] [$($used:tt)*] ($own:ty) ($item:ty) |$items:ident| $sum:expr) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::operator::Summed<$item> for $own {
            type Element = $own;
            type Cotangent = $own;
            type Gradient = $own;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no item")]
            fn annotate_sum_with_differentiate(
                $items: &[$own],
            ) -> ($own, impl FnOnce($own, (&[$own], Option<&mut [$own]>)) -> ((),) + Clone + use<$($used)*>) {
                ($sum, |d: $own, (_, into): (&[$own], Option<&mut [$own]>)| {
                    into.into_iter().flatten().for_each(|gradient| *gradient += d);
                    ((),)
                })
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::operator::KeptSummed<$item> for $own {
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no item")]
            fn add_pullback_to_the_attribute_of_sum(
                items: &[$own],
            ) -> ($own, impl FnOnce($own, (&[$own], Option<&mut [$own]>)) -> ((),) + Clone + use<$($used)*>) {
                <$own as $crate::operator::Summed<$item>>::annotate_sum_with_differentiate(items)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::operator::SummedWithTangents<$item> for $own {
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no item")]
            fn add_jvp_to_the_attribute_of_sum(
                $items: &[$own],
                tangents: &[$own],
            ) -> (
                ($own, $own),
                impl FnOnce(($own, $own), (&[$own], Option<&mut [$own]>), (&[$own], Option<&mut [$own]>)) -> ((), ()) + use<$($used)*>,
            ) {
                let value = $sum;
                let tangent = tangents.iter().copied().sum();
                ((value, tangent), |(d, d_tangent): ($own, $own), (_, into): (&[$own], Option<&mut [$own]>), (_, of_tangents): (&[$own], Option<&mut [$own]>)| {
                    into.into_iter().flatten().for_each(|gradient| *gradient += d);
                    of_tangents.into_iter().flatten().for_each(|gradient| *gradient += d_tangent);
                    ((), ())
                })
            }
        }
    };
}

/// The marker of an operator.
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! marker {
    (+) => {
        $crate::operator::Add
    };
    (-) => {
        $crate::operator::Sub
    };
    (*) => {
        $crate::operator::Mul
    };
    (/) => {
        $crate::operator::Div
    };
    (%) => {
        $crate::operator::Rem
    };
}

/// The slot of an argument by value.
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! slot {
    ($arg:ident) => {
        ()
    };
}

/// Declares and implements the trait by which callers find the rules of a `Copy` type. The rules take their receivers and arguments by value:
/// `rule = |a, b: type => gradient| value -> type, |value, d| gradients;`. A function without a receiver has its parameters after `fn`.
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! methods {
    (
        $trait:ident [$($name:ident: $bound:path),*] for $own:ty;
        functions { $(
            $function:ident($($param:ident: $param_ty:ty => $d_param:ty),*) => $made:expr, $made_ty:ty, |$d_made:ident| ($($gradient:expr),*);
        )* }
        methods { $(
            $rule:ident($a:ident $(, $arg:ident: $arg_ty:ty => $d_arg:ty)*) => $value:expr, $out:ty, |$v:ident, $d:ident| ($($d_own:expr),+);
        )* }
    ) => {
        #[doc(hidden)]
        pub trait $trait<$($name: $bound),*>: Sized {
            $(
                fn $function($($param: $param_ty),*)
                    -> ($made_ty, impl FnOnce($made_ty, $(slot!($param)),*) -> ($($d_param,)*));
            )*
            $(
                #[allow(clippy::wrong_self_convention, reason = "a receiver of a `Copy` type")]
                fn $rule(self $(, $arg: $arg_ty)*)
                    -> ($out, impl FnOnce($out, () $(, slot!($arg))*) -> ($own, $($d_arg),*));
            )*
        }
        #[allow(unused_variables, reason = "many a pullback needs only some of its operands")]
        #[allow(clippy::unused_unit)]
        impl<$($name: $bound),*> $trait<$($name),*> for $own {
            $(
                #[inline]
                fn $function($($param: $param_ty),*)
                    -> ($made_ty, impl FnOnce($made_ty, $(slot!($param)),*) -> ($($d_param,)*))
                {
                    ($made, move |$d_made: $made_ty, $(_: slot!($param)),*| ($($gradient,)*))
                }
            )*
            $(
                #[inline]
                fn $rule(self $(, $arg: $arg_ty)*)
                    -> ($out, impl FnOnce($out, () $(, slot!($arg))*) -> ($own, $($d_arg),*))
                {
                    let $a = self;
                    let $v: $out = $value;
                    ($v, move |$d: $out, () $(, _: slot!($arg))*| ($($d_own),+,))
                }
            )*
        }
    };
}

/// Declares and implements the trait by which callers find the rules with tangents of a `Copy` type, a line a function. What is linear in
/// all of its arguments is its own tangent; what is linear in each of two has the sum of two products, and turns its gradient as the rule
/// does at the tangents. Anything else says the tangent, and what that passes back to each argument.
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! tangents {
    ($trait:ident [$($name:ident: $bound:path),*] for $own:ty; functions { $($kind:ident $function:ident { $($line:tt)* })* } methods { $($kinds:ident $method:ident { $($lines:tt)* })* }) => {
        tangents! {
            @ $trait [$($name: $bound),*] [$($name),*] ($own)
            [$(($kind function $function $($line)*))* $(($kinds method $method ($own) $($lines)*))*]
        }
    };
    (@ $trait:ident [$($name:ident: $bound:path),*] $used:tt ($own:ty) [$($line:tt)*]) => {
        #[doc(hidden)]
        pub trait $trait<$($name: $bound),*>: Sized {
            $(tangents! { @declared $used $line })*
        }
        #[allow(unused_variables, reason = "not every formula needs everything")]
        #[allow(refining_impl_trait, reason = "the pullback holds on to no reference")]
        impl<$($name: $bound),*> $trait<$($name),*> for $own {
            $(tangents! { @defined $used $line })*
        }
    };

    (@declared [$($used:tt)*] ($kind:ident function $name:ident $rule:ident($($b:ident $u:ident: $b_ty:ty),*) -> $out:ty $(= $($formula:tt)*)?)) => {
        fn $name($($b: $b_ty,)* $($u: $b_ty),*)
            -> (($out, $out), impl FnOnce(($out, $out), $(slot!($b),)* $(slot!($u)),*) -> ($($b_ty,)* $($b_ty,)*) + use<Self, $($used)*>);
    };
    (@declared [$($used:tt)*] ($kind:ident method $name:ident ($own:ty) $rule:ident(at $i:ident: $i_ty:ty) -> $out:ty $(= $($formula:tt)*)?)) => {
        #[allow(clippy::wrong_self_convention, reason = "a receiver of a `Copy` type")]
        fn $name(self, $i: $i_ty, t: &$own, _: $crate::still::NoTangent)
            -> (($out, $out), impl FnOnce(($out, $out), (), (), (&$own, Option<&mut $own>), ()) -> ($own, (), (), ()) + use<Self, $($used)*>);
    };
    (@declared [$($used:tt)*] ($kind:ident method $name:ident ($own:ty) $rule:ident($($b:ident $u:ident: $b_ty:ty),*) -> $out:ty $(= $($formula:tt)*)?)) => {
        #[allow(clippy::wrong_self_convention, reason = "a receiver of a `Copy` type")]
        fn $name(self $(, $b: $b_ty)*, t: &$own $(, $u: $b_ty)*)
            -> (($out, $out), impl FnOnce(($out, $out), () $(, slot!($b))*, (&$own, Option<&mut $own>) $(, slot!($u))*) -> ($own $(, $b_ty)*, () $(, $b_ty)*) + use<Self, $($used)*>);
    };

    (@defined [$($used:tt)*] (linear function $name:ident $rule:ident($($b:ident $u:ident: $b_ty:ty),*) -> $out:ty)) => {
        #[inline]
        fn $name($($b: $b_ty,)* $($u: $b_ty),*)
            -> (($out, $out), impl FnOnce(($out, $out), $(slot!($b),)* $(slot!($u)),*) -> ($($b_ty,)* $($b_ty,)*) + use<$($used)*>)
        {
            let (value, pull) = Self::$rule($($b),*);
            let (tangent, pull_tangent) = Self::$rule($($u),*);
            ((value, tangent), |(d, d_t): ($out, $out), $($b: slot!($b),)* $($u: slot!($u)),*| {
                let ($($b,)*) = pull(d, $($b),*);
                let ($($u,)*) = pull_tangent(d_t, $($u),*);
                ($($b,)* $($u,)*)
            })
        }
    };
    (@defined [$($used:tt)*] (by function $name:ident $rule:ident($($b:ident $u:ident: $b_ty:ty),*) -> $out:ty = |$d:ident| $tangent:expr, $($turned:expr),*)) => {
        #[inline]
        fn $name($($b: $b_ty,)* $($u: $b_ty),*)
            -> (($out, $out), impl FnOnce(($out, $out), $(slot!($b),)* $(slot!($u)),*) -> ($($b_ty,)* $($b_ty,)*) + use<$($used)*>)
        {
            let (value, pull) = Self::$rule($($b),*);
            let (_, pull_tangent) = Self::$rule($($b),*);
            ((value, $tangent), move |(d, $d): ($out, $out), $(_: slot!($b),)* $(_: slot!($u)),*| {
                let turned = ($($turned,)*);
                let ($($b,)*) = total(pull(d, $(none!(() $b)),*), turned);
                let ($($u,)*) = pull_tangent($d, $(none!(() $u)),*);
                ($($b,)* $($u,)*)
            })
        }
    };
    (@defined [$($used:tt)*] (linear method $name:ident ($own:ty) $rule:ident(at $i:ident: $i_ty:ty) -> $out:ty)) => {
        #[inline]
        fn $name(self, $i: $i_ty, t: &$own, _: $crate::still::NoTangent)
            -> (($out, $out), impl FnOnce(($out, $out), (), (), (&$own, Option<&mut $own>), ()) -> ($own, (), (), ()) + use<$($used)*>)
        {
            let (value, pull) = self.$rule($i);
            let (tangent, pull_tangent) = (*t).$rule($i);
            ((value, tangent), |(d, d_t): ($out, $out), (), (), (_, of_t): (&$own, Option<&mut $own>), ()| {
                if let Some(into) = of_t {
                    *into = total(*into, pull_tangent(d_t, (), ()).0);
                }
                (pull(d, (), ()).0, (), (), ())
            })
        }
    };
    (@defined [$($used:tt)*] (by method $name:ident ($own:ty) $rule:ident(at $i:ident: $i_ty:ty) -> $out:ty = |$a:ident, $v:ident, $t:ident, $d:ident| $tangent:expr, $turned:expr)) => {
        #[inline]
        fn $name(self, $i: $i_ty, $t: &$own, _: $crate::still::NoTangent)
            -> (($out, $out), impl FnOnce(($out, $out), (), (), (&$own, Option<&mut $own>), ()) -> ($own, (), (), ()) + use<$($used)*>)
        {
            let ($a, $t) = (self, *$t);
            let ($v, pull) = self.$rule($i);
            let (_, pull_tangent) = self.$rule($i);
            (($v, $tangent), move |(d, $d): ($out, $out), (), (), (_, of_t): (&$own, Option<&mut $own>), ()| {
                if let Some(into) = of_t {
                    *into = total(*into, pull_tangent($d, (), ()).0);
                }
                (total(pull(d, (), ()).0, $turned), (), (), ())
            })
        }
    };
    (@defined [$($used:tt)*] (linear method $name:ident ($own:ty) $rule:ident($($b:ident $u:ident: $b_ty:ty),*) -> $out:ty)) => {
        #[inline]
        fn $name(self $(, $b: $b_ty)*, t: &$own $(, $u: $b_ty)*)
            -> (($out, $out), impl FnOnce(($out, $out), () $(, slot!($b))*, (&$own, Option<&mut $own>) $(, slot!($u))*) -> ($own $(, $b_ty)*, () $(, $b_ty)*) + use<$($used)*>)
        {
            let (value, pull) = self.$rule($($b),*);
            let (tangent, pull_tangent) = (*t).$rule($($u),*);
            ((value, tangent), |(d, d_t): ($out, $out), () $(, $b: slot!($b))*, (_, of_t): (&$own, Option<&mut $own>) $(, $u: slot!($u))*| {
                let (own, $($b,)*) = pull(d, () $(, $b)*);
                let (of_own, $($u,)*) = pull_tangent(d_t, () $(, $u)*);
                if let Some(into) = of_t {
                    *into = total(*into, of_own);
                }
                (own $(, $b)*, () $(, $u)*)
            })
        }
    };
    (@defined [$($used:tt)*] (bilinear method $name:ident ($own:ty) $rule:ident($b:ident $u:ident: $b_ty:ty) -> $out:ty)) => {
        tangents! {
            @defined [$($used)*] (by method $name ($own) $rule($b $u: $b_ty) -> $out
                = |a, v, t, d| total(t.$rule($b).0, a.$rule($u).0), t.$rule($u).1(d, (), ()).0, t.$rule($u).1(d, (), ()).1)
        }
    };
    (@defined [$($used:tt)*] (by method $name:ident ($own:ty) $rule:ident($($b:ident $u:ident: $b_ty:ty),*) -> $out:ty = |$a:ident, $v:ident, $t:ident, $d:ident| $tangent:expr, $($turned:expr),+)) => {
        #[inline]
        fn $name(self $(, $b: $b_ty)*, $t: &$own $(, $u: $b_ty)*)
            -> (($out, $out), impl FnOnce(($out, $out), () $(, slot!($b))*, (&$own, Option<&mut $own>) $(, slot!($u))*) -> ($own $(, $b_ty)*, () $(, $b_ty)*) + use<$($used)*>)
        {
            let ($a, $t) = (self, *$t);
            let ($v, pull) = self.$rule($($b),*);
            let (_, pull_tangent) = self.$rule($($b),*);
            (($v, $tangent), move |(d, $d): ($out, $out), () $(, _: slot!($b))*, (_, of_t): (&$own, Option<&mut $own>) $(, _: slot!($u))*| {
                let turned = ($($turned,)+);
                let (own, $($b,)*) = total(pull(d, () $(, none!(() $b))*), turned);
                let (of_own, $($u,)*) = pull_tangent($d, () $(, none!(() $u))*);
                if let Some(into) = of_t {
                    *into = total(*into, of_own);
                }
                (own $(, $b)*, () $(, $u)*)
            })
        }
    };
}

/// What stands once for each argument.
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! none {
    ($what:tt $arg:ident) => {
        $what
    };
}

/// Implements the traits of values and tangents for a type made of floats, from an iterator over them.
#[allow(unused_macros, reason = "no crate may be chosen")]
macro_rules! made_of_floats {
    ($([$($name:ident: $bound:path),*] $own:ty, |$value:ident| $zero:expr, $floats:expr, $floats_mut:expr;)*) => {$(
        impl<$($name: $bound),*> $crate::Differentiable for $own {
            type Tangent = $own;
            #[inline]
            #[allow(unused_variables, reason = "not every shape depends on the value")]
            fn zero(&self) -> $own {
                let $value = self;
                $zero
            }
            fn step(&mut self, scale: f64, tangent: &$own) {
                let tangent: &$own = tangent;
                let added = { let $value = tangent; $floats };
                let $value = self;
                $floats_mut.zip(added).for_each(|(a, b)| $crate::Differentiable::step(a, scale, b));
            }
            fn flat_len(&self) -> usize {
                let $value = self;
                $floats.count()
            }
            fn write_flat(&self, floats: &mut [f64]) {
                let $value = self;
                let mut rest = floats;
                for part in $floats {
                    rest = $crate::differentiable::write_part(part, rest);
                }
                $crate::differentiable::none_left(rest);
            }
            fn read_flat(&mut self, floats: &[f64]) {
                let $value = self;
                let mut rest = floats;
                for part in $floats_mut {
                    rest = $crate::differentiable::read_part(part, rest);
                }
                $crate::differentiable::none_left(rest);
            }
        }
        impl<$($name: $bound),*> $crate::Tangent for $own {
            #[inline]
            fn accumulate(&mut self, other: &$own) {
                let added = { let $value = other; $floats };
                let $value = self;
                $floats_mut.zip(added).for_each(|(a, b)| $crate::Tangent::accumulate(a, b));
            }
            fn is_zero(&self) -> bool {
                let $value = self;
                $floats.all($crate::Tangent::is_zero)
            }
            fn scale(&mut self, factor: f64) {
                let $value = self;
                $floats_mut.for_each(|part| $crate::Tangent::scale(part, factor));
            }
            fn dot(&self, other: &$own) -> f64 {
                let other = { let $value = other; $floats };
                let $value = self;
                $floats.zip(other).map(|(a, b)| $crate::Tangent::dot(a, b)).sum()
            }
        }
    )*};
}

#[cfg(feature = "num-complex-0_4")]
mod num_complex;

#[cfg(feature = "glam-0_30")]
mod glam_0_30 {
    use ::glam_0_30 as glam;
    include!("foreign/glam.rs");
}

#[cfg(feature = "glam-0_34")]
mod glam_0_34 {
    use ::glam_0_34 as glam;
    include!("foreign/glam.rs");
}

#[cfg(feature = "nalgebra-0_34")]
mod nalgebra_0_34 {
    use ::nalgebra_0_34 as nalgebra;
    include!("foreign/nalgebra.rs");
}

#[cfg(feature = "nalgebra-0_34")]
mod nalgebra_0_34_factors {
    #[cfg(feature = "alloc")]
    use super::nalgebra_0_34::add_cofactors;
    use super::nalgebra_0_34::{Real, number, product_with_transpose};
    #[cfg(feature = "alloc")]
    use super::nalgebra_0_34_tangents::cofactors_turned;
    use super::nalgebra_0_34_tangents::of_inverse_turned;
    use ::nalgebra_0_34 as nalgebra;
    include!("foreign/nalgebra_factors.rs");
}

#[cfg(feature = "nalgebra-0_34")]
mod nalgebra_0_34_tangents {
    use super::nalgebra_0_34::{
        ChangingRules, DiagonalRules, FromArray, MatrixRules, Real, SquareRules, StaticRules,
        product_with_transpose,
    };
    #[cfg(feature = "alloc")]
    use super::nalgebra_0_34::{DMatrixRules, DVectorRules, PartRules, add_cofactors};
    use ::nalgebra_0_34 as nalgebra;
    include!("foreign/nalgebra_tangents.rs");
}

#[cfg(feature = "nalgebra-0_34")]
mod nalgebra_0_34_rotations {
    use super::nalgebra_0_34::Real;
    use ::nalgebra_0_34 as nalgebra;
    include!("foreign/nalgebra_rotations.rs");
}

#[cfg(feature = "nalgebra-0_35")]
mod nalgebra_0_35 {
    use ::nalgebra_0_35 as nalgebra;
    include!("foreign/nalgebra.rs");
}

#[cfg(feature = "nalgebra-0_35")]
mod nalgebra_0_35_factors {
    #[cfg(feature = "alloc")]
    use super::nalgebra_0_35::add_cofactors;
    use super::nalgebra_0_35::{Real, number, product_with_transpose};
    #[cfg(feature = "alloc")]
    use super::nalgebra_0_35_tangents::cofactors_turned;
    use super::nalgebra_0_35_tangents::of_inverse_turned;
    use ::nalgebra_0_35 as nalgebra;
    include!("foreign/nalgebra_factors.rs");
}

#[cfg(feature = "nalgebra-0_35")]
mod nalgebra_0_35_tangents {
    use super::nalgebra_0_35::{
        ChangingRules, DiagonalRules, FromArray, MatrixRules, Real, SquareRules, StaticRules,
        product_with_transpose,
    };
    #[cfg(feature = "alloc")]
    use super::nalgebra_0_35::{DMatrixRules, DVectorRules, PartRules, add_cofactors};
    use ::nalgebra_0_35 as nalgebra;
    include!("foreign/nalgebra_tangents.rs");
}

#[cfg(feature = "nalgebra-0_35")]
mod nalgebra_0_35_rotations {
    use super::nalgebra_0_35::Real;
    use ::nalgebra_0_35 as nalgebra;
    include!("foreign/nalgebra_rotations.rs");
}

#[cfg(all(feature = "ndarray-0_16", feature = "alloc"))]
mod ndarray_0_16 {
    use ::ndarray_0_16 as ndarray;
    include!("foreign/ndarray.rs");
}

#[cfg(all(feature = "ndarray-0_16", feature = "alloc"))]
mod ndarray_0_16_tangents {
    use super::ndarray_0_16::{
        ArrayRules, ChangingRules, Common, DotRules, PlaneRules, Real, inner, summed, total, zipped,
    };
    use ::ndarray_0_16 as ndarray;
    include!("foreign/ndarray_tangents.rs");
}

#[cfg(all(feature = "ndarray-0_17", feature = "alloc"))]
mod ndarray_0_17 {
    use ::ndarray_0_17 as ndarray;
    include!("foreign/ndarray.rs");
}

#[cfg(all(feature = "ndarray-0_17", feature = "alloc"))]
mod ndarray_0_17_tangents {
    use super::ndarray_0_17::{
        ArrayRules, ChangingRules, Common, DotRules, PlaneRules, Real, inner, summed, total, zipped,
    };
    use ::ndarray_0_17 as ndarray;
    include!("foreign/ndarray_tangents.rs");
}

/// What is added up: the parts of a tangent.
#[allow(dead_code, reason = "no crate may be chosen")]
trait Total {
    fn total(self, other: Self) -> Self;
}

impl<T: crate::private::Real> Total for T {
    #[inline]
    fn total(self, other: T) -> T {
        self + other
    }
}

impl Total for () {
    fn total(self, (): ()) {}
}

macro_rules! totals {
    ($($($part:ident $i:tt),+;)*) => {$(
        impl<$($part: Total),+> Total for ($($part,)+) {
            #[inline]
            fn total(self, other: Self) -> Self {
                ($(self.$i.total(other.$i),)+)
            }
        }
    )*};
}

totals! { A 0; A 0, B 1; A 0, B 1, C 2; A 0, B 1, C 2, D 3; }

/// The sum of two gradients.
#[allow(dead_code, reason = "no crate may be chosen")]
#[inline]
fn total<G: Total>(a: G, b: G) -> G {
    a.total(b)
}

/// What may be a view, of which generated code makes a copy: the type of a pullback must not hold on to what a view borrows.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken by its name for a matrix, an array or a view of `nalgebra` or `ndarray`",
    label = "this is none of those for which `differentiate` has rules",
    note = "choose the feature of the crate's version, such as `nalgebra-0_35` or `ndarray-0_17`",
    note = "of a type of yours, name the type where the value is bound: `let row: {Self} = …;`"
)]
pub trait View {
    /// The value that owns its elements.
    type Owned;
    /// A copy.
    fn owned(&self) -> Self::Owned;
}

/// The matrix or array itself, where it is one of the crates that are known.
#[inline]
pub fn matrix<V: View>(matrix: &V) -> &V {
    matrix
}

/// What a value says of its shape.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken by the name of the method for a length, and may have a gradient",
    label = "this is no number of elements",
    note = "give the method another name than `len`, `nrows`, `ncols`, `shape`, `dim`"
)]
pub trait Count {}

impl Count for usize {}
impl Count for bool {}
impl Count for &[usize] {}
impl Count for (usize, usize) {}
impl Count for (usize, usize, usize) {}

/// A length, a number of rows and the like.
#[inline]
pub fn counted<C: Count>(count: C) -> C {
    count
}

/// A copy of what may be a view.
#[inline]
pub fn owned<V: View>(view: &V) -> V::Owned {
    view.owned()
}

/// An array of any number of axes, as the list of its elements in the order in which it is iterated.
#[doc(hidden)]
pub trait Flatten {
    /// The list.
    type Flat;
    /// The array that owns its elements.
    type Owned;
    /// What the list forgets.
    type Shape: Shape<Flat = Self::Flat, Owned = Self::Owned>;
    /// The elements.
    fn flat(&self) -> Self::Flat;
    /// The shape.
    fn shape_of(&self) -> Self::Shape;
    /// Adds to the elements of an array.
    fn add(into: &mut Self::Owned, flat: Self::Flat);
}

/// The shape of an array.
#[doc(hidden)]
pub trait Shape {
    /// The list of the elements.
    type Flat;
    /// The array.
    type Owned: Flatten<Flat = Self::Flat>;
    /// An array of this shape.
    fn shaped(self, flat: Self::Flat) -> Self::Owned;
}

/// The elements of an array, in the order in which it is iterated.
pub fn flattened<A: Flatten>(array: &A) -> A::Flat {
    array.flat()
}

/// The shape of an array.
pub fn shape_of<A: Flatten>(array: &A) -> A::Shape {
    array.shape_of()
}

/// An array of a shape.
pub fn shaped<S: Shape>(flat: S::Flat, shape: S) -> S::Owned {
    shape.shaped(flat)
}

/// The slot of an array.
type Slot<'a, A> = (&'a A, Option<&'a mut <A as Flatten>::Owned>);

/// The rule of the function of that name.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(Debug)]
pub struct flattened {}

impl flattened {
    pub const EXCHANGES: [bool; 1] = [false];
    pub const OVERWRITES: [bool; 1] = [false];
    pub const DIFFERENTIATES: [bool; 1] = [false];
    pub const RUNS_OPAQUE_CODE: bool = false;
    #[allow(clippy::type_complexity, reason = "the contract")]
    pub fn forward<A: Flatten, F: Fn(&A) -> A::Flat>(
        array: &A,
        _: F,
    ) -> (A::Flat, impl FnOnce(A::Flat, Slot<'_, A>) -> ((),) + use<A, F>) {
        (array.flat(), |d: A::Flat, (_, into): Slot<'_, A>| {
            if let Some(into) = into {
                A::add(into, d);
            }
            ((),)
        })
    }
}

/// The rule of the function of that name. Nothing flows through the shape.
#[doc(hidden)]
#[allow(non_camel_case_types)]
#[derive(Debug)]
pub struct shaped {}

impl shaped {
    pub const RUNS_OPAQUE_CODE: bool = false;
    #[allow(clippy::type_complexity, reason = "the contract")]
    pub fn forward<S: Shape, F: Fn(S::Flat, S) -> S::Owned>(
        flat: S::Flat,
        shape: S,
        _: F,
    ) -> (S::Owned, impl FnOnce(S::Owned, (), ()) -> (S::Flat, ()) + use<S, F>) {
        (shape.shaped(flat), |d: S::Owned, (), ()| (d.flat(), ()))
    }
}

/// The traits by which generated code finds rules. They have no names, so that an import of all of them hides nothing.
#[doc(hidden)]
pub mod rules {
    #[cfg(feature = "alloc")]
    pub use crate::resized::{Resized as _, ResizedConstant as _};

    #[cfg(feature = "glam-0_30")]
    pub use super::glam_0_30::rules::*;
    #[cfg(feature = "glam-0_34")]
    pub use super::glam_0_34::rules::*;
    #[cfg(feature = "nalgebra-0_34")]
    pub use super::nalgebra_0_34::rules::*;
    #[cfg(feature = "nalgebra-0_34")]
    pub use super::nalgebra_0_34_factors::rules::*;
    #[cfg(feature = "nalgebra-0_34")]
    pub use super::nalgebra_0_34_rotations::rules::*;
    #[cfg(feature = "nalgebra-0_34")]
    pub use super::nalgebra_0_34_tangents::rules::*;
    #[cfg(feature = "nalgebra-0_35")]
    pub use super::nalgebra_0_35::rules::*;
    #[cfg(feature = "nalgebra-0_35")]
    pub use super::nalgebra_0_35_factors::rules::*;
    #[cfg(feature = "nalgebra-0_35")]
    pub use super::nalgebra_0_35_rotations::rules::*;
    #[cfg(feature = "nalgebra-0_35")]
    pub use super::nalgebra_0_35_tangents::rules::*;
    #[cfg(all(feature = "ndarray-0_16", feature = "alloc"))]
    pub use super::ndarray_0_16::rules::*;
    #[cfg(all(feature = "ndarray-0_16", feature = "alloc"))]
    pub use super::ndarray_0_16_tangents::rules::*;
    #[cfg(all(feature = "ndarray-0_17", feature = "alloc"))]
    pub use super::ndarray_0_17::rules::*;
    #[cfg(all(feature = "ndarray-0_17", feature = "alloc"))]
    pub use super::ndarray_0_17_tangents::rules::*;
    #[cfg(feature = "num-complex-0_4")]
    pub use super::num_complex::{ComplexRules as _, ComplexTangents as _};
}
