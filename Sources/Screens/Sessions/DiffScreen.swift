import Bytes
import Explanations
public import Lab
import TLSEngine
import TLSKeys

extension Screens {
  /// Two sessions side by side, purpose by purpose: what each of them does about it, and where they
  /// differ.
  ///
  /// - Parameters:
  ///   - leftWire, rightWire: the stretch of wire where an attacker stands in between.
  public static func diff(
    _ lab: Lab, _ left: Session, on leftWire: Wire, _ right: Session, on rightWire: Wire
  ) -> Page {
    let comparison = AccountComparison(
      lab.account(of: left, on: leftWire), lab.account(of: right, on: rightWire))
    let tellsSerial = comparison.isOtherCertificate(of: .server)
    let words = [(comparison.left, left), (comparison.right, right)].map { account, session in
      DiffWords(account, Viewer(session, lab.eyes(on: session)), tellsSerial: tellsSerial)
    }
    let purposes = comparison.purposes
    let different = purposes.filter { !comparison.isSame($0) }
    let rows = purposes.map { purpose -> [Line] in
      guard purpose != .reuse else { return reuse(comparison.sharedEphemeral) }
      let said = words.map { $0.words(for: purpose) }
      let row = DiffRow.make(
        purpose.words, said[0], said[1], isSame: comparison.isSame(purpose))
      // What a theft opens answers the next question.
      return purpose == .theft ? row.map(\.asReason) : row
    }
    let names = [
      left.label(on: leftWire, among: right), right.label(on: rightWire, among: left),
    ]
    let ends = zip(names, [(left, leftWire), (right, rightWire)]).map { name, place in
      let ends = place.0.interceptor == nil ? "" : place.1.endWords
      return name + (ends.isEmpty ? "" : "  " + ends)
    }
    return Page(
      DiffRow.heading(
        names, different.count, of: purposes.count)
        + [.table(Table(header: DiffRow.header(ends), rows: rows, indent: 0, isComparison: true))],
      next: hints(left, right), sparse: sparse(names, rows, purposes))
  }

  /// What tells two sessions apart at a glance.
  private static let telling: [Purpose] = [
    .version, .secret, .certificate, .readable, .clientData, .theft,
  ]

  private static func sparse(
    _ names: [String], _ rows: [[Line]], _ purposes: [Purpose]
  ) -> [Block] {
    let different = zip(purposes, rows).filter { $1.count > 2 }
    let chosen = different.filter { telling.contains($0.0) }
    let few = (chosen.isEmpty ? different : chosen).prefix(5).map(\.1)
    let heading = Line("DIFF: \(names[0]) and \(names[1])", .heading)
    guard !few.isEmpty else {
      return Sparse.blocks(heading, [[Line(said(.difference, "none.short"), .good)]])
    }
    let table = Table(
      header: [""] + names.map { Line($0, .heading) }, rows: Array(few), indent: 3,
      isComparison: true)
    return Sparse.blocks(heading) + [.blank, .table(table)]
  }

  /// A key that was to be used once, and was not.
  private static func reuse(_ sides: [Side]) -> [Line] {
    let ends = listed(sides.map { said(.difference, "reuse.end", ["side": $0.rawValue]) })
    return [
      Line("= \(Purpose.reuse.words)", .warning),
      Line(said(.difference, "reuse", ["ends": ends]), .warning),
    ]
  }

  private static func hints(_ left: Session, _ right: Session) -> [String] {
    guard left.id != right.id else { return ["why \(left.id)", "where", "help diff"] }
    return ["diff \(left.id) client_hello \(right.id)", "why \(left.id)", "why \(right.id)"]
  }
}

extension Session {
  /// The session's name; where an attacker stands in between and it matters, with the stretch of
  /// wire.
  func label(on wire: Wire, among other: Session) -> String {
    interceptor == nil || (other.id != id && wire == clientWire) ? id : "\(id).\(wire.rawValue)"
  }
}

extension Wire {
  /// Who stands at its ends, where that is not client and server.
  fileprivate var endWords: String {
    switch self {
    case .direct: ""
    case .clientSide: said(.difference, "client-side")
    case .serverSide: said(.difference, "server-side")
    }
  }
}

extension Purpose {
  /// The question in two or three words.
  fileprivate var words: String { said(.difference, "purpose.\(rawValue)") }
}
