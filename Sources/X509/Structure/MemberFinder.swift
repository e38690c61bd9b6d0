import Bytes

/// Finds out, element by element, which part of a structure each is.
struct MemberFinder {
  private let shape: Shape
  /// The members of a sequence that may still come.
  private var rest: ArraySlice<Member> = []

  init(_ shape: Shape) {
    self.shape = shape
    if case .sequence(let members) = shape { rest = members[...] }
  }

  /// The part that an element with that tag is; what no declaration has goes by its type.
  mutating func next(_ type: ASN1Type) -> Member {
    switch shape {
    case .list(let member): return member
    case .choices(let members):
      if let member = members.first(where: { $0.fits(type) }) { return member }
    case .sequence:
      // Members may be missing.
      if let place = rest.firstIndex(where: { $0.fits(type) }) {
        defer { rest = rest[(place + 1)...] }
        return rest[place]
      }
    default: break
    }
    return Member(type.isContextSpecific ? type.word : type.word.lowercased().fieldName)
  }
}

extension String {
  /// With underscores for spaces, as names of fields are.
  fileprivate var fieldName: String { String(map { $0 == " " ? "_" : $0 }) }
}
