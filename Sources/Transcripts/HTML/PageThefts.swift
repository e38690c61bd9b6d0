/// What a reader of the page can steal, as far as the page differs by it.
///
/// Thefts that give the same share one view, `t1`, `t2` …; one that gives nothing is what the eavesdropper
/// sees.
struct PageThefts {
  /// A theft, and the view that shows what it gives.
  private(set) var choices: [(theft: AnnotatedSession.Theft, view: String)] = []
  /// The views, in order, without the eavesdropper's.
  private(set) var views: [String] = []
  private var ofMessage: [Int: [String]] = [:]
  private var ofValue: [String: [String]] = [:]

  static let listener = "eavesdropper"

  init(_ session: AnnotatedSession) {
    var known: [Gain: String] = [:]
    for theft in session.thefts {
      let gain = Gain(opens: theft.opens, values: theft.values)
      guard gain != Gain(opens: [], values: []) else {
        choices.append((theft, Self.listener))
        continue
      }
      if let view = known[gain] {
        choices.append((theft, view))
        continue
      }
      let view = "t\(views.count + 1)"
      known[gain] = view
      views.append(view)
      choices.append((theft, view))
      for number in theft.opens { ofMessage[number, default: []].append(view) }
      for id in theft.values { ofValue[id, default: []].append(view) }
    }
  }

  private struct Gain: Hashable {
    var opens: [Int]
    var values: [String]
  }

  /// Those parties, and whoever sees as much as the eavesdropper and has stolen something beside.
  func with(_ parties: [String]) -> [String] {
    parties.contains(Self.listener) ? parties + views : parties
  }

  /// Who can read a message.
  func readers(of message: AnnotatedMessage) -> [String] {
    let parties = with(message.readers)
    return parties + (ofMessage[message.number] ?? []).filter { !parties.contains($0) }
  }

  /// Who has a value, of those who steal.
  func holders(of value: AnnotatedValue) -> [String] { ofValue[value.id] ?? [] }

  /// Whether that theft opens a message.
  func opens(_ message: AnnotatedMessage, for view: String?) -> Bool {
    view.map { ofMessage[message.number]?.contains($0) == true } ?? false
  }
}
