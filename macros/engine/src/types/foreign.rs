//! Types of other crates, known by their names. What is assumed of them by their names, rustc checks: a rule that is not there is an error.

use super::{Ty, Types};

/// What a type of another crate is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// `num_complex`: whatever is calculated with one is one.
    Complex,
    /// `nalgebra` and `glam`: vectors, matrices, points, quaternions.
    Linear,
    /// `ndarray`: an array with one axis.
    Array1,
    /// An array with any number of axes.
    Array,
    /// A factorisation of `nalgebra`'s, of a symmetric matrix.
    Cholesky,
    /// The same of any square matrix.
    Lu,
}

/// Names of types, by their families.
const NAMES: [(Family, &[&str]); 4] = [
    (Family::Complex, &["Complex", "Complex32", "Complex64"]),
    (
        Family::Linear,
        &[
            "Affine2",
            "Affine3A",
            "DAffine2",
            "DAffine3",
            "DMat2",
            "DMat3",
            "DMat4",
            "DMatrix",
            "DQuat",
            "DVec2",
            "DVec3",
            "DVec4",
            "DVector",
            "DVectorView",
            "DMatrixView",
            "Mat2",
            "Mat3",
            "Mat3A",
            "Mat4",
            "OMatrix",
            "OPoint",
            "OVector",
            "Quat",
            "RowDVector",
            "RowOVector",
            "RowSVector",
            "Rotation2",
            "Rotation3",
            "SMatrix",
            "SVector",
            "UnitComplex",
            "UnitQuaternion",
            "UnitVector2",
            "UnitVector3",
            "Vec2",
            "Vec3",
            "Vec3A",
            "Vec4",
            "VectorView",
            "MatrixView",
        ],
    ),
    (Family::Array1, &["Array1", "ArrayView1", "ArrayViewMut1", "ArrayRef1"]),
    (
        Family::Array,
        &[
            "Array2",
            "Array3",
            "ArrayBase",
            "ArrayD",
            "ArrayRef",
            "ArrayRef2",
            "ArrayView",
            "ArrayView2",
            "ArrayView3",
            "ArrayViewMut2",
        ],
    ),
];

impl Family {
    /// The family of a type that is called so.
    pub fn of(name: &str) -> Option<Family> {
        let known = NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(family, _)| *family);
        known.or_else(|| is_sized(name).then_some(Family::Linear))
    }

    /// The family of a path: the name before its generic arguments.
    pub fn of_type(ty: &syn::Type) -> Option<Family> {
        match ty {
            syn::Type::Path(path) if path.qself.is_none() => {
                Family::of(&path.path.segments.last()?.ident.to_string())
            }
            syn::Type::Reference(reference) => Family::of_type(&reference.elem),
            syn::Type::Paren(inner) => Family::of_type(&inner.elem),
            syn::Type::Group(inner) => Family::of_type(&inner.elem),
            _ => None,
        }
    }
}

/// `Vector3`, `Matrix2x4`, `RowVector2`, `Point3`
fn is_sized(name: &str) -> bool {
    let sized = |rest: &str| {
        let mut parts = rest.split('x');
        let is_size = |part: &str| part.len() == 1 && part.starts_with(|c: char| c.is_ascii_digit());
        parts.clone().count() <= 2 && parts.all(is_size)
    };
    ["Vector", "RowVector", "Matrix", "Point", "VectorView", "MatrixView", "Translation"]
        .iter()
        .any(|kind| name.strip_prefix(kind).is_some_and(|rest| !rest.is_empty() && sized(rest)))
}

impl Ty {
    /// Is it, by its name, a view of the elements of another value?
    pub fn is_view(&self) -> bool {
        let Ty::Named(name) = self else { return false };
        let name = name.split(['<', ' ']).next().unwrap_or_default();
        let name = name.rsplit("::").next().unwrap_or_default();
        names_view(name)
    }
}

/// Is it the name of a view?
pub(super) fn names_view(name: &str) -> bool {
    name.contains("View") && !name.contains("Mut") && Family::of(name).is_some()
}

impl Types {
    /// The type is one of another crate.
    pub fn mark_foreign(&mut self, ty: &Ty, family: Family) {
        self.mark_struct(ty);
        if let Ty::Infer(variable) = self.shallow(ty).referent() {
            self.foreign.insert(*variable, family);
        }
    }

    /// The family of a type, or of what it refers to.
    pub fn family(&self, ty: &Ty) -> Option<Family> {
        match self.shallow(ty).referent() {
            Ty::Infer(variable) => self.foreign.get(variable).copied(),
            Ty::Named(name) => Family::of_type(&syn::parse_str(name).ok()?),
            _ => None,
        }
    }
}
