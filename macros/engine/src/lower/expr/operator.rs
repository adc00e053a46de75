//! Literals, operators, casts.

use crate::diagnostics as code;
use crate::ir::{Flow, Id, Literal, Member, Op, Plain, Step, compound};
use crate::lower::Lower;
use crate::spanned::Spanned;
use crate::tables::rules::Rule;
use crate::types::{self, Float, Int, Ty};
use proc_macro2::Span;
use quote::quote;
use syn::{BinOp, Expr, UnOp};

impl Lower<'_> {
    pub(in crate::lower) fn lit(&mut self, lit: &syn::Lit) -> Id {
        match lit {
            syn::Lit::Float(float) => self.float_literal(float.base10_parse(), float.suffix(), lit),
            syn::Lit::Int(int) if matches!(int.suffix(), "f64" | "f32") => {
                self.float_literal(int.base10_parse(), int.suffix(), lit)
            }
            syn::Lit::Int(int) => {
                let ty = match int.suffix() {
                    "" => self.types.fresh_int(),
                    suffix => Ty::Int(Int::Named(suffix.to_owned())),
                };
                self.literal(Literal::Int(int.base10_parse().ok(), quote!(#lit)), ty)
            }
            syn::Lit::Bool(value) => self.literal(Literal::Bool(value.value), Ty::Bool),
            syn::Lit::ByteStr(bytes) => {
                let byte = Ty::Int(Int::Named("u8".into()));
                let bytes = Ty::Array(Box::new(byte), crate::types::Len::of(bytes.value().len()));
                self.literal(Literal::Other(quote!(#lit)), Ty::Ref(Box::new(bytes)))
            }
            syn::Lit::Str(_) | syn::Lit::CStr(_) => {
                self.literal(Literal::Other(quote!(#lit)), Ty::Ref(Box::new(Ty::Discrete)))
            }
            syn::Lit::Byte(_) => self.literal(Literal::Other(quote!(#lit)), Ty::Int(Int::Named("u8".into()))),
            other => self.literal(Literal::Other(quote!(#other)), Ty::Discrete),
        }
    }

    fn float_literal(&mut self, value: syn::Result<f64>, suffix: &str, lit: &syn::Lit) -> Id {
        let ty = match suffix {
            "f64" => Ty::Float(Float::F64),
            "f32" => Ty::Float(Float::F32),
            _ => self.types.fresh_float(),
        };
        self.literal(Literal::Float(value.unwrap_or(f64::NAN), Some(quote!(#lit))), ty)
    }

    /// The type of two integers that are of one type, as far as it is known.
    pub(in crate::lower) fn integer_type(&mut self, a: Id, b: Id) -> Ty {
        let (a, b) = (self.ty(a), self.ty(b));
        // The engine's own numbers are of whatever type is beside them, and tell none.
        let own = |ty: &Ty| *ty == Ty::Int(Int::Any);
        if !own(&a) && !own(&b) {
            self.types.unify(&a, &b);
        }
        match (&a, &b) {
            (_, Ty::Int(Int::Named(_))) | (Ty::Int(Int::Any), _) => b,
            _ => self.types.shallow(&a),
        }
    }

    pub(in crate::lower) fn index_literal(&mut self, index: u32) -> Id {
        let tokens = proc_macro2::Literal::u32_unsuffixed(index);
        self.literal(Literal::Int(Some(index.into()), quote!(#tokens)), Ty::Int(Int::Any))
    }

    /// A length or an index that the user sees, and may calculate with.
    pub(in crate::lower) fn count_of(&mut self, count: u32) -> Id {
        let count = self.index_literal(count);
        self.arena.get_mut(count).ty = Ty::usize();
        count
    }

    /// The value behind any references; a string stays behind its own.
    pub(in crate::lower) fn operand(&mut self, id: Id) -> Id {
        let id = self.loaded(id);
        match self.ty(id) {
            ty @ Ty::Ref(_) if *ty.referent() != Ty::Discrete => {
                let inner = self.deref(id, self.arena.get(id).span);
                self.operand(inner)
            }
            _ => id,
        }
    }

    pub(in crate::lower) fn deref(&mut self, id: Id, span: Span) -> Id {
        if let Op::Borrow(inner) = self.arena.op(id) {
            return *inner;
        }
        let referred = self.types.referred(self.arena.ty(id));
        if let (Some(place), Some(inner)) = (self.place_of(id), &referred) {
            return self.place(place, inner.clone(), span);
        }
        match self.ty(id) {
            Ty::Ref(inner) => self.node(Op::Deref(id), referred.unwrap_or(*inner), span),
            Ty::Infer(_) if self.either.contains(&id) && !self.varies(id) => {
                let private = crate::names::private();
                let ty = self.types.fresh();
                self.node(Op::Plain(Plain::Call(quote!(#private::behind!)), vec![id]), ty, span)
            }
            _ if self.either.contains(&id) => id,
            // A reference that a pattern made is the value here.
            Ty::Float(_) | Ty::Int(_) | Ty::Bool | Ty::Tuple(_) | Ty::Array(..) | Ty::Outcome(..) => id,
            // `*list` is the slice of its elements.
            Ty::Slice(_) | Ty::Vec(_) => id,
            Ty::Infer(_) | Ty::Named(_) if self.inlined_only(id) => id,
            // What a differentiated function returned is a reference or a number, or rustc says so.
            Ty::Infer(_) if self.varies(id) && self.is_part_of_call(id) => {
                let to = self.types.fresh();
                let users = self.types.is_users(self.arena.ty(id));
                let referent = self.node(Op::Deref(id), to, span);
                if users {
                    self.returned_by_user(referent, "");
                }
                referent
            }
            Ty::Infer(_) | Ty::Named(_) if self.varies(id) => {
                self.sink.report_at(span, &code::OPERATOR, &["*"]);
                self.reported()
            }
            Ty::Infer(_) | Ty::Discrete | Ty::Status | Ty::Named(_) | Ty::Pullback | Ty::At | Ty::Maybe => {
                let ty = self.types.fresh();
                self.node(Op::Plain(Plain::Unary(UnOp::Deref(Default::default())), vec![id]), ty, span)
            }
        }
    }

    /// Is it a part of a parameter that does not change, or did a function that is called return it as a reference?
    pub(in crate::lower) fn is_part_of_parameter(&self, id: Id) -> bool {
        match self.arena.op(id) {
            Op::Param(_) => true,
            Op::Field(of, _) | Op::Index(of, _) | Op::Slice(of, ..) | Op::Borrow(of) | Op::Deref(of) => {
                self.is_part_of_parameter(*of)
            }
            _ => self.of_calls.contains(&id),
        }
    }

    /// Did a differentiated function return it, alone or in a tuple, an `Option` or a `Result`?
    pub(in crate::lower) fn is_part_of_call(&self, id: Id) -> bool {
        match self.arena.op(id) {
            Op::Field(of, Member::Index(_)) => self.is_part_of_call(*of),
            _ => self.of_calls.contains(&id),
        }
    }

    pub(in crate::lower) fn borrow(&mut self, id: Id, span: Span) -> Id {
        let ty = Ty::Ref(Box::new(self.arena.ty(id).clone()));
        match self.place_of(id) {
            Some(_) if matches!(self.ty(id), Ty::Ref(_)) => id,
            Some(place) => self.place(place, ty, span),
            None => self.node(Op::Borrow(id), ty, span),
        }
    }

    pub(in crate::lower) fn reference(&mut self, reference: &syn::ExprReference) -> Id {
        let mut inner = self.lvalue(&reference.expr);
        if reference.mutability.is_some() && is_made(&reference.expr) && self.ty(inner).has_elements() {
            // A variable without a name.
            let value = self.loaded(inner);
            inner = self.anonymous(value, reference.span());
        }
        if let (Some(mutability), None) = (&reference.mutability, self.place_of(inner)) {
            return self.report(mutability, &code::MUT_REFERENCE, &[]);
        }
        if let (Some(_), Some(place)) = (&reference.mutability, self.place_of(inner)) {
            let ty = match self.ty(inner) {
                reference @ Ty::Ref(_) => reference,
                ty => Ty::Ref(Box::new(ty)),
            };
            let lent = self.place(place, ty, reference.span());
            self.lent.insert(lent);
            return lent;
        }
        if let Some(place) = self.lends(inner) {
            // `&out` lends no longer by `&mut`.
            let ty = self.ty(inner);
            return self.place(place, ty, reference.span());
        }
        match (self.arena.op(inner), super::operator::bare(&reference.expr)) {
            (Op::Slice(..), Expr::Index(_)) => inner,
            _ => self.borrow(inner, reference.span()),
        }
    }

    pub(in crate::lower) fn unary(&mut self, unary: &syn::ExprUnary) -> Id {
        if let UnOp::Deref(_) = unary.op {
            let inner = self.lvalue(&unary.expr);
            return self.deref(inner, unary.span());
        }
        if matches!(unary.op, UnOp::Not(_))
            && matches!(bare(&unary.expr), Expr::Call(_) | Expr::MethodCall(_))
            && !is_constructor(bare(&unary.expr))
        {
            // A differentiated value has no negation, so this decides, which rustc checks.
            let negated = self.decision(&Expr::Unary(unary.clone()));
            let says = Plain::Typed(Box::new(syn::parse_quote!(bool)));
            return self.discrete(Op::Plain(says, vec![negated]), Ty::Bool, unary.span());
        }
        let inner = self.expr(&unary.expr);
        if matches!(unary.op, UnOp::Neg(_)) && self.varies(inner) && self.is_of_users_type(inner) {
            return self.users_operator("Neg", vec![inner], unary.span());
        }
        let operand = self.operand(inner);
        match (&unary.op, self.ty(operand)) {
            (UnOp::Neg(_), ty @ Ty::Float(_)) => {
                self.apply(Rule::named("neg"), vec![operand], ty, unary.span())
            }
            // What is written as a number: a name may stand for another number where this is written.
            (UnOp::Neg(_), ty @ Ty::Int(_))
                if matches!(bare(&unary.expr), Expr::Lit(_))
                    && self.arena.integer(operand).is_some_and(|value| value > 0) =>
            {
                let negated = self.arena.integer(operand).map(|value| -value);
                self.literal(Literal::Int(negated, quote!(#unary)), ty)
            }
            (UnOp::Neg(_), ty) if self.varies(operand) => {
                self.expect_float(operand, &ty);
                self.apply(Rule::named("neg"), vec![operand], ty, unary.span())
            }
            (UnOp::Not(_), Ty::Float(_)) => {
                self.types.disagree = true;
                self.poison()
            }
            // Of a type of the user's it may be anything.
            (UnOp::Not(_), _) if self.varies(operand) => self.report(&unary.op, &code::OPERATOR, &["!"]),
            (op, ty) => {
                let unsigned = matches!(&ty, Ty::Int(Int::Named(name)) if name.starts_with('u'));
                self.types.disagree |= matches!(op, UnOp::Neg(_)) && (unsigned || ty == Ty::Bool);
                // An operator of the user's may give anything.
                let ty = if self.may_be_users(operand) { self.types.fresh() } else { ty };
                self.node(Op::Plain(Plain::Unary(unary.op), vec![operand]), ty, unary.span())
            }
        }
    }

    /// Is it a constant of a type that is known by name, or that a constructor makes? Its operators may be the user's.
    fn may_be_users(&self, operand: Id) -> bool {
        if matches!(self.ty(operand), Ty::Named(_)) || self.types.is_struct(self.arena.ty(operand)) {
            return true;
        }
        match self.arena.op(operand) {
            Op::Plain(Plain::Typed(_), of) => self.may_be_users(of[0]),
            Op::Plain(Plain::Call(path), _) => syn::parse2::<syn::ExprPath>(path.clone())
                .is_ok_and(|path| crate::names::is_capital(&path.path)),
            Op::Struct(..) => true,
            _ => false,
        }
    }

    /// Something of unknown type that is used as a number is a float.
    fn expect_float(&mut self, id: Id, ty: &Ty) {
        if let Ty::Infer(_) = ty {
            let float = self.types.fresh_assumed_float();
            let of = self.arena.ty(id).clone();
            self.types.unify(&of, &float);
        }
    }

    /// A function of the derivative table.
    pub(in crate::lower) fn apply(&mut self, rule: &'static Rule, args: Vec<Id>, ty: Ty, span: Span) -> Id {
        let parameter: Vec<bool> = args.iter().map(|id| self.arena.get(*id).flow.parameter).collect();
        let op = Op::Apply(rule.at_ties(self.symmetric, &parameter), args);
        // An argument whose partial is zero everywhere, such as that of `floor`, lets nothing flow.
        let partials = (rule.partials)();
        let mut flow = Flow { parameter: parameter.contains(&true), ..Flow::default() };
        for (arg, partial) in op.args().into_iter().zip(&partials) {
            if !matches!(partial, crate::tables::term::Term::Number(0.0)) {
                flow = flow.and(self.arena.get(arg).flow);
            }
        }
        self.node_with(op, ty, flow, span)
    }

    pub(in crate::lower) fn binary(&mut self, binary: &syn::ExprBinary) -> Id {
        if let BinOp::And(_) | BinOp::Or(_) = binary.op {
            return self.short_circuit(binary);
        }
        if let Some(op) = compound(&binary.op) {
            return self.compound_assignment(&op, binary);
        }
        let [left, right] = [&binary.left, &binary.right].map(|side| self.expr(side));
        self.arithmetic(&binary.op, left, right, binary.span(), &binary.op)
    }

    /// `a += b`: as Rust does with numbers, the right side comes first, then the place, once.
    fn compound_assignment(&mut self, op: &BinOp, binary: &syn::ExprBinary) -> Id {
        let right = self.expr(&binary.right);
        // With a type parameter, or a reference on the right, it is the other way round.
        if !self.generics.is_empty() || matches!(self.ty(right), Ty::Ref(_)) {
            let index = Some(&*binary.left).filter(|left| matches!(bare(left), Expr::Index(_)));
            let sides = [Some(&*binary.right), index];
            let changes = |side: &&Expr| !self.assigned_in(&[side]).is_empty();
            if let Some(side) = sides.into_iter().flatten().find(changes) {
                return self.report(
                    side,
                    &code::UNSUPPORTED,
                    &["an assignment inside of another", "write it in a statement before"],
                );
            }
        }
        let at = self.lvalue(&binary.left);
        if let Some(marker) = crate::lower::typing::users_type::marker(op)
            && self.is_users_operator(op, at, right)
        {
            return self.users_assignment(marker, &binary.left, at, right, binary.span());
        }
        let left = self.loaded(at);
        let value = self.arithmetic(op, left, right, binary.span(), &binary.op);
        match self.place_of(at) {
            Some(place) => self.store(place, value),
            None => self.assign_to(&binary.left, value),
        }
        self.unit()
    }

    /// Is it a reference to a value of a type that only rustc knows, which nothing flows into?
    fn refers_to_opaque(&self, id: Id) -> bool {
        let opaque = |ty: &Ty| matches!(ty, Ty::Infer(_) | Ty::Named(_) | Ty::Discrete);
        matches!(self.ty(id), Ty::Ref(to) if opaque(&self.types.shallow(&to)))
            && matches!(self.arena.op(id), Op::Borrow(_) | Op::Lvalue(_))
            && !self.varies(id)
    }

    /// `at` is the operator as it was written.
    pub(in crate::lower) fn arithmetic(
        &mut self,
        op: &BinOp,
        left: Id,
        right: Id,
        span: Span,
        at: &BinOp,
    ) -> Id {
        if let Some(number) = self.counted_by_method(op, left, right, span) {
            return number;
        }
        if let Some(marker) = crate::lower::typing::users_type::marker(op)
            && self.is_users_operator(op, left, right)
        {
            let [left, right] = [left, right].map(|side| self.as_rust(side));
            self.same_type_of_user(op, [left, right]);
            return self.users_operator(marker, vec![left, right], span);
        }
        let [left, right] =
            [left, right].map(|side| if is_comparison(op) { self.as_rust(side) } else { side });
        if let Some(value) = self.foreign_constant(op, [left, right], span, at) {
            return value;
        }
        if is_comparison(op)
            && let [true, _] | [_, true] =
                [[left, right], [right, left]].map(|sides| self.is_part_beside(sides))
        {
            let sides = [left, right].map(|side| self.argument(side));
            return self.discrete(Op::Plain(Plain::Binary(*op), sides.into()), Ty::Bool, span);
        }
        let written = [left, right];
        // `text += &other` takes the reference, whatever both are.
        let keeps = matches!(op, BinOp::Add(_) | BinOp::AddAssign(_)) && self.refers_to_opaque(right);
        let right = if keeps { self.argument(right) } else { self.operand(right) };
        let left = self.operand(left);
        let (left, right) = match is_comparison(op) {
            true => (left, right),
            false => (self.beside_integer(left, right), self.beside_integer(right, left)),
        };
        let (a, b) = (self.ty(left), self.ty(right));
        if is_comparison(op) {
            // A `String` is compared with a `&str` as well.
            let is_text = |ty: &Ty| *ty.referent() == Ty::Discrete;
            let told = match (&a, &b) {
                (Ty::Infer(_), text) | (text, Ty::Infer(_)) => !is_text(text),
                _ => true,
            };
            if told {
                self.types.unify(&a, &b);
            }
            return self.discrete(Op::Plain(Plain::Binary(*op), vec![left, right]), Ty::Bool, span);
        }
        let varies = self.varies(left) || self.varies(right);
        let unseen = !varies && (self.is_unseen(left) || self.is_unseen(right));
        let rule = rule_of(op);
        if let (true, None) = (varies, rule) {
            let shown = quote!(#op).to_string();
            return self.report(at, &code::OPERATOR, &[&shown]);
        }
        match rule {
            Some(rule) if varies || a.is_float() || b.is_float() => {
                let (left, right) = (self.number_behind(left), self.number_behind(right));
                let (a, b) = (self.ty(left), self.ty(right));
                for (id, ty) in [(left, &a), (right, &b)] {
                    self.expect_float(id, ty);
                }
                let scaled = self.scaled_by_float(op, left, right);
                match &scaled {
                    // What is scaled by a float may be of a type of the user's.
                    Some(_) => self.same_floats.push((a.clone(), b)),
                    None => self.types.unify(&a, &b),
                }
                // What the result is assumed to be says nothing of the operands.
                let ty = match scaled {
                    Some(scaled) => self.ty(scaled),
                    None if a.is_float() => a,
                    None => self.ty(right),
                };
                if unseen {
                    let operands = written.into_iter().zip([left, right]);
                    let operands =
                        operands.map(|(written, number)| self.as_written(written, number)).collect();
                    return self.rustcs_own(Op::Plain(Plain::Binary(*at), operands), &ty, span);
                }
                self.apply(rule, vec![left, right], ty, span)
            }
            _ => {
                let ty = match (&a, &b) {
                    // The bits shifted decide the type, not the distance.
                    (Ty::Int(_), Ty::Int(_)) if !matches!(op, BinOp::Shl(_) | BinOp::Shr(_)) => {
                        self.integer_type(left, right)
                    }
                    (Ty::Int(_) | Ty::Bool, _) if !self.may_be_users(right) => a,
                    _ => self.types.fresh(),
                };
                let number = matches!(self.ty(left), Ty::Int(_) | Ty::Bool);
                let shift = matches!(op, BinOp::Shl(_) | BinOp::Shr(_));
                // Of a type that is not seen `a += b` need not be `a = a + b`.
                let op = if number || shift || !self.is_unseen(left) { op } else { at };
                let value = self.node(Op::Plain(Plain::Binary(*op), vec![left, right]), ty, span);
                self.operated(value, [left, right]);
                value
            }
        }
    }

    /// Is it a reference that is written down, as in `&text[1..]`, beside something that may be a reference, as far as is seen? Both are compared
    /// as they are.
    fn is_part_beside(&self, [part, other]: [Id; 2]) -> bool {
        let written = matches!(self.arena.op(part), Op::Borrow(_) | Op::Slice(..));
        let number = matches!(self.ty(part).referent(), Ty::Float(_) | Ty::Int(_) | Ty::Bool);
        let other_ty = self.ty(other);
        let unseen = matches!(other_ty, Ty::Infer(_)) || *other_ty.referent() == Ty::Discrete;
        written && !number && unseen && !self.varies(part) && !self.varies(other)
    }

    /// The operand as a number, where it is what an `Option` of the user's gave: most give references.
    fn number_behind(&mut self, operand: Id) -> Id {
        let taken_out = match self.arena.op(operand) {
            Op::Plain(Plain::Method(name, _), _) => name == "unwrap" || name == "expect",
            _ => self.taken_out.contains(&operand),
        };
        if !taken_out || !matches!(self.ty(operand), Ty::Infer(_)) || !self.generics.is_empty() {
            return operand;
        }
        let (private, float) = (crate::names::private(), self.types.fresh_float());
        let span = self.arena.get(operand).span;
        self.node(Op::Plain(Plain::Call(quote!(#private::number)), vec![operand]), float, span)
    }

    /// What decides is a `bool`, or rustc says so.
    pub(in crate::lower) fn decides(&mut self, condition: Id) {
        if self.exit == crate::lower::Exit::Falls {
            let ty = self.ty(condition);
            self.types.expect(&ty, &Ty::Bool);
        }
    }

    /// `a && b`, `a || b`: the right side is evaluated only where it decides.
    fn short_circuit(&mut self, binary: &syn::ExprBinary) -> Id {
        let left = self.decision(&binary.left);
        if !self.assigned_in(&[&binary.right]).is_empty() {
            return self.inner(|lower| lower.assigning_condition(left, binary));
        }
        let right = self.separate(|lower| lower.decision(&binary.right));
        self.decides(left);
        self.decides(right.results[0]);
        let simple = right.stmts.iter().all(|stmt| match stmt {
            crate::ir::Stmt::Let(id) => !self.may_panic(*id),
            _ => false,
        });
        if simple {
            self.block.stmts.extend(right.stmts);
            let args = vec![left, right.results[0]];
            return self.discrete(Op::Plain(Plain::Binary(binary.op), args), Ty::Bool, binary.span());
        }
        let decided = matches!(binary.op, BinOp::Or(_));
        let known = self.literal(Literal::Bool(decided), Ty::Bool);
        self.if_separate(left, known, right, decided, binary.span())
    }

    /// `a && b`, `a || b` where `b` assigns something: an `if`, which joins what is assigned.
    fn assigning_condition(&mut self, left: Id, binary: &syn::ExprBinary) -> Id {
        let decided = matches!(binary.op, BinOp::Or(_));
        let known = self.literal(Literal::Bool(decided), Ty::Bool);
        let right = |lower: &mut Self| {
            let right = lower.decision(&binary.right);
            lower.decides(right);
            right
        };
        match decided {
            true => self.branch_on(left, |_| known, right),
            false => self.branch_on(left, right, |_| known),
        }
    }

    /// Could evaluating the node panic, or cost as much as a call?
    fn may_panic(&self, id: Id) -> bool {
        match self.arena.op(id) {
            Op::Index(..) | Op::Slice(..) => true,
            Op::Load(place) | Op::Lvalue(place) | Op::Share(place) | Op::Len(place) | Op::Zeros(place) => {
                place.path.iter().any(|step| !matches!(step, Step::Field(_)))
            }
            Op::Aside(_, place) => !place.path.is_empty(),
            Op::Plain(plain, _) => match plain {
                Plain::Binary(op) => !is_comparison(op) && !matches!(op, BinOp::And(_) | BinOp::Or(_)),
                // `-i` may overflow.
                Plain::Unary(op) => matches!(op, syn::UnOp::Neg(_)),
                Plain::Path(_)
                | Plain::Number(_)
                | Plain::Constant
                | Plain::PassedOn
                | Plain::Typed(_)
                | Plain::Cast(_) => false,
                Plain::Method(name, _) => {
                    !crate::tables::rules::DECISIONS.contains(&name.to_string().as_str())
                }
                Plain::Call(_)
                | Plain::Invoke
                | Plain::Verbatim(..)
                | Plain::Count { .. }
                | Plain::Nth { .. }
                | Plain::At
                | Plain::Item => true,
            },
            Op::Literal(_)
            | Op::Param(_)
            | Op::Apply(..)
            | Op::Select(..)
            | Op::Tuple(_)
            | Op::Array(_)
            | Op::Struct(..)
            | Op::Repeat(..)
            | Op::Field(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Convert(_)
            | Op::Zero(_)
            | Op::Still(_)
            | Op::Read(_)
            | Op::List(..)
            | Op::ToVec(_)
            | Op::Bound => false,
        }
    }

    /// A differentiated value that is used as only one without a derivative can be, as a field of a struct may.
    pub(in crate::lower) fn constant(&mut self, value: Id) -> Id {
        let (ty, span) = (self.arena.ty(value).clone(), self.arena.get(value).span);
        self.discrete(Op::Plain(Plain::Constant, vec![value]), ty, span)
    }

    /// Beside an integer no float stands: what is not seen is an integer too.
    pub(in crate::lower) fn beside_integer(&mut self, operand: Id, other: Id) -> Id {
        match (self.ty(operand), self.ty(other)) {
            (infer @ Ty::Infer(_), int @ Ty::Int(Int::Named(_) | Int::Some(_))) if self.varies(operand) => {
                self.types.unify(&infer, &int);
                self.constant(operand)
            }
            (Ty::Int(_), _) if self.varies(operand) => self.constant(operand),
            _ => operand,
        }
    }

    /// `value as T`.
    pub(in crate::lower) fn cast(&mut self, cast: &syn::ExprCast) -> Id {
        let ty = types::read(&cast.ty, &self.generics.clone(), &mut self.types);
        // `grid.size() as f64`: what is cast of a method without arguments is more often a count than a number of another width, which
        // rustc checks.
        let counts = match bare(&cast.expr) {
            Expr::MethodCall(call) => {
                let of_number = self.known_type(&call.receiver).is_some_and(|ty| ty.referent().is_float());
                call.args.is_empty() && !of_number && ty == Ty::Float(Float::F64)
            }
            _ => false,
        };
        let inner = if counts { self.counting(&cast.expr) } else { self.expr(&cast.expr) };
        if self.inlined_only(inner) {
            return inner;
        }
        if let Ty::Int(Int::Some(_)) = self.ty(inner)
            && let Expr::Lit(_) = bare(&cast.expr)
        {
            // A number that is cast where it stands is of the type that it is cast to, if that is an integer's.
            match ty {
                Ty::Int(_) => self.types.unify(&self.arena.ty(inner).clone(), &ty),
                Ty::Float(_) => {}
                _ => {
                    let whole = Plain::Verbatim(quote!(#cast), Vec::new());
                    return self.node(Op::Plain(whole, Vec::new()), ty, cast.span());
                }
            }
        }
        let refers = matches!(self.ty(inner), Ty::Ref(_)) && !self.either.contains(&inner);
        if !types::may_cast(&self.ty(inner), &ty, refers) && !self.is_unseen(inner) {
            return self.left_to_rustc();
        }
        if !self.varies(inner) {
            return self.node(Op::Plain(Plain::Cast(cast.ty.clone()), vec![inner]), ty, cast.span());
        }
        // What is calculated of fields likewise.
        if ty == Ty::Float(Float::F64) && matches!(bare(&cast.expr), Expr::Binary(_)) {
            let of = self.arena.ty(inner).clone();
            self.probably_counts(&of);
        }
        if ty.is_float() {
            return self.node(Op::Convert(inner), ty, cast.span());
        }
        if let Ty::Infer(_) = self.ty(inner).referent() {
            // Of an integer, as a field of a struct may be, which rustc checks.
            let inner = self.constant(inner);
            return self.node(Op::Plain(Plain::Cast(cast.ty.clone()), vec![inner]), ty, cast.span());
        }
        let shown = (code::shown(&cast.expr), code::shown(&cast.ty));
        self.report(&cast.as_token, &code::CAST, &[&shown.0, &shown.1])
    }
}

pub(in crate::lower) fn is_comparison(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}

pub(in crate::lower) fn rule_of(op: &BinOp) -> Option<&'static Rule> {
    Some(Rule::named(match op {
        BinOp::Add(_) => "add",
        BinOp::Sub(_) => "sub",
        BinOp::Mul(_) => "mul",
        BinOp::Div(_) => "div",
        BinOp::Rem(_) => "rem",
        _ => return None,
    }))
}

/// Is it a list that is made where it stands, and no place?
fn is_made(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Macro(_) | Expr::Array(_) | Expr::Repeat(_) | Expr::Call(_) => true,
        Expr::MethodCall(call) => {
            ["to_vec", "clone", "collect", "to_owned"].iter().any(|name| call.method == name)
        }
        _ => false,
    }
}

/// `Ticks(7)`: a tuple struct, or a variant with data.
fn is_constructor(expr: &Expr) -> bool {
    matches!(expr, Expr::Call(call) if matches!(bare(&call.func), Expr::Path(path) if crate::names::is_capital(&path.path)))
}

/// An expression in parentheses is the expression.
pub(in crate::lower) fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => bare(&inner.expr),
        Expr::Group(inner) => bare(&inner.expr),
        other => other,
    }
}

/// The span of a call, without the tokens of the chain before it: these are many, and each link asks.
pub(in crate::lower) fn span_of_call(call: &syn::ExprMethodCall) -> Span {
    let mut begin = &*call.receiver;
    while let Expr::MethodCall(before) = begin {
        begin = &before.receiver;
    }
    let begin = begin.span();
    begin.join(call.paren_token.span.join()).unwrap_or(begin)
}
