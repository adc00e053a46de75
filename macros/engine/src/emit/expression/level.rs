//! How tightly expressions bind, for parentheses.

/// How tightly an expression binds; what an operand needs at least.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(in crate::emit) struct Level(u8);

pub(in crate::emit) const ANY: Level = Level(0);
pub(in crate::emit) const CONDITION: Level = Level(1);
pub(in crate::emit) const OR: Level = Level(2);
pub(in crate::emit) const AND: Level = Level(3);
pub(in crate::emit) const COMPARE: Level = Level(4);
pub(in crate::emit) const BIT_OR: Level = Level(5);
pub(in crate::emit) const BIT_XOR: Level = Level(6);
pub(in crate::emit) const BIT_AND: Level = Level(7);
pub(in crate::emit) const SHIFT: Level = Level(8);
pub(in crate::emit) const SUM: Level = Level(9);
pub(in crate::emit) const PRODUCT: Level = Level(10);
pub(in crate::emit) const CAST: Level = Level(11);
pub(in crate::emit) const PREFIX: Level = Level(12);
pub(in crate::emit) const POSTFIX: Level = Level(13);
pub(in crate::emit) const ATOM: Level = Level(14);

impl Level {
    pub(super) fn above(self) -> Level {
        Level(self.0 + 1)
    }
}
