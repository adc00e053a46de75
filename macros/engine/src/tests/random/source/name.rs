//! What things are called: plainly, or as generated code would call things of its own.

use super::Writer;

/// Names that generated code has, or that mean something elsewhere.
const NAMES: [&str; 74] = [
    "d_x",
    "d_p0",
    "d_value",
    "sum",
    "at",
    "trips",
    "kept",
    "kept_1",
    "into_p0",
    "tape",
    "stack",
    "index",
    "r#type",
    "chosen",
    "part",
    "length",
    "product",
    "d_sum",
    "value",
    "d_part",
    "decision",
    "pullback",
    "i",
    "from",
    "to",
    "item",
    "d_v1",
    "sin",
    "tanh",
    "negated",
    "quotient",
    "difference",
    "remainder",
    "r#match",
    "x",
    "d_x_2",
    "sum_2",
    "forward",
    "taken",
    "carried",
    "d",
    "last",
    "next",
    "step_1",
    "r#loop",
    "core",
    "std",
    "differentiate",
    "d_d_x",
    "value_value",
    "scale",
    "max",
    "len",
    "grad",
    "back",
    "cotangent",
    "buffer",
    "slot",
    "before",
    "after",
    "count",
    "first",
    "d_p1",
    "p0_2",
    "values",
    "there",
    "on",
    "text",
    "given",
    "part_1",
    "inside",
    "left",
    "result",
    "some",
];

const FUNCTIONS: [&str; 14] = [
    "sum", "at", "r#type", "d_x", "kept", "value", "forward", "sin", "d_value", "into_p0", "part",
    "helper_2", "F", "PHI",
];

impl Writer<'_> {
    /// A name that the function does not have yet.
    pub(super) fn fresh(&mut self) -> String {
        self.names += 1;
        let at = self.names.wrapping_mul(37).wrapping_add(self.scheme.wrapping_mul(11));
        // Every third program has such names, in every second place.
        if self.scheme % 3 == 2 && at.is_multiple_of(2) {
            let name = NAMES[(at / 2) % NAMES.len()];
            if !self.used.iter().any(|used| used == name) {
                self.used.push(name.to_owned());
                return name.to_owned();
            }
        }
        format!("v{}", self.names)
    }

    /// One that hides no function.
    pub(super) fn plain_name(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    pub(super) fn param_name(&mut self, index: usize) -> String {
        let name = NAMES[(self.scheme / 3 + index * 7) % NAMES.len()];
        if self.scheme % 6 == 5 && !self.used.iter().any(|used| used == name) {
            self.used.push(name.to_owned());
            return name.to_owned();
        }
        format!("p{index}")
    }

    pub(super) fn function_name(&self) -> String {
        let at = self.helpers.len();
        let name = FUNCTIONS[(self.scheme / 4 + at) % FUNCTIONS.len()];
        if self.scheme % 4 == 3 { name.to_owned() } else { format!("f{at}") }
    }

    /// May a local hide a function? Not all that have a name are among the locals, so one whose scope has ended counts too.
    pub(super) fn is_hidden(&self, function: &str) -> bool {
        self.locals.iter().map(|local| &local.name).chain(&self.used).any(|name| name == function)
    }
}
