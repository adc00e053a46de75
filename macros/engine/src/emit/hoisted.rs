//! Lists in gradients of structs, which an innermost loop adds to, are borrowed before it: inside of it their address would be read for each number.

use super::Emit;
use crate::ir::{Arena, Block, Few, Loop, Member, Place, Step, Stmt, Var};
use crate::names;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// A list that is borrowed, and its name meanwhile.
pub(super) struct Hoisted {
    var: Var,
    fields: Vec<Step>,
    name: Ident,
}

impl Emit<'_> {
    /// The statements before a loop that borrow; inside of it the lists have names.
    pub(super) fn borrowed_before(&mut self, l: &Loop) -> TokenStream {
        let mut found = Vec::new();
        if !adds(&l.body, &mut found) {
            return TokenStream::new();
        }
        let (mut tokens, mut asked) = (TokenStream::new(), Vec::new());
        for place in found {
            let fields = &place.path[..fields(&self.body.arena, place)];
            // Many places are in one list, and the answer is found by a walk through the loop.
            if !self.is_list_in_struct(place) || asked.contains(&(place.var, fields)) {
                continue;
            }
            asked.push((place.var, fields));
            if !self.is_apart(l, place.var, fields) {
                continue;
            }
            let of = Place { var: place.var, path: fields.to_vec() };
            let (list, private) = (self.lent_place(&of), names::private());
            let wish = match fields.last() {
                Some(Step::Field(Member::Name(field))) => format!("d_{field}"),
                _ => "d_list".to_owned(),
            };
            let name = self.names.fresh(&wish);
            tokens.extend(quote!(let #name = #private::whole!(#list);));
            self.hoisted.push(Hoisted { var: place.var, fields: fields.to_vec(), name });
        }
        tokens
    }

    /// The name of the list that a place is in, and how many steps lead to the list.
    pub(super) fn hoisted(&self, place: &Place) -> Option<(Ident, usize)> {
        let within = |hoisted: &&Hoisted| hoisted.var == place.var && place.path.starts_with(&hoisted.fields);
        self.hoisted.iter().find(within).map(|hoisted| (hoisted.name.clone(), hoisted.fields.len()))
    }

    /// Is it an element or a slice of a list that is a field of a parameter's gradient?
    fn is_list_in_struct(&self, place: &Place) -> bool {
        let count = fields(&self.body.arena, place);
        let own = self.body.memory.iter().any(|variable| variable.var == place.var);
        // A field of a field may be one of nothing, which lives for a statement.
        let names =
            place.path[..count].iter().filter(|step| matches!(step, Step::Field(Member::Name(_)))).count();
        !own && names == 1 && count < place.path.len()
    }

    /// Is nothing else done in a loop with what is borrowed?
    fn is_apart(&self, l: &Loop, var: Var, list: &[Step]) -> bool {
        let arena = &self.body.arena;
        let mut apart = true;
        let read = |ids: Few| {
            self.mentioned(ids).iter().any(|id| arena.op(id).place().is_some_and(|place| place.var == var))
        };
        l.body.each(&mut |stmt| {
            apart &= !read(stmt.uses(arena));
            apart &= match stmt {
                Stmt::Add(place, _) if place.var == var => {
                    let differs = place.path.iter().zip(list).find(|(a, b)| a != b);
                    match differs {
                        Some((a, b)) => {
                            matches!((a, b), (Step::Field(Member::Name(_)), Step::Field(Member::Name(_))))
                        }
                        None => place.path.len() > list.len(),
                    }
                }
                other => !other.mentions(arena, var),
            };
        });
        let results = l.body.results.iter().chain(&l.exit).copied();
        apart && !read(results.collect())
    }
}

/// The steps of a place before the first into a list: fields alone, if it has any list.
fn fields(arena: &Arena, place: &Place) -> usize {
    let is_field = |step: &&Step| matches!(step, Step::Field(Member::Name(_) | Member::Index(_)));
    let count = place.path.iter().take_while(is_field).count();
    match place.path.get(count) {
        Some(Step::Index(at)) if *arena.ty(*at) != Ty::At => count,
        Some(Step::Range(..)) => count,
        _ => place.path.len(),
    }
}

/// What the statements of a block add to; `false` if there is a loop in it.
fn adds<'a>(block: &'a Block, found: &mut Vec<&'a Place>) -> bool {
    block.stmts.iter().all(|stmt| {
        if let Stmt::Add(place, _) = stmt {
            found.push(place);
        }
        !matches!(stmt, Stmt::Loop(_)) && stmt.blocks().into_iter().all(|block| adds(block, found))
    })
}
