/// The ladder of a session as one picture for a slide: who sends what to whom, and who can read it.
struct SVGLadder {
  let session: AnnotatedSession

  private static let width = 1280
  private static let top = 150
  private static let bottom = 80

  init(_ session: AnnotatedSession) { self.session = session }

  /// One arrow: a message, or several of application data.
  private struct Rung {
    var from: String
    var to: String
    var label: String
    var isProtected: Bool
    /// How many records of data in both directions it stands for.
    var count = 1
  }

  /// The picture, 1280 wide and as high as the ladder wants, at least a slide.
  var text: String {
    let rungs = rungs
    let height = max(720, Self.top + rungs.count * 36 + Self.bottom)
    var svg = HTML()
    svg.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(Self.width) \(height)",
        "width": String(Self.width), "height": String(height), "role": "img",
        "aria-labelledby": "title desc", "font-family": "DejaVu Sans, Verdana, sans-serif",
      ]
    ) { svg in
      svg.element("title", ["id": "title"], text: "\(session.session.id): \(session.session.title)")
      svg.element("desc", ["id": "desc"], text: spoken(rungs))
      svg.element("style") { $0.raw(Self.style) }
      svg.element("rect", ["width": "100%", "height": "100%", "class": "paper"]) { _ in }
      label(session.session.title, x: Self.width / 2, y: 48, "title", &svg)
      label(
        result, x: Self.width / 2, y: 80, "result \(session.session.outcome ?? "")", &svg)
      lifelines(height, &svg)
      for (place, rung) in rungs.enumerated() {
        arrow(rung, y: Self.top + 12 + place * 36, &svg)
      }
      label(
        "red: anyone on the wire reads it    green: protected by keys", x: Self.width / 2,
        y: height - 24, "legend", &svg)
    }
    return svg.markup + "\n"
  }

  /// A style inside the file: colours are never the only sign, protected arrows are thick.
  private static let style = """
    .paper{fill:#fff}.title{font-size:30px;font-weight:bold;fill:#1b1f24}\
    .result{font-size:20px;fill:#57606a}.fooled,.failed,.refused{fill:#a40e26}\
    .actor{font-size:22px;font-weight:bold;fill:#1b1f24}.line{stroke:#8c959f;stroke-width:2}\
    .open{stroke:#a40e26;stroke-width:2;fill:#a40e26}\
    .shut{stroke:#116329;stroke-width:5;fill:#116329}\
    .name{font-size:18px;fill:#1b1f24}.legend{font-size:16px;fill:#57606a}
    """

  private var result: String {
    let summary = session.session
    guard let outcome = summary.outcome else { return "as anyone sees it who listens" }
    var words = outcome.uppercased()
    if let alert = summary.alert { words += ", alert \(alert)" }
    if let milliseconds = summary.milliseconds {
      let isEarly = rungs.contains { $0.label == "early data" }
      words += isEarly ? ", early data at once, the rest" : ", data"
      words += " could flow after \(milliseconds) ms"
    }
    return words
  }

  // MARK: Rungs

  /// The messages; data that goes to and fro becomes one arrow for each stretch of wire.
  private var rungs: [Rung] {
    var rungs: [Rung] = []
    for message in session.messages {
      let isData = message.name == "application_data"
      let isSealed = message.inside == nil && message.protection == .encrypted
      let data = isSealed ? "protected application_data" : "application data"
      let ends: Set = [message.from, message.to]
      // What comes before any answer is early (RFC 8446 §2.3).
      let isEarly =
        isData && !isSealed && !rungs.contains { $0.from == message.to && $0.to == message.from }
      if isData, !isEarly, let last = rungs.lastIndex(where: { Set([$0.from, $0.to]) == ends }),
        rungs[last].label.hasPrefix(data)
      {
        rungs[last].count += 1
        rungs[last].label = "\(data), \(rungs[last].count) records both ways"
        continue
      }
      var label = isEarly ? "early data" : isData ? data : message.title
      if message.name == "alert", let brief = message.brief { label += " \(brief)" }
      rungs.append(
        Rung(
          from: message.from, to: message.to, label: label,
          isProtected: message.protection == .encrypted))
    }
    return rungs
  }

  private func spoken(_ rungs: [Rung]) -> String {
    rungs.map {
      "\(name($0.from)) to \(name($0.to)): \($0.label)\($0.isProtected ? ", protected" : "")."
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
    return 140 + place * (Self.width - 280) / max(1, actors.count - 1)
  }

  private func lifelines(_ height: Int, _ svg: inout HTML) {
    for actor in actors {
      let x = x(of: actor)
      label(name(actor), x: x, y: 122, "actor", &svg)
      svg.element(
        "line",
        [
          "x1": String(x), "y1": "134", "x2": String(x), "y2": String(height - Self.bottom + 10),
          "class": "line",
        ]
      ) { _ in }
    }
  }

  private func arrow(_ rung: Rung, y: Int, _ svg: inout HTML) {
    let start = x(of: rung.from)
    let end = x(of: rung.to)
    let direction = end > start ? 1 : -1
    let kind = rung.isProtected ? "shut" : "open"
    svg.element(
      "line",
      [
        "x1": String(start), "y1": String(y), "x2": String(end - 12 * direction), "y2": String(y),
        "class": kind,
      ]
    ) { _ in }
    let head = "\(end),\(y) \(end - 14 * direction),\(y - 7) \(end - 14 * direction),\(y + 7)"
    svg.element("polygon", ["points": head, "class": kind]) { _ in }
    label(rung.label, x: (start + end) / 2, y: y - 6, "name", &svg)
  }

  private func label(_ text: String, x: Int, y: Int, _ kind: String, _ svg: inout HTML) {
    // What does not fit a slide is cut.
    let text = text.count > 90 ? String(text.prefix(88)) + ".." : text
    svg.element(
      "text", ["x": String(x), "y": String(y), "text-anchor": "middle", "class": kind],
      text: text)
  }
}
