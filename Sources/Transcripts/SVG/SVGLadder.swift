import Explanations
import Screens

/// The ladder of a session as one picture for a slide: who sends what to whom, what the attacker does to it,
/// and who can read it.
struct SVGLadder {
  let session: AnnotatedSession
  private let rungs: [SVGRung]

  /// A slide is sixteen to nine: a longer ladder is a larger picture.
  private let width: Int
  private let height: Int

  private static let top = 150
  private static let bottom = 80
  private static let pitch = 34

  init(_ session: AnnotatedSession) {
    self.session = session
    rungs = SVGRung.rungs(of: session)
    let wanted = max(720, Self.top + rungs.count * Self.pitch + Self.bottom)
    height = (wanted + 8) / 9 * 9
    width = height * 16 / 9
  }

  /// The picture.
  var text: String {
    var svg = HTML()
    svg.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)",
        "width": String(width), "height": String(height), "role": "img",
        "aria-labelledby": "title desc", "font-family": "DejaVu Sans, Verdana, sans-serif",
      ]
    ) { svg in
      svg.element("title", ["id": "title"], text: "\(session.session.id): \(session.session.title)")
      svg.element("desc", ["id": "desc"], text: spoken)
      svg.element("style") { $0.raw(Self.style) }
      svg.element("rect", ["width": "100%", "height": "100%", "class": "paper"]) { _ in }
      label(title, x: width / 2, y: 48, "title", &svg)
      label(
        result, x: width / 2, y: 80, "result \(session.session.outcome ?? "")", &svg)
      lifelines(&svg)
      for (place, rung) in rungs.enumerated() {
        arrow(rung, y: Self.top + 12 + place * Self.pitch, &svg)
      }
      legend(y: height - 24, &svg)
    }
    return svg.markup + "\n"
  }

  /// A style inside the file: colours are never the only sign. Protected arrows are thick, those that the
  /// attacker reads are broken, and what never arrives ends in a cross.
  private static let style = """
    .paper{fill:#fff}.title{font-size:30px;font-weight:bold;fill:#1b1f24}\
    .result{font-size:20px;fill:#57606a}.fooled,.failed,.refused{fill:#a40e26}\
    .actor{font-size:22px;font-weight:bold;fill:#1b1f24}.line{stroke:#8c959f;stroke-width:2}\
    .open{stroke:#a40e26;stroke-width:2;fill:#a40e26}\
    .shut{stroke:#116329;stroke-width:5;fill:#116329}\
    .read{stroke:#a40e26;stroke-width:5;fill:#a40e26}line.read{stroke-dasharray:14 5}\
    .own{stroke:#57606a;stroke-width:5;fill:#57606a}\
    .deed{stroke:#a40e26;stroke-width:3;fill:#fff}\
    .name{font-size:18px;fill:#1b1f24}.bytes{font-size:14px;fill:#57606a}.legend{font-size:16px;fill:#57606a}
    """

  private var title: String {
    let title = session.session.title
    guard let earlier = session.session.resumedFrom else { return title }
    return said(.page, "ladder.resumed", ["title": title, "session": earlier])
  }

  private var result: String {
    let summary = session.session
    guard let outcome = summary.outcome else { return said(.page, "ladder.anyone") }
    var words = outcome.uppercased()
    if let alert = summary.alert { words += ", alert \(alert)" }
    if let milliseconds = summary.milliseconds {
      let isEarly = rungs.contains(where: \.isEarly)
      words +=
        ", "
        + said(.page, isEarly ? "ladder.flow.early" : "ladder.flow", ["time": "\(milliseconds)"])
    }
    return words
  }

  private var spoken: String {
    rungs.map { rung in
      let ends =
        "\(name(rung.from)) \(String(worded: rung.isBothWays ? "and" : "to")) \(name(rung.to))"
      let secrecy = rung.protection == .open ? "" : String(worded: ", protected")
      return "\(ends): \(rung.label), \(Screens.bytes(rung.bytes))\(secrecy)."
    }
    .joined(separator: " ")
  }

  private func name(_ party: String) -> String {
    session.parties.first { $0.id == party }?.name ?? party
  }

  // MARK: Drawing

  private var actors: [String] {
    ["client", "interceptor", "server"].filter { actor in
      session.parties.contains { $0.id == actor }
    }
  }

  private func x(of actor: String) -> Int {
    let place = actors.firstIndex(of: actor) ?? 0
    return 140 + place * (width - 280) / max(1, actors.count - 1)
  }

  private func lifelines(_ svg: inout HTML) {
    for actor in actors {
      let x = x(of: actor)
      label(name(actor), x: x, y: 122, "actor", &svg)
      line(from: (x, 134), to: (x, height - Self.bottom + 10), "line", &svg)
    }
  }

  private func arrow(_ rung: SVGRung, y: Int, _ svg: inout HTML) {
    let start = x(of: rung.from)
    let end = x(of: rung.to)
    let direction = end > start ? 1 : -1
    let kind = rung.protection.rawValue
    let stop = rung.arrives ? end - 12 * direction : end - (end - start) / 4
    line(
      from: (rung.isBothWays ? start + 12 * direction : start, y), to: (stop, y), kind, &svg)
    if rung.arrives { head(at: end, y, direction, kind, &svg) }
    if rung.isBothWays { head(at: start, y, -direction, kind, &svg) }
    if rung.isTouched {
      sign(at: rung.arrives ? end - 40 * direction : stop, y, arrives: rung.arrives, &svg)
    }
    label(rung.label, x: (start + end) / 2, y: y - 6, "name", &svg)
    guard rung.bytes > 0 else { return }
    svg.element(
      "text",
      [
        "x": String(start + 20 * direction), "y": String(y + 15),
        "text-anchor": direction > 0 ? "start" : "end", "class": "bytes",
      ], text: "\(rung.bytes) bytes")
  }

  private func head(at x: Int, _ y: Int, _ direction: Int, _ kind: String, _ svg: inout HTML) {
    let points = "\(x),\(y) \(x - 14 * direction),\(y - 7) \(x - 14 * direction),\(y + 7)"
    svg.element("polygon", ["points": points, "class": kind]) { _ in }
  }

  /// Where touched by the attacker: a cross where nothing goes on, a ring elsewhere.
  private func sign(at x: Int, _ y: Int, arrives: Bool, _ svg: inout HTML) {
    guard !arrives else {
      svg.element(
        "circle", ["cx": String(x), "cy": String(y), "r": "6", "class": "deed"]
      ) { _ in }
      return
    }
    line(from: (x - 7, y - 7), to: (x + 7, y + 7), "deed", &svg)
    line(from: (x - 7, y + 7), to: (x + 7, y - 7), "deed", &svg)
  }

  private func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ kind: String, _ svg: inout HTML
  ) {
    svg.element(
      "line",
      [
        "x1": String(start.x), "y1": String(start.y), "x2": String(end.x), "y2": String(end.y),
        "class": kind,
      ]
    ) { _ in }
  }

  private func label(_ text: String, x: Int, y: Int, _ kind: String, _ svg: inout HTML) {
    // What does not fit a slide is cut.
    let text = text.count > 90 ? String(text.prefix(88)) + ".." : text
    svg.element(
      "text", ["x": String(x), "y": String(y), "text-anchor": "middle", "class": kind],
      text: text)
  }
}

extension SVGLadder {
  /// A sample of each kind of arrow in the picture beside what it means, and below of each sign on one.
  private func legend(y: Int, _ svg: inout HTML) {
    let kinds = SVGRung.Protection.allCases.filter { kind in
      rungs.contains { $0.protection == kind }
    }
    let signs = [true, false].filter { arrives in
      rungs.contains { $0.isTouched && $0.arrives == arrives }
    }
    row(kinds.map(\.meaning), y: signs.isEmpty ? y : y - 22, &svg) { place, x, y, svg in
      line(from: (x, y), to: (x + 40, y), kinds[place].rawValue, &svg)
    }
    let meanings = signs.map {
      $0 ? String(worded: "touched by the attacker") : String(worded: "never arrives")
    }
    row(meanings, y: y, &svg) { place, x, y, svg in
      sign(at: x + 30, y, arrives: signs[place], &svg)
    }
  }

  /// - Parameter sample: draws what stands before an entry.
  private func row(
    _ entries: [String], y: Int, _ svg: inout HTML,
    _ sample: (_ place: Int, _ x: Int, _ y: Int, _ svg: inout HTML) -> Void
  ) {
    let widths = entries.map { 50 + $0.count * 8 + 30 }
    var x = (width - widths.reduce(0, +)) / 2
    for (place, entry) in entries.enumerated() {
      sample(place, x, y - 5, &svg)
      svg.element("text", ["x": String(x + 50), "y": String(y), "class": "legend"], text: entry)
      x += widths[place]
    }
  }
}
